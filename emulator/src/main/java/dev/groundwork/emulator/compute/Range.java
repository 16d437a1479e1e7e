package dev.groundwork.emulator.compute;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A range of IPv4 addresses.
///
/// @param first the first address as a number
/// @param prefix bits that are the same in all, 0 to 32
record Range(long first, int prefix) implements Comparable<Range> {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(?:/(\\d{1,2}))?");

  /// `10.0.0.0/8`, or an address alone; host bits are cleared.
  static Optional<Range> parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    long address = 0;
    for (int i = 1; i <= 4; i++) {
      int part = Integer.parseInt(m.group(i));
      if (part > 255) {
        return Optional.empty();
      }
      address = address * 256 + part;
    }
    int prefix = m.group(5) == null ? 32 : Integer.parseInt(m.group(5));
    return prefix > 32 ? Optional.empty() : Optional.of(of(address, prefix));
  }

  static Range of(long address, int prefix) {
    return new Range(address & ~(size(prefix) - 1), prefix);
  }

  private static long size(int prefix) {
    return 1L << (32 - prefix);
  }

  long size() {
    return size(prefix);
  }

  long last() {
    return first + size() - 1;
  }

  boolean overlaps(Range other) {
    return first <= other.last() && other.first <= last();
  }

  boolean contains(Range other) {
    return first <= other.first && other.last() <= last();
  }

  /// The first address, without the prefix.
  String address() {
    return text(first);
  }

  /// The address so many after the first.
  String address(long offset) {
    return text(first + offset);
  }

  private static String text(long address) {
    return (address >> 24)
        + "."
        + ((address >> 16) & 255)
        + "."
        + ((address >> 8) & 255)
        + "."
        + (address & 255);
  }

  @Override
  public int compareTo(Range other) {
    return first != other.first
        ? Long.compare(first, other.first)
        : Integer.compare(prefix, other.prefix);
  }

  @Override
  public String toString() {
    return address() + "/" + prefix;
  }
}
