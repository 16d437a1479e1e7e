package dev.groundwork.emulator.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// The emulated cloud's time: the machine's, moved ahead by what it was advanced.
public final class EmulatorClock extends Clock {
  private final Clock base;
  private volatile Duration ahead;
  private volatile Optional<Instant> held = Optional.empty();

  public EmulatorClock(Clock base, Duration ahead) {
    this.base = base;
    this.ahead = ahead;
  }

  @Override
  public Instant instant() {
    Optional<Instant> still = held;
    return still.orElseGet(() -> base.instant().plus(ahead));
  }

  /// Stands still at this time, until it is let go or held at another.
  void hold(Instant at) {
    held = Optional.of(at);
  }

  /// Goes on from this time.
  synchronized void letGo(Instant from) {
    ahead = Duration.between(base.instant(), from);
    held = Optional.empty();
  }

  /// Goes on as if it had never been held.
  void letGo() {
    held = Optional.empty();
  }

  /// How far it is ahead of the machine's.
  public Duration ahead() {
    return ahead;
  }

  @Override
  public ZoneId getZone() {
    return base.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new EmulatorClock(base.withZone(zone), ahead);
  }
}
