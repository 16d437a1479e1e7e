package dev.groundwork.blueprint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A bare reference: a name and the fields behind it, `database.ipAddresses[0].ipAddress`. Read
/// without CEL.
///
/// @param steps the name, then fields and list positions
record NamePath(List<String> steps) {
  private static final Pattern STEP =
      Pattern.compile(
          "\\G(?:(?:^|\\.)([A-Za-z_][A-Za-z0-9_-]*)|\\[(\\d+)]|\\[\"([^\"\\\\]+)\"]|\\['([^'\\\\]+)'])");

  NamePath {
    steps = List.copyOf(steps);
  }

  /// The path that the text is; empty when it is an expression of another kind.
  static Optional<NamePath> parse(String source) {
    Matcher matcher = STEP.matcher(source);
    List<String> steps = new ArrayList<>();
    int end = 0;
    while (matcher.find()) {
      for (int group = 1; group <= 4; group++) {
        if (matcher.group(group) != null) {
          steps.add(matcher.group(group));
        }
      }
      end = matcher.end();
    }
    return end == source.length() && !steps.isEmpty() && !source.startsWith("[")
        ? Optional.of(new NamePath(steps))
        : Optional.empty();
  }

  String head() {
    return steps.getFirst();
  }

  List<String> rest() {
    return steps.subList(1, steps.size());
  }

  @Override
  public String toString() {
    return String.join(".", steps);
  }
}
