package dev.groundwork.plan;

import dev.groundwork.plan.Change.Difference;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        String was = recorded.at(e.getKey()).map(ShownValue::inline).orElse("(not set)");
        String is = e.getValue().from().map(ShownValue::inline).orElse("(not set)");
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
    ShownValue.attributes(" ".repeat(indent) + paint.symbol(symbol) + " ", indent + 2, fields)
        .forEach(this::line);
  }

  private void differences(SortedMap<String, Difference> differences, SortedSet<String> fixed) {
    int width = differences.keySet().stream().mapToInt(String::length).max().orElse(0);
    differences.forEach((path, difference) -> {
      String symbol = difference.from().isEmpty() ? "+" : difference.to().isEmpty() ? "-" : "~";
      if (difference.from().orElse(null) instanceof Value.Items(var before)
          && difference.to().orElse(null) instanceof Value.Items(var after)
          && ShownValue.isLong(before, after)) {
        String forces = fixed.contains(path) ? "  # forces replacement" : "";
        line(
            "      "
                + paint.symbol("~")
                + " "
                + path
                + " ".repeat(width - path.length())
                + " = "
                + before.size()
                + " elements -> "
                + after.size()
                + " elements"
                + forces);
        elements("-", before, after);
        elements("+", after, before);
        return;
      }
      boolean hidden = difference.to().filter(Markers::holdsSecret).isPresent();
      String from = hidden ? "(secret)" : difference.from().map(ShownValue::inline).orElse("");
      String to = difference.to().map(ShownValue::inline).orElse("(not set)");
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

  /// The elements of one side of a long list that the other has not.
  private void elements(String symbol, List<Value> these, List<Value> others) {
    List<Value> only = these.stream().filter(e -> !others.contains(e)).toList();
    ShownValue.some(only)
        .forEach(element -> line("          " + paint.symbol(symbol) + " " + element));
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
