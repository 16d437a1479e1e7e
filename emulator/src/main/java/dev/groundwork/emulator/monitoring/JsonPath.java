package dev.groundwork.emulator.monitoring;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The part of an answer at a JSON path, `$.checks[0].status`, held against what is wanted.
final class JsonPath {
  private static final Pattern STEP =
      Pattern.compile("\\.([A-Za-z0-9_-]+)|\\[(\\d+)]|\\['([^']*)']|\\[\"([^\"]*)\"]");

  private JsonPath() {}

  static boolean matches(Fields matcher, String body) {
    String wanted = matcher.text("content").orElse("");
    boolean regex = matcher.text("jsonPathMatcher.jsonMatcher").orElse("").equals("REGEX_MATCH");
    try {
      Optional<Value> found =
          at(Json.parse(body), matcher.text("jsonPathMatcher.jsonPath").orElse("$"));
      return found
          .map(v ->
              regex
                  ? Pattern.compile(wanted).matcher(text(v)).find()
                  : text(v).equals(wanted) || Json.write(v).equals(wanted))
          .orElse(false);
    } catch (Json.Malformed e) {
      return false;
    }
  }

  private static Optional<Value> at(Value root, String path) {
    Matcher steps = STEP.matcher(path);
    Value value = root;
    while (steps.find()) {
      Optional<Value> next = Optional.empty();
      if (steps.group(2) != null) {
        int index = Integer.parseInt(steps.group(2));
        next =
            value instanceof Value.Items(var items) && index < items.size()
                ? Optional.of(items.get(index))
                : Optional.empty();
      } else if (value instanceof Fields fields) {
        String name =
            steps.group(1) != null
                ? steps.group(1)
                : steps.group(3) != null ? steps.group(3) : steps.group(4);
        next = fields.get(name);
      }
      if (next.isEmpty()) {
        return Optional.empty();
      }
      value = next.get();
    }
    return Optional.of(value);
  }

  private static String text(Value value) {
    return value instanceof Value.Text(var text) ? text : Json.write(value);
  }
}
