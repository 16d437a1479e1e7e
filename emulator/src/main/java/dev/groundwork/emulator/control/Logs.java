package dev.groundwork.emulator.control;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Where services write the entries of projects' logs. Cloud Logging reads them; while it does not
/// run they go nowhere.
public final class Logs {
  private final ConcurrentLinkedQueue<LogEntry> waiting = new ConcurrentLinkedQueue<>();
  private final List<Consumer<LogEntry>> readers = new CopyOnWriteArrayList<>();
  private final ReentrantLock handing = new ReentrantLock();

  /// Writes an entry. Never waits, so it may be called from inside a transaction; the entry can be
  /// read by the time the next request is answered.
  public void write(LogEntry entry) {
    waiting.add(entry);
  }

  /// Has every entry, in the order of writing, handed to this reader. It is called by one thread at
  /// a time and outside of transactions.
  public void readBy(Consumer<LogEntry> reader) {
    readers.add(reader);
  }

  /// Hands the entries that wait to the readers.
  void settle() {
    // a reader that writes an entry has it read by the call that it is in
    if (waiting.isEmpty() || handing.isHeldByCurrentThread()) {
      return;
    }
    handing.lock();
    try {
      for (LogEntry entry = waiting.poll(); entry != null; entry = waiting.poll()) {
        for (Consumer<LogEntry> reader : readers) {
          reader.accept(entry);
        }
      }
    } finally {
      handing.unlock();
    }
  }
}
