package dev.groundwork.emulator.cloudbuild;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Variables of a build: `$NAME` and `${NAME}` in its fields. Google's have fixed names, a user's
/// begin with an underscore; `$$` is a dollar sign.
///
/// @param values by name
/// @param loose whether a variable that nobody has set is empty; else it is a mistake
record Substitutions(SortedMap<String, String> values, boolean loose) {
  /// What Google sets; empty where it does not apply.
  static final Set<String> BUILT_IN =
      Set.of(
          "PROJECT_ID",
          "PROJECT_NUMBER",
          "BUILD_ID",
          "LOCATION",
          "TRIGGER_NAME",
          "TRIGGER_BUILD_CONFIG_PATH",
          "SERVICE_ACCOUNT",
          "SERVICE_ACCOUNT_EMAIL",
          "COMMIT_SHA",
          "SHORT_SHA",
          "REVISION_ID",
          "REPO_NAME",
          "REPO_FULL_NAME",
          "BRANCH_NAME",
          "TAG_NAME",
          "REF_NAME");

  private static final Pattern USERS = Pattern.compile("_[A-Z0-9_]+");
  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:(\\$)|([A-Z_][A-Z0-9_]*)|\\{([A-Z_][A-Z0-9_]*)(?::-([^}]*))?})");

  /// So deep variables may stand in variables.
  private static final int DEEPEST = 5;

  Substitutions {
    values = new TreeMap<>(values);
  }

  /// A variable that is asked for and was not set.
  static final class Missing extends Exception {
    private static final long serialVersionUID = 1;

    Missing(String name) {
      super(
          BUILT_IN.contains(name) || USERS.matcher(name).matches()
              ? "key \"" + name + "\" in the template is not matched in the substitution data"
              : "key in the template \"" + name + "\" is not a valid built-in substitution");
    }
  }

  /// The first key that is no name for a user's variable.
  static Optional<String> misnamed(Fields users) {
    return users.values().keySet().stream()
        .filter(name -> !USERS.matcher(name).matches() && !BUILT_IN.contains(name))
        .findFirst();
  }

  /// Everything in a build that may hold variables, with their values in place. Scripts are left as
  /// they are: they see variables in their environment only.
  Fields in(Fields build) throws Missing {
    SequencedMap<String, Value> filled = new LinkedHashMap<>();
    for (Map.Entry<String, Value> field : build.values().entrySet()) {
      filled.put(
          field.getKey(),
          switch (field.getKey()) {
            case "script", "substitutions", "timeout", "source" -> field.getValue();
            default -> in(field.getValue());
          });
    }
    return new Fields(filled);
  }

  private Value in(Value value) throws Missing {
    return switch (value) {
      case Value.Text(var text) -> Value.of(in(text));
      case Fields fields -> in(fields);
      case Value.Items(var items) -> {
        java.util.List<Value> filled = new java.util.ArrayList<>();
        for (Value item : items) {
          filled.add(in(item));
        }
        yield new Value.Items(filled);
      }
      default -> value;
    };
  }

  String in(String text) throws Missing {
    return in(text, 0);
  }

  private String in(String text, int depth) throws Missing {
    Matcher matcher = VARIABLE.matcher(text);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      String with;
      if (matcher.group(1) != null) {
        // a dollar sign of a variable's own value is found again one level up
        with = depth == 0 ? "$" : "$$";
      } else {
        String name = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
        with = value(name, Optional.ofNullable(matcher.group(4)), depth);
      }
      matcher.appendReplacement(out, Matcher.quoteReplacement(with));
    }
    return matcher.appendTail(out).toString();
  }

  private String value(String name, Optional<String> otherwise, int depth) throws Missing {
    String value = values.get(name);
    if (value == null && otherwise.isEmpty()) {
      if (!loose || (!BUILT_IN.contains(name) && !name.startsWith("_"))) {
        throw new Missing(name);
      }
      return "";
    }
    String found =
        value == null || (value.isEmpty() && otherwise.isPresent()) ? otherwise.orElse("") : value;
    return depth < DEEPEST ? in(found, depth + 1) : found;
  }
}
