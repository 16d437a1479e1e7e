package dev.groundwork.emulator.monitoring;

import dev.groundwork.emulator.monitoring.Aggregation.Valued;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.function.Predicate;

/// What a filter takes of all time series, brought to one value for a window by aggregations.
record Query(Predicate<Fields> filter, List<Aggregation> steps) {
  Query {
    steps = List.copyOf(steps);
  }

  /// @throws dev.groundwork.emulator.control.Refused when filter or aggregations cannot be read
  static Query of(String filter, List<Value> aggregations) {
    List<Aggregation> steps = new ArrayList<>();
    aggregations.forEach(a -> steps.add(Aggregation.of(a instanceof Fields f ? f : Fields.EMPTY)));
    return new Query(
        SeriesFilter.parse(filter), steps.isEmpty() ? List.of(Aggregation.NONE) : steps);
  }

  /// The length of a window.
  Duration period() {
    return steps.getFirst().period();
  }

  private static boolean isCount(Series series) {
    return series.metric().startsWith("logging.googleapis.com/user/")
        && series.valueType().equals("INT64");
  }

  /// The values in the window that ends then, by the names of what they are of.
  SortedMap<String, Valued> at(Chronicle chronicle, String project, Instant end) {
    Map<Series, OptionalDouble> aligned = new LinkedHashMap<>();
    Aggregation first = steps.getFirst();
    for (Series series : chronicle.find(project, filter)) {
      OptionalDouble value =
          first.align(series, chronicle.between(series, end.minus(first.period()), end));
      // where no entry was counted, none there were
      aligned.put(series, value.isEmpty() && isCount(series) ? OptionalDouble.of(0) : value);
    }
    return Aggregation.values(steps, aligned);
  }
}
