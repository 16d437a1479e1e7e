package dev.groundwork.component;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A range of IPv4 addresses in CIDR notation.
///
/// @param first its first address, as a number
/// @param prefix the length of its prefix, 0 to 32
public record Range(long first, int prefix) {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

  /// The range that the text writes; empty when it writes none. Host bits may be set, as
  /// `misplaced` tells.
  public static Optional<Range> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long address = 0;
    for (int i = 1; i <= 4; i++) {
      int octet = Integer.parseInt(matcher.group(i));
      if (octet > 255) {
        return Optional.empty();
      }
      address = address << 8 | octet;
    }
    int prefix = Integer.parseInt(matcher.group(5));
    return prefix > 32 ? Optional.empty() : Optional.of(new Range(address, prefix));
  }

  /// As `parse`, for text that has been checked.
  static Range of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("no range: " + text));
  }

  private long size() {
    return 1L << (32 - prefix);
  }

  /// Whether the address lies inside the range instead of at its start: `10.0.0.1/24`.
  public boolean misplaced() {
    return first % size() != 0;
  }

  /// The same range, written from its start.
  public Range placed() {
    return new Range(first - first % size(), prefix);
  }

  public boolean overlaps(Range other) {
    return first < other.first + other.size() && other.first < first + size();
  }

  @Override
  public String toString() {
    return (first >> 24)
        + "."
        + (first >> 16 & 255)
        + "."
        + (first >> 8 & 255)
        + "."
        + (first & 255)
        + "/"
        + prefix;
  }
}
