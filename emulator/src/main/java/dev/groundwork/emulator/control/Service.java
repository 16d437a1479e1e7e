package dev.groundwork.emulator.control;

import java.util.List;

/// One Google API: what it does beyond what holds for every type in the catalog. See the package's
/// text on how to add one.
public interface Service extends AutoCloseable {
  /// The API's host, `sqladmin.googleapis.com`.
  String host();

  /// Adds behaviours and routes. Called once, before the first request.
  void install(Installation into);

  /// Called once, after `install`, when the store is loaded: brings back what runs outside the
  /// store. Unfinished operations are taken up again by the operations themselves.
  default void start() {}

  /// The addresses of what runs outside the store.
  default List<Reachable> reachable() {
    return List.of();
  }

  /// Ends what runs behind a resource without a word to the control plane, as an outage does.
  ///
  /// @param resource its relative name
  /// @return whether anything of this service ran there
  default boolean interrupt(String resource) {
    return false;
  }

  /// Brings back what `interrupt` ended.
  default void recover(String resource) {}

  /// Stops what runs outside the store; what it keeps on disk stays.
  @Override
  default void close() {}

  /// Removes everything that it keeps outside the store. Called between `close` and `start`, when
  /// the emulator is reset.
  default void erase() {}
}
