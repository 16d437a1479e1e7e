package dev.groundwork.emulator.vpcaccess;

import java.util.Optional;

/// A range of IPv4 addresses.
///
/// @param first the first address as a number
/// @param prefix bits that are the same in all
record Slice(long first, int prefix) {

  static Optional<Slice> parse(String text) {
    if (!text.matches("(\\d{1,3}\\.){3}\\d{1,3}/\\d{1,2}")) {
      return Optional.empty();
    }
    String[] parts = text.split("[./]", -1);
    long address = 0;
    for (int i = 0; i < 4; i++) {
      address = address * 256 + Integer.parseInt(parts[i]);
    }
    int prefix = Integer.parseInt(parts[4]);
    boolean fits =
        prefix <= 32
            && java.util.stream.IntStream.range(0, 4)
                .allMatch(i -> Integer.parseInt(parts[i]) < 256);
    return fits
        ? Optional.of(new Slice(address & -(1L << (32 - prefix)), prefix))
        : Optional.empty();
  }

  boolean overlaps(Slice other) {
    return first < other.first + (1L << (32 - other.prefix))
        && other.first < first + (1L << (32 - prefix));
  }
}
