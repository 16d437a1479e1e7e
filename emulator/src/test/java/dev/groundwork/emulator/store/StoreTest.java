package dev.groundwork.emulator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  @TempDir private Path folder;

  private static Entry entry(String key, long number) {
    return Entry.of(key, "thing", Fields.EMPTY.with("number", number))
        .withHidden(Fields.EMPTY.with("hidden", number));
  }

  private Path log() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".log")).findFirst().orElseThrow();
    }
  }

  @Test
  void what_was_changed_is_there_after_a_restart() {
    Entry put;
    try (Store store = new Store(folder)) {
      put = store.change(t -> t.put(entry("a", 1)));
      store.run(t -> t.put(entry("b", 2)));
      store.run(t -> t.drop("b"));
    }
    try (Store store = new Store(folder)) {
      assertThat(store.get("a")).contains(put);
      assertThat(store.get("b")).isEmpty();
    }
  }

  @Test
  void a_transaction_is_done_whole_or_not_at_all() {
    try (Store store = new Store(folder)) {
      assertThatThrownBy(() ->
              store.run(t -> {
                t.put(entry("a", 1));
                throw new IllegalStateException("no");
              }))
          .hasMessage("no");
      assertThat(store.get("a")).isEmpty();
    }
  }

  @Test
  void a_transaction_sees_its_own_changes_and_nobody_else_does_before_it_ends() {
    try (Store store = new Store(folder)) {
      store.run(t -> t.put(entry("a/1", 1)));
      store.run(t -> {
        t.put(entry("a/2", 2));
        t.drop("a/1");
        assertThat(t.under("a/")).extracting(Entry::key).containsExactly("a/2");
        assertThat(store.under("a/")).extracting(Entry::key).containsExactly("a/1");
      });
      assertThat(store.under("a/")).extracting(Entry::key).containsExactly("a/2");
    }
  }

  @Test
  void an_entry_is_replaced_only_when_it_is_still_the_one_that_was_read() {
    try (Store store = new Store(folder)) {
      Entry read = store.change(t -> t.put(entry("a", 1)));
      assertThat(store.replace(read, entry("a", 2))).isTrue();
      assertThat(store.replace(read, entry("a", 3))).isFalse();
      assertThat(store.get("a").orElseThrow().body()).isEqualTo(Fields.EMPTY.with("number", 2));
    }
  }

  @Test
  void a_last_line_that_was_cut_off_never_happened() throws IOException {
    try (Store store = new Store(folder)) {
      store.run(t -> t.put(entry("a", 1)));
      store.run(t -> t.put(entry("b", 2)));
    }
    String text = Files.readString(log());
    for (int cut = text.indexOf('\n') + 1; cut < text.length(); cut += 7) {
      Files.writeString(log(), text.substring(0, cut));
      try (Store store = new Store(folder)) {
        assertThat(store.get("a")).isPresent();
        assertThat(store.get("b")).isEmpty();
      }
    }
  }

  @Test
  void after_a_cut_the_store_goes_on() throws IOException {
    try (Store store = new Store(folder)) {
      store.run(t -> t.put(entry("a", 1)));
    }
    Files.writeString(log(), "[{\"key\": \"hal", StandardOpenOption.APPEND);
    try (Store store = new Store(folder)) {
      store.run(t -> t.put(entry("b", 2)));
    }
    try (Store store = new Store(folder)) {
      assertThat(store.under("")).extracting(Entry::key).containsExactly("a", "b");
    }
  }

  @Test
  void a_log_does_not_grow_without_end() throws IOException {
    try (Store store = new Store(folder)) {
      for (int i = 0; i < 5000; i++) {
        int number = i;
        store.run(t -> t.put(entry("a" + number % 10, number)));
      }
    }
    assertThat(Files.readAllLines(log(), StandardCharsets.UTF_8)).hasSizeLessThan(1001);
    try (Store store = new Store(folder)) {
      assertThat(store.get("a9").orElseThrow().body()).isEqualTo(Fields.EMPTY.with("number", 4999));
      assertThat(store.size()).isEqualTo(10);
    }
  }

  @Test
  void revisions_go_on_after_a_restart() {
    long before;
    try (Store store = new Store(folder)) {
      before = store.change(t -> t.put(entry("a", 1))).revision();
    }
    try (Store store = new Store(folder)) {
      assertThat(store.change(t -> t.put(entry("b", 1))).revision()).isGreaterThan(before);
    }
  }

  @Test
  void two_stores_do_not_share_a_folder() {
    try (Store store = new Store(folder)) {
      assertThatThrownBy(() -> new Store(folder))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("is in use by another emulator");
      assertThat(store.size()).isZero();
    }
    new Store(folder).close();
  }

  @Test
  void only_its_owner_reads_the_log() throws IOException {
    new Store(folder).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log())))
        .isEqualTo("rw-------");
  }

  @Test
  void what_waits_for_the_end_runs_after_the_change_and_never_after_a_failure() {
    try (Store store = new Store(folder)) {
      List<String> seen = new java.util.ArrayList<>();
      store.run(t -> {
        t.put(entry("a", 1));
        t.afterwards(() -> seen.add("a is " + store.get("a").isPresent()));
      });
      assertThatThrownBy(() ->
              store.run(t -> {
                t.afterwards(() -> seen.add("never"));
                throw new IllegalStateException();
              }))
          .isInstanceOf(IllegalStateException.class);
      assertThat(seen).containsExactly("a is true");
    }
  }
}
