package dev.groundwork.state;

import dev.groundwork.resource.Address;
import dev.groundwork.state.StateStore.Loaded;
import dev.groundwork.state.StateStore.Open;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// What a snapshot and the records since it add up to. Takes one record at a time, each in the time
/// of one look-up; used by one thread.
public final class Journal {
  private final NavigableMap<Address, Recorded> resources;
  private final Map<Address, Open> open = new LinkedHashMap<>();
  private long serial;

  public Journal(State snapshot) {
    resources = new TreeMap<>(snapshot.resources());
    serial = snapshot.serial();
  }

  /// As a run finds it that takes over what an earlier one left.
  public Journal(Loaded loaded) {
    this(loaded.state());
    loaded.open().forEach(o -> open.put(o.intent().address(), o));
  }

  /// Takes the next record.
  public void add(JournalRecord next) {
    switch (next) {
      case JournalRecord.Intent intent -> {
        open.remove(intent.address());
        open.put(intent.address(), new Open(intent, Optional.empty()));
      }
      case JournalRecord.Began(var address, var operation) ->
          open.computeIfPresent(address, (_, o) -> new Open(o.intent(), Optional.of(operation)));
      case JournalRecord.Stands(var recorded) -> {
        open.remove(recorded.address());
        resources.put(recorded.address(), recorded);
        serial++;
      }
      case JournalRecord.Gone(var address) -> {
        open.remove(address);
        resources.remove(address);
        serial++;
      }
      case JournalRecord.Failed(var address, _) -> open.remove(address);
    }
  }

  /// What is recorded of one resource now.
  public Optional<Recorded> recorded(Address address) {
    return Optional.ofNullable(resources.get(address));
  }

  /// What is recorded of the resources of a type now.
  public Collection<Recorded> recorded(String type) {
    return List.copyOf(
        resources.subMap(new Address(type, "\0"), new Address(type, "\uffff")).values());
  }

  /// Whether an intent has no outcome yet.
  public boolean isOpen(Address address) {
    return open.containsKey(address);
  }

  /// The state now, in time proportional to its size.
  public State state() {
    return new State(serial, resources);
  }

  /// State and open intents now.
  public Loaded loaded() {
    return new Loaded(state(), List.copyOf(open.values()));
  }
}
