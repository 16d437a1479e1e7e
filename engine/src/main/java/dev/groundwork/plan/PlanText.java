package dev.groundwork.plan;

import dev.groundwork.plan.Change.Difference;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/// A plan as text for people, in Terraform's manner. Holds no secret: a plan has none.
public final class PlanText {
  private static final int LONGEST_PATH_SHOWN = 6;

  private final Plan plan;
  private final Paint paint;
  private final StringBuilder out = new StringBuilder();

  private PlanText(Plan plan, boolean colours) {
    this.plan = plan;
    this.paint = new Paint(colours);
  }

  /// @param colours whether to mark symbols by ANSI colours
  public static String render(Plan plan, boolean colours) {
    PlanText text = new PlanText(plan, colours);
    text.drift();
    text.changes();
    text.notes();
    text.refusals();
    text.end();
    return text.out.toString();
  }

  /// Colours of a terminal, or none.
  private record Paint(boolean on) {
    private String in(int code, String text) {
      return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    String symbol(String symbol) {
      return switch (symbol) {
        case "+" -> in(32, symbol);
        case "~" -> in(33, symbol);
        case "-" -> in(31, symbol);
        case "-/+" -> in(31, "-") + "/" + in(32, "+");
        case "!" -> in(35, symbol);
        default -> symbol;
      };
    }

    String title(String text) {
      return in(1, text);
    }
  }

  private void line(String text) {
    out.append(text.stripTrailing()).append('\n');
  }

  // ---------------------------------------------------------------- what changed outside

  private void drift() {
    List<String> lines = new ArrayList<>();
    for (Change change : plan.changes()) {
      switch (change) {
        case Change.Create c when c.vanished() ->
            lines.add("  " + paint.symbol("-") + " " + c.address() + " was deleted");
        case Change.Update c -> drift(c.address(), c.recorded().desired(), c.differences(), lines);
        case Change.Replace c -> drift(c.address(), c.recorded().desired(), c.differences(), lines);
        case Change.Create _,
            Change.Delete _,
            Change.Adopt _,
            Change.Forget _,
            Change.Keep _,
            Change.Refused _ -> {}
      }
    }
    if (!lines.isEmpty()) {
      line(paint.title("Changed outside of Groundwork:"));
      line("");
      lines.forEach(this::line);
      line("");
    }
  }

  private void drift(
      Address address,
      Fields recorded,
      SortedMap<String, Difference> differences,
      List<String> lines) {
    boolean first = true;
    for (Map.Entry<String, Difference> e : differences.entrySet()) {
      if (e.getValue().drift()) {
        if (first) {
          lines.add("  " + paint.symbol("~") + " " + address);
          first = false;
        }
        String was = recorded.at(e.getKey()).map(this::inline).orElse("(not set)");
        String is = e.getValue().from().map(this::inline).orElse("(not set)");
        lines.add("      " + paint.symbol("~") + " " + e.getKey() + " = " + was + " -> " + is);
      }
    }
  }

  // ---------------------------------------------------------------- what will be done

  private void changes() {
    if (plan.isEmpty()) {
      return;
    }
    line(paint.title("Groundwork will do the following:"));
    line("");
    for (Change change : plan.changes()) {
      switch (change) {
        case Change.Create c -> block("+", "will be created", c, () -> all("+", c.desired()));
        case Change.Update c ->
            block(
                "~",
                "will be updated in place",
                c,
                () -> differences(c.differences(), new TreeSet<>()));
        case Change.Replace c ->
            block(
                "-/+",
                "will be deleted and made anew",
                c,
                () -> differences(c.differences(), c.fixed()));
        case Change.Delete c ->
            block("-", "will be deleted", c, () -> attributes("-", 6, c.recorded().desired()));
        case Change.Adopt _, Change.Forget _, Change.Keep _, Change.Refused _ -> {}
      }
    }
  }

  private void block(String symbol, String title, Change change, Runnable attributes) {
    line("  # " + paint.title(change.address() + " " + title));
    change.reasons().forEach(reason -> line("  # " + reason));
    line("  " + paint.symbol(symbol) + " " + change.address() + " {");
    attributes.run();
    line("    }");
    line("");
  }

  private void all(String symbol, Resource desired) {
    Map<String, Value> whole = new LinkedHashMap<>();
    desired.path().forEach(whole::put);
    whole.keySet().removeAll(desired.body().values().keySet());
    whole.putAll(desired.body().values());
    attributes(symbol, 6, new Fields(whole));
    if (desired.type().isServerNamed()) {
      line(
          "      "
              + paint.symbol(symbol)
              + " "
              + desired.type().parameters().getLast()
              + " = (known after apply)");
    }
  }

  private void attributes(String symbol, int indent, Fields fields) {
    int width =
        fields.values().entrySet().stream()
            .filter(f -> !isBlock(f.getValue()))
            .mapToInt(f -> f.getKey().length())
            .max()
            .orElse(0);
    fields
        .values()
        .forEach((name, value) -> {
          String start = " ".repeat(indent) + paint.symbol(symbol) + " ";
          if (isBlock(value)) {
            line(start + name + " {");
            attributes(symbol, indent + 4, (Fields) value);
            line(" ".repeat(indent + 2) + "}");
          } else {
            line(
                start
                    + name
                    + " ".repeat(Math.max(0, width - name.length()))
                    + " = "
                    + indented(value, indent + 2));
          }
        });
  }

  private static boolean isBlock(Value value) {
    return value instanceof Fields fields && !fields.isEmpty() && !Markers.isMarker(value);
  }

  private void differences(SortedMap<String, Difference> differences, SortedSet<String> fixed) {
    int width = differences.keySet().stream().mapToInt(String::length).max().orElse(0);
    differences.forEach((path, difference) -> {
      String symbol = difference.from().isEmpty() ? "+" : difference.to().isEmpty() ? "-" : "~";
      boolean hidden = difference.to().filter(Markers::holdsSecret).isPresent();
      String from = hidden ? "(secret)" : difference.from().map(this::inline).orElse("");
      String to = difference.to().map(this::inline).orElse("(not set)");
      String forces = fixed.contains(path) ? "  # forces replacement" : "";
      boolean onlyTo = difference.from().isEmpty() && !hidden;
      line(
          "      "
              + paint.symbol(symbol)
              + " "
              + path
              + " ".repeat(width - path.length())
              + " = "
              + (onlyTo ? to : from + " -> " + to)
              + forces);
    });
  }

  // ---------------------------------------------------------------- values

  /// On one line.
  private String inline(Value value) {
    return shown(value, -1);
  }

  private String indented(Value value, int indent) {
    return shown(value, indent);
  }

  /// @param indent of the line it begins on; negative to keep it on one line
  private String shown(Value value, int indent) {
    return switch (value) {
      case Value.Null _ -> "null";
      case Value.Bool _, Value.Num _, Value.Text _ -> Json.write(value);
      case Value.Reference _ -> "(known after apply)";
      case Value.Template(var parts) ->
          Markers.holdsSecret(value) ? "(with " + secrets(parts) + ")" : "(known after apply)";
      case Value.Secret(var secret) -> "(secret " + secret.name() + ")";
      case Value.Generated(var length) -> "(generated, " + length + " characters)";
      case Value.Items(var items) -> {
        if (items.isEmpty()
            || indent < 0
            || items.stream()
                .allMatch(i -> !(i instanceof Fields) && !(i instanceof Value.Items))) {
          yield "[" + String.join(", ", items.stream().map(this::inline).toList()) + "]";
        }
        String margin = " ".repeat(indent);
        yield "[\n"
            + String.join(
                "",
                items.stream().map(i -> margin + "    " + shown(i, indent + 4) + ",\n").toList())
            + margin
            + "]";
      }
      case Fields(var fields) -> {
        Optional<String> version = Markers.version(value);
        if (version.isPresent() || Markers.isMarker(value)) {
          yield "(secret" + version.map(v -> " " + nameOf(v)).orElse("") + ")";
        }
        if (fields.isEmpty() || indent < 0) {
          yield "{"
              + String.join(
                  ", ",
                  fields.entrySet().stream()
                      .map(f -> f.getKey() + " = " + inline(f.getValue()))
                      .toList())
              + "}";
        }
        String margin = " ".repeat(indent);
        StringBuilder text = new StringBuilder("{\n");
        fields.forEach((name, field) ->
            text.append(margin)
                .append("    ")
                .append(name)
                .append(" = ")
                .append(shown(field, indent + 4))
                .append('\n'));
        yield text.append(margin).append('}').toString();
      }
    };
  }

  private String secrets(List<Value> parts) {
    return String.join(
        " and ",
        parts.stream()
            .filter(Markers::holdsSecret)
            .map(this::inline)
            .map(s -> s.replaceAll("[()]", ""))
            .toList());
  }

  /// `projects/p/secrets/s/versions/3` is `s`.
  private static String nameOf(String version) {
    String[] parts = version.split("/", -1);
    return parts.length > 3 ? parts[3] : version;
  }

  // ---------------------------------------------------------------- the rest

  private void notes() {
    List<String> lines = new ArrayList<>();
    for (Change change : plan.changes()) {
      switch (change) {
        case Change.Adopt c -> lines.add("  " + c.address() + ": " + String.join(" ", c.reasons()));
        case Change.Forget c ->
            lines.add("  " + c.address() + ": " + String.join(" ", c.reasons()));
        case Change.Create _,
            Change.Update _,
            Change.Replace _,
            Change.Delete _,
            Change.Keep _,
            Change.Refused _ -> {}
      }
    }
    if (!lines.isEmpty()) {
      line(paint.title("Only the record changes:"));
      line("");
      lines.forEach(this::line);
      line("");
    }
  }

  private void refusals() {
    List<Change> refused =
        plan.changes().stream().filter(c -> c instanceof Change.Refused).toList();
    if (!refused.isEmpty()) {
      line(paint.title("This plan cannot be applied:"));
      line("");
      for (Change change : refused) {
        if (change instanceof Change.Refused(_, var diagnostics)) {
          diagnostics.forEach(
              d -> line("  " + paint.symbol("!") + " " + d.render().replace("\n", "\n    ")));
        }
      }
      line("");
    }
  }

  private void end() {
    if (plan.isEmpty()) {
      line("No changes. What stands is as described.");
      line("");
    } else if (!plan.criticalPath().isEmpty()) {
      line("Takes about " + duration(plan.estimate()) + "; longest: " + path() + ".");
    }
    line(plan.summary());
  }

  private String path() {
    List<String> names = plan.criticalPath().stream().map(Address::toString).toList();
    if (names.size() <= LONGEST_PATH_SHOWN) {
      return String.join(" → ", names);
    }
    return String.join(" → ", names.subList(0, LONGEST_PATH_SHOWN - 1))
        + " → … → "
        + names.getLast();
  }

  /// `1 h 5 min`, `12 min`, `3 min 20 s`, `45 s`.
  public static String duration(Duration duration) {
    long seconds = Math.max(1, Math.round(duration.toMillis() / 1000.0));
    if (seconds < 60) {
      return seconds + " s";
    }
    long minutes = seconds / 60;
    if (minutes < 5 && seconds % 60 != 0) {
      return minutes + " min " + seconds % 60 + " s";
    }
    long rounded = Math.round(seconds / 60.0);
    return rounded < 60
        ? rounded + " min"
        : rounded / 60 + " h" + (rounded % 60 == 0 ? "" : " " + rounded % 60 + " min");
  }
}
