package dev.groundwork.apply;

import dev.groundwork.resource.Json;
import dev.groundwork.state.Journal;
import dev.groundwork.state.JournalRecord;
import dev.groundwork.state.State;
import dev.groundwork.state.StateStore;
import dev.groundwork.state.StateText;
import java.util.ArrayList;
import java.util.List;

/// A store that keeps text, as a disk would, and may die at any record.
final class SimStore implements StateStore {
  private final Doom doom;
  private final Planted planted;
  private State snapshot = State.EMPTY;
  private final List<String> journal = new ArrayList<>();
  private final StringBuilder everything = new StringBuilder();

  SimStore(Doom doom) {
    this(doom, Planted.NOTHING);
  }

  SimStore(Doom doom, Planted planted) {
    this.doom = doom;
    this.planted = planted;
  }

  @Override
  public Loaded load() {
    Journal found = new Journal(snapshot);
    for (String line : journal) {
      try {
        found.add(StateText.readRecord(Json.parseFields(line)));
      } catch (Json.Malformed e) {
        throw new AssertionError(line, e);
      }
    }
    return found.loaded();
  }

  @Override
  public void append(JournalRecord record) {
    doom.strike();
    if (planted == Planted.FORGETS_INTENTS && record instanceof JournalRecord.Intent) {
      return;
    }
    String line = Json.write(StateText.write(record));
    journal.add(line);
    everything.append(line).append('\n');
    doom.strike();
  }

  @Override
  public void compact(State state) {
    doom.strike();
    // through text, so that what is read back is what was written
    State written = state;
    for (var recorded : state.resources().values()) {
      everything.append(Json.write(StateText.write(recorded))).append('\n');
    }
    snapshot = written;
    journal.clear();
    doom.strike();
  }

  int records() {
    return journal.size();
  }

  /// Every byte that was ever written.
  String everything() {
    return everything.toString();
  }
}
