package dev.groundwork.blueprint;

import dev.groundwork.resource.Value;
import java.math.BigDecimal;
import java.math.BigInteger;

/// Single values as YAML writes them.
final class Scalars {
  private Scalars() {}

  /// The value that a scalar writes.
  static Value value(Node.Scalar scalar) {
    return switch (scalar.form()) {
      case TEXT -> Value.of(scalar.text());
      case NUMBER -> number(scalar.text());
      case FLAG -> Value.of(scalar.text().equalsIgnoreCase("true"));
      case NULL -> new Value.Null();
    };
  }

  /// Numbers of YAML's core schema: `12`, `0o14`, `0xC`, `1.2e1`; infinity and its like stay text.
  private static Value number(String text) {
    String digits = text.startsWith("+") ? text.substring(1) : text;
    try {
      if (digits.startsWith("0x")) {
        return new Value.Num(new BigDecimal(new BigInteger(digits.substring(2), 16)));
      }
      if (digits.startsWith("0o")) {
        return new Value.Num(new BigDecimal(new BigInteger(digits.substring(2), 8)));
      }
      return new Value.Num(new BigDecimal(digits));
    } catch (NumberFormatException e) {
      return Value.of(text);
    }
  }
}
