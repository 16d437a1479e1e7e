package dev.groundwork.emulator.control;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Makes the identifiers that Google makes, from one source of randomness, so that a seed repeats
/// them.
public final class Ids {
  private final RandomGenerator random;

  public Ids(RandomGenerator random) {
    this.random = random;
  }

  /// Compute's ids: 19 digits, ending in no pattern.
  public synchronized String numeric() {
    return Long.toString(random.nextLong(1_000_000_000_000_000_000L, Long.MAX_VALUE));
  }

  /// 21 digits, as service accounts have.
  public synchronized String unique() {
    return "1" + "%020d".formatted(random.nextLong(0, Long.MAX_VALUE));
  }

  /// 12 digits, as projects have.
  public synchronized String projectNumber() {
    return Long.toString(random.nextLong(100_000_000_000L, 1_000_000_000_000L));
  }

  public synchronized String uuid() {
    long high = (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
    long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }

  /// An etag or fingerprint: eight bytes, Base64.
  public synchronized String etag() {
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(8).putLong(random.nextLong()).array());
  }

  public synchronized String hex(int digits) {
    StringBuilder out = new StringBuilder();
    while (out.length() < digits) {
      out.append(Character.forDigit(random.nextInt(16), 16));
    }
    return out.toString();
  }

  public synchronized long number(long bound) {
    return random.nextLong(bound);
  }

  public synchronized double chance() {
    return random.nextDouble();
  }
}
