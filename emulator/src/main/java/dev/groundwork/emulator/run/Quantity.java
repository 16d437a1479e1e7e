package dev.groundwork.emulator.run;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Kubernetes' way to write amounts: `1`, `500m`, `512Mi`, `2G`.
final class Quantity {
  private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)([a-zA-Z]*)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "", 1L,
          "k", 1000L,
          "M", 1000_000L,
          "G", 1000_000_000L,
          "Ki", 1L << 10,
          "Mi", 1L << 20,
          "Gi", 1L << 30);

  private Quantity() {}

  /// Thousandths of a CPU.
  static Optional<Long> millis(String cpu) {
    Matcher form = FORM.matcher(cpu);
    if (!form.matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(form.group(1));
    return switch (form.group(2)) {
      case "m" -> Optional.of(number.longValue());
      case "" -> Optional.of(number.movePointRight(3).longValue());
      default -> Optional.empty();
    };
  }

  /// Bytes.
  static Optional<Long> bytes(String memory) {
    Matcher form = FORM.matcher(memory);
    if (!form.matches()) {
      return Optional.empty();
    }
    return Optional.ofNullable(UNITS.get(form.group(2)))
        .map(unit -> new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(unit)).longValue());
  }
}
