package dev.groundwork.emulator.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/// All entries, in memory and on disk. Reads never wait; changes run one at a time and cost the
/// same however much is stored.
///
/// A change is in the log, handed to the operating system, before anyone sees it: a killed process
/// loses nothing that it has answered.
public final class Store implements AutoCloseable {
  private final ConcurrentSkipListMap<String, Entry> entries = new ConcurrentSkipListMap<>();
  private final ReentrantLock writing = new ReentrantLock();
  private final Log log;
  private long revision;

  /// Opens the store in a folder, which is made when it is not there.
  ///
  /// @throws java.io.UncheckedIOException when the folder cannot be read or written, or another
  ///   process has it open
  public Store(Path folder) {
    log = new Log(folder);
    log.load(change ->
        change.forEach((key, entry) -> {
          entry.ifPresentOrElse(e -> entries.put(key, e), () -> entries.remove(key));
          entry.ifPresent(e -> revision = Math.max(revision, e.revision()));
        }));
  }

  public Optional<Entry> get(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  /// All entries whose key begins with `prefix`, by key.
  public List<Entry> under(String prefix) {
    List<Entry> found = new ArrayList<>();
    for (Entry entry : entries.tailMap(prefix, true).values()) {
      if (!entry.key().startsWith(prefix)) {
        break;
      }
      found.add(entry);
    }
    return found;
  }

  /// Runs `change` alone and makes its changes visible together, or none when it throws.
  public <T> T change(Function<Transaction, T> change) {
    writing.lock();
    try {
      Transaction transaction = new Transaction(this);
      T result = change.apply(transaction);
      commit(transaction.changes());
      transaction.afterwards().forEach(Runnable::run);
      return result;
    } finally {
      writing.unlock();
    }
  }

  /// As `change`, without a result.
  public void run(Consumer<Transaction> change) {
    change(transaction -> {
      change.accept(transaction);
      return transaction;
    });
  }

  /// Replaces an entry when it is still the one that was read.
  ///
  /// @return whether it was
  public boolean replace(Entry read, Entry next) {
    return change(transaction -> {
      boolean same =
          transaction.get(read.key()).map(now -> now.revision() == read.revision()).orElse(false);
      if (same) {
        transaction.put(next);
      }
      return same;
    });
  }

  /// Empties the store.
  public void clear() {
    run(transaction -> List.copyOf(entries.keySet()).forEach(transaction::drop));
  }

  public int size() {
    return entries.size();
  }

  private void commit(Map<String, Optional<Entry>> changes) {
    if (changes.isEmpty()) {
      return;
    }
    log.append(changes);
    changes.forEach(
        (key, entry) -> entry.ifPresentOrElse(e -> entries.put(key, e), () -> entries.remove(key)));
    log.compactWhenLong(entries.values(), entries.size());
  }

  long nextRevision() {
    return ++revision;
  }

  @Override
  public void close() {
    writing.lock();
    try {
      log.close();
    } finally {
      writing.unlock();
    }
  }
}
