package dev.groundwork.emulator.monitoring;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.math.BigDecimal;
import java.time.Instant;

/// One value of a time series.
///
/// @param start when what it measures began; the same as `end` for a gauge
/// @param value as Google's `TypedValue`
record Point(Instant start, Instant end, Fields value) {
  static Point at(Instant time, boolean value) {
    return new Point(time, time, Fields.EMPTY.with("boolValue", value));
  }

  static Point at(Instant time, double value) {
    return new Point(time, time, typed(value));
  }

  static Fields typed(double value) {
    return Fields.EMPTY.with("doubleValue", new Value.Num(BigDecimal.valueOf(value)));
  }

  static Fields typed(long value) {
    return Fields.EMPTY.with("int64Value", Long.toString(value));
  }

  /// Its value as a number: true is 1, a distribution its mean.
  double number() {
    return number(value);
  }

  static double number(Fields value) {
    if (value.get("boolValue").isPresent()) {
      return value.flag("boolValue") ? 1 : 0;
    }
    for (String field : new String[] {"doubleValue", "int64Value", "distributionValue.mean"}) {
      Value number = value.at(field).orElse(new Value.Null());
      if (number instanceof Value.Num(var n)) {
        return n.doubleValue();
      }
      if (number instanceof Value.Text(var t)) {
        return Double.parseDouble(t);
      }
    }
    return 0;
  }

  Fields shown() {
    Fields interval =
        Fields.EMPTY.with("startTime", start.toString()).with("endTime", end.toString());
    return Fields.EMPTY.with("interval", interval).with("value", value);
  }
}
