package dev.groundwork.emulator.control;

import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Action;

/// The mark of an unfinished operation on its target.
public final class Busy {
  private static final String MARK = "busy";

  private Busy() {}

  /// The entry, marked as one whose creation has begun.
  public static Entry creating(Entry entry) {
    return mark(entry, Action.CREATE);
  }

  static Entry mark(Entry entry, Action action) {
    return entry.withHidden(entry.hidden().with(MARK, action.name()));
  }

  static Entry clear(Entry entry) {
    return entry.withHidden(entry.hidden().without(MARK));
  }

  /// Whether the entry's creation has not ended.
  public static boolean isBeingCreated(Entry entry) {
    return entry.hidden().text(MARK).orElse("").equals(Action.CREATE.name());
  }

  /// Whether the entry's deletion has begun.
  public static boolean isBeingDeleted(Entry entry) {
    return entry.hidden().text(MARK).orElse("").equals(Action.DELETE.name());
  }
}
