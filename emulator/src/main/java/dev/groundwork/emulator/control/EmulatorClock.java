package dev.groundwork.emulator.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/// The emulated cloud's time: the machine's, moved ahead by what it was advanced.
public final class EmulatorClock extends Clock {
  private final Clock base;
  private volatile Duration ahead;

  public EmulatorClock(Clock base, Duration ahead) {
    this.base = base;
    this.ahead = ahead;
  }

  @Override
  public Instant instant() {
    return base.instant().plus(ahead);
  }

  /// @throws IllegalArgumentException when `by` is negative: time does not go back
  public synchronized void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time does not go back");
    }
    ahead = ahead.plus(by);
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
