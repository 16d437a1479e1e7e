package dev.groundwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.resource.Action;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Value;
import dev.groundwork.state.JournalRecord.Began;
import dev.groundwork.state.JournalRecord.Failed;
import dev.groundwork.state.JournalRecord.Gone;
import dev.groundwork.state.JournalRecord.Intent;
import dev.groundwork.state.JournalRecord.Stands;
import dev.groundwork.state.Recorded;
import dev.groundwork.state.State;
import dev.groundwork.state.StateStore.Open;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest {
  private static final Address NETWORK = Address.parse("compute.Network/main");
  private static final Address DATABASE = Address.parse("sql.Instance/database");

  @TempDir Path folder;

  @Test
  void an_empty_folder_holds_the_empty_state() {
    assertThat(new FolderStore(folder).load())
        .isEqualTo(new dev.groundwork.state.StateStore.Loaded(State.EMPTY, List.of()));
  }

  @Test
  void what_stands_is_read_back_by_another_run() {
    try (FolderStore store = new FolderStore(folder)) {
      store.append(intent(NETWORK));
      store.append(new Stands(recorded(NETWORK, "ümläut \n \"quoted\"")));
    }

    State state = new FolderStore(folder).load().state();

    assertThat(state.resources())
        .containsExactly(Map.entry(NETWORK, recorded(NETWORK, "ümläut \n \"quoted\"")));
    assertThat(state.serial()).isEqualTo(1);
  }

  @Test
  void intents_without_an_outcome_are_open_and_know_their_operation() {
    try (FolderStore store = new FolderStore(folder)) {
      store.append(intent(DATABASE));
      store.append(intent(NETWORK));
      store.append(new Began(DATABASE, "v1/projects/p/operations/7"));
      store.append(new Failed(NETWORK, "refused"));
    }

    assertThat(new FolderStore(folder).load().open())
        .containsExactly(new Open(intent(DATABASE), Optional.of("v1/projects/p/operations/7")));
  }

  @Test
  void what_is_gone_leaves_the_state() {
    try (FolderStore store = new FolderStore(folder)) {
      store.append(new Stands(recorded(NETWORK, "a")));
      store.append(new Gone(NETWORK));
    }

    assertThat(new FolderStore(folder).load().state()).isEqualTo(new State(2, Recorded.none()));
  }

  @Test
  void compacting_keeps_the_state_and_empties_the_journal() throws IOException {
    try (FolderStore store = new FolderStore(folder)) {
      store.append(new Stands(recorded(NETWORK, "a")));
      State before = store.load().state();
      store.compact(before);
      store.append(new Stands(recorded(DATABASE, "b")));

      assertThat(new FolderStore(folder).load().state())
          .isEqualTo(before.with(recorded(DATABASE, "b")));
      assertThat(Files.readAllLines(folder.resolve("journal.jsonl"))).hasSize(2);
    }
  }

  @Test
  void a_crash_between_snapshot_and_journal_counts_nothing_twice() throws IOException {
    try (FolderStore store = new FolderStore(folder)) {
      store.append(new Stands(recorded(NETWORK, "a")));
      byte[] journal = Files.readAllBytes(folder.resolve("journal.jsonl"));
      State state = store.load().state();
      store.compact(state);
      Files.write(folder.resolve("journal.jsonl"), journal);

      FolderStore next = new FolderStore(folder);
      assertThat(next.load().state()).isEqualTo(state);
      next.append(new Gone(NETWORK));
      next.close();
      assertThat(new FolderStore(folder).load().state()).isEqualTo(state.without(NETWORK));
    }
  }

  @Test
  void a_torn_last_line_is_left_out_and_overwritten() throws IOException {
    try (FolderStore store = new FolderStore(folder)) {
      store.append(new Stands(recorded(NETWORK, "a")));
    }
    Files.writeString(
        folder.resolve("journal.jsonl"), "{\"kind\":\"gone\",\"addr", StandardOpenOption.APPEND);

    try (FolderStore store = new FolderStore(folder)) {
      assertThat(store.load().state().resources()).containsKey(NETWORK);
      store.append(new Gone(NETWORK));
    }
    assertThat(new FolderStore(folder).load().state().resources()).isEmpty();
  }

  @Test
  void a_journal_torn_within_its_first_line_is_begun_anew() throws IOException {
    Files.writeString(folder.resolve("journal.jsonl"), "{\"numb");

    try (FolderStore store = new FolderStore(folder)) {
      assertThat(store.load().state()).isEqualTo(State.EMPTY);
      store.append(new Stands(recorded(NETWORK, "a")));
    }
    assertThat(new FolderStore(folder).load().state().resources()).containsKey(NETWORK);
  }

  @Test
  void damage_inside_the_journal_is_told_and_not_skipped() throws IOException {
    try (FolderStore store = new FolderStore(folder)) {
      store.append(new Stands(recorded(NETWORK, "a")));
    }
    Path journal = folder.resolve("journal.jsonl");
    Files.writeString(journal, Files.readString(journal).replace("\"stands\"", "\"stood\"") + "\n");

    assertThatThrownBy(() -> new FolderStore(folder).load())
        .isInstanceOfSatisfying(
            Unreadable.class,
            e ->
                assertThat(e.diagnostic().render())
                    .contains(
                        "the journal is damaged at record 1: a journal record of an unknown kind [GW502]"));
  }

  @Test
  void nothing_is_written_once_the_lease_is_lost() {
    try (FolderStore store = new FolderStore(folder, () -> false)) {
      assertThatThrownBy(() -> store.append(new Gone(NETWORK))).isInstanceOf(Unreadable.class);
      assertThatThrownBy(() -> store.compact(State.EMPTY)).isInstanceOf(Unreadable.class);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void what_comes_together_is_written_and_flushed_once() {
    CountingChannel[] opened = new CountingChannel[1];
    try (FolderStore store =
        new FolderStore(folder, () -> true, file -> opened[0] = CountingChannel.open(file))) {
      store.append(new Stands(recorded(NETWORK, "a")));
      int writes = opened[0].writes();
      int flushes = opened[0].flushes();

      store.append(List.of(intent(DATABASE), new Began(DATABASE, "7"), new Gone(NETWORK)));

      assertThat(opened[0].writes() - writes).as("writes").isEqualTo(1);
      assertThat(opened[0].flushes() - flushes).as("flushes").isEqualTo(1);
      store.append(List.of());
      assertThat(opened[0].flushes() - flushes).as("flushes for nothing").isEqualTo(1);
    }

    assertThat(new FolderStore(folder).load())
        .isEqualTo(
            new dev.groundwork.state.StateStore.Loaded(
                new State(2, Recorded.none()),
                List.of(new Open(intent(DATABASE), Optional.of("7")))));
  }

  @Test
  void of_what_came_together_a_crash_leaves_whole_records_from_the_front() throws IOException {
    try (FolderStore store = new FolderStore(folder)) {
      store.append(List.of(new Stands(recorded(NETWORK, "a")), new Gone(NETWORK)));
    }
    Path journal = folder.resolve("journal.jsonl");
    String whole = Files.readString(journal);
    Files.writeString(journal, whole.substring(0, whole.length() - 3));

    assertThat(new FolderStore(folder).load().state().resources()).containsOnlyKeys(NETWORK);
  }

  @Test
  void states_are_listed_by_system_and_environment() {
    for (String environment : List.of("prod", "dev")) {
      try (FolderStore store =
          new FolderStore(FolderStore.folder(folder, "coditect", environment))) {
        store.compact(State.EMPTY);
      }
    }

    assertThat(FolderStore.known(folder)).containsExactly("coditect/dev", "coditect/prod");
  }

  private static Intent intent(Address address) {
    return new Intent(
        Action.CREATE, recorded(address, "wanted"), new TreeSet<>(List.of("7")), "id-1");
  }

  private static Recorded recorded(Address address, String text) {
    return new Recorded(
        address,
        Map.of("project", "p", "name", "n"),
        Value.fields().with("description", text),
        Value.fields()
            .with("id", "12")
            .with("settings.tier", "t")
            .with("count", 3)
            .with("on", true),
        new TreeSet<>(List.of(Address.parse("serviceusage.Service/compute"))));
  }
}
