package dev.groundwork.emulator.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is due happens in order and at its time.
class TimekeeperTest {
  private static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");

  private final EmulatorClock clock =
      new EmulatorClock(Clock.fixed(NOON, ZoneOffset.UTC), Duration.ZERO);
  private final Timekeeper keeper = new Timekeeper(clock, () -> {});
  private final List<String> happened = new ArrayList<>();

  private final class Every implements Agenda.Timed {
    private final String name;
    private final Duration period;
    private Instant next;

    Every(String name, Duration period) {
      this.name = name;
      this.period = period;
      next = NOON.plus(period);
    }

    @Override
    public Optional<Instant> next() {
      return Optional.of(next);
    }

    @Override
    public void happen(Instant due) {
      next = due.plus(period);
      happened.add(name + Duration.between(NOON, clock.instant()).toMinutes());
    }
  }

  @Test
  void everything_due_happens_in_the_order_of_its_time_and_sees_that_time() {
    keeper.agenda().add(new Every("a", Duration.ofMinutes(2)));
    keeper.agenda().add(new Every("b", Duration.ofMinutes(3)));
    keeper.advance(Duration.ofMinutes(7));
    assertThat(happened).containsExactly("a2", "b3", "a4", "a6", "b6");
    assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofMinutes(7)));
    assertThat(clock.ahead()).isEqualTo(Duration.ofMinutes(7));
  }

  @Test
  void nothing_happens_before_its_time() {
    keeper.agenda().add(new Every("a", Duration.ofMinutes(2)));
    keeper.advance(Duration.ofSeconds(119));
    assertThat(happened).isEmpty();
    keeper.advance(Duration.ofSeconds(1));
    assertThat(happened).containsExactly("a2");
  }

  @Test
  void what_fails_does_not_stop_the_others() {
    keeper
        .agenda()
        .add(
            new Agenda.Timed() {
              private Optional<Instant> next = Optional.of(NOON.plusSeconds(60));

              @Override
              public Optional<Instant> next() {
                return next;
              }

              @Override
              public void happen(Instant due) {
                next = Optional.empty();
                throw new IllegalStateException("planted");
              }
            });
    keeper.agenda().add(new Every("a", Duration.ofMinutes(2)));
    keeper.advance(Duration.ofMinutes(2));
    assertThat(happened).containsExactly("a2");
  }
}
