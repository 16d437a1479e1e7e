package dev.groundwork.apply;

import java.time.Duration;

/// A token bucket: lets `burst` through at once and `perSecond` in the long run.
final class Bucket {
  private final Limits.Service limit;
  private double tokens;
  private Duration filled = Duration.ZERO;

  Bucket(Limits.Service limit) {
    this.limit = limit;
    this.tokens = limit.burst();
  }

  boolean isOpen(Duration now) {
    fill(now);
    return !limit.isPaced() || tokens >= 1;
  }

  void take() {
    tokens -= 1;
  }

  /// When the next may pass.
  Duration opens(Duration now) {
    fill(now);
    return tokens >= 1
        ? now
        : now.plusNanos((long) Math.ceil((1 - tokens) / limit.perSecond() * 1e9) + 1);
  }

  private void fill(Duration now) {
    if (limit.isPaced() && now.compareTo(filled) > 0) {
      double passed = now.minus(filled).toNanos() / 1e9;
      tokens = Math.min(Math.max(1, limit.burst()), tokens + passed * limit.perSecond());
      filled = now;
    }
  }
}
