package dev.groundwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.store.Lease.Asked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path folder;

  @Test
  void a_second_run_is_told_who_holds_the_state_and_how_to_take_it() throws Exception {
    try (Lease first = granted(at(NOON))) {
      Asked second = Lease.take(folder, "bo", "here", at(NOON.plusSeconds(7)), Duration.ZERO);

      assertThat(second)
          .isInstanceOfSatisfying(
              Asked.Locked.class,
              locked ->
                  assertThat(locked.diagnostic().render())
                      .contains(
                          "the state is held by ada@here (process "
                              + ProcessHandle.current().pid()
                              + ") since 7 s")
                      .contains("groundwork state unlock " + first.holder().id())
                      .contains("[GW501]"));
    }
  }

  @Test
  void a_lease_given_back_can_be_taken() throws Exception {
    granted(at(NOON)).close();

    granted(at(NOON)).close();
  }

  @Test
  void a_lease_not_renewed_for_a_minute_is_lost() throws Exception {
    Lease first = granted(at(NOON));

    try (Lease _ = granted(at(NOON.plusSeconds(61)))) {
      first.renew();
      assertThat(first.isHeld()).isFalse();
    }
  }

  @Test
  void a_renewed_lease_lasts() throws Exception {
    Clock[] now = {at(NOON)};
    Clock clock =
        new Clock() {
          @Override
          public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now[0].instant();
          }
        };
    try (Lease first = granted(clock)) {
      now[0] = at(NOON.plusSeconds(50));
      first.renew();

      assertThat(Lease.take(folder, "bo", "here", at(NOON.plusSeconds(100)), Duration.ZERO))
          .isInstanceOf(Asked.Locked.class);
      assertThat(first.isHeld()).isTrue();
    }
  }

  @Test
  void the_lease_of_a_dead_process_is_free_at_once() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    holder("here", dead.pid());

    granted(at(NOON)).close();
  }

  @Test
  void the_lease_of_another_machine_counts_although_its_process_is_not_here() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    holder("elsewhere", dead.pid());

    assertThat(Lease.take(folder, "bo", "here", at(NOON), Duration.ZERO))
        .isInstanceOf(Asked.Locked.class);
  }

  @Test
  void unlocking_takes_the_printed_id_and_no_other() throws Exception {
    try (Lease first = granted(at(NOON))) {
      assertThat(Lease.release(folder, UUID.randomUUID().toString())).isFalse();
      assertThat(Lease.release(folder, first.holder().id())).isTrue();
      first.renew();
      assertThat(first.isHeld()).isFalse();
    }
  }

  private Lease granted(Clock clock) throws InterruptedException {
    return switch (Lease.take(folder, "ada", "here", clock, Duration.ZERO)) {
      case Asked.Granted(var lease) -> lease;
      case Asked.Locked(var diagnostic) -> throw new AssertionError(diagnostic.render());
    };
  }

  private void holder(String host, long pid) throws IOException {
    Files.writeString(
        folder.resolve("lease.json"),
        """
        {"id":"x","user":"ada","host":"%s","pid":"%d","begun":"","taken":"%s","renewed":"%s"}
        """
            .formatted(host, pid, NOON, NOON));
  }

  private static Clock at(Instant instant) {
    return Clock.fixed(instant, ZoneOffset.UTC);
  }
}
