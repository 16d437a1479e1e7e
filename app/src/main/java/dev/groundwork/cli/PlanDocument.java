package dev.groundwork.cli;

import dev.groundwork.blueprint.Blueprint;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.plan.Change;
import dev.groundwork.plan.Plan;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// A plan as JSON, for programs. Holds no secret: where one stands, only its name is shown.
final class PlanDocument {
  private PlanDocument() {}

  /// @param problems what preflight found
  static Fields of(Blueprint blueprint, Plan plan, List<Diagnostic> problems) {
    List<Value> changes = new ArrayList<>();
    int add = 0;
    int change = 0;
    int destroy = 0;
    for (Change one : plan.changes()) {
      switch (one) {
        case Change.Create _ -> add++;
        case Change.Update _ -> change++;
        case Change.Replace _ -> {
          add++;
          destroy++;
        }
        case Change.Delete _ -> destroy++;
        case Change.Adopt _, Change.Forget _, Change.Keep _, Change.Refused _ -> {}
      }
      changes.add(change(one));
    }
    List<Diagnostic> all = new ArrayList<>(plan.refusals());
    all.addAll(problems);
    return Value.fields()
        .with("system", blueprint.system())
        .with("environment", blueprint.environment())
        .with("serial", plan.serial())
        .with("changes", new Value.Items(changes))
        .with("add", add)
        .with("change", change)
        .with("destroy", destroy)
        .with("estimateSeconds", plan.estimate().toSeconds())
        .with(
            "criticalPath",
            Value.texts(plan.criticalPath().stream().map(Address::toString).toList()))
        .with("diagnostics", DiagnosticJson.of(all));
  }

  private static Fields change(Change change) {
    Fields fields =
        Value.fields()
            .with("address", change.address().toString())
            .with("action", action(change))
            .with("reasons", Value.texts(change.reasons()));
    return switch (change) {
      case Change.Create c ->
          fields.with("vanished", c.vanished()).with("desired", shown(c.desired().body()));
      case Change.Update c -> fields.with("differences", differences(c.differences()));
      case Change.Replace c -> fields.with("differences", differences(c.differences()));
      case Change.Refused c -> fields.with("diagnostics", DiagnosticJson.of(c.diagnostics()));
      case Change.Delete _, Change.Adopt _, Change.Forget _, Change.Keep _ -> fields;
    };
  }

  private static String action(Change change) {
    return switch (change) {
      case Change.Create _ -> "create";
      case Change.Update _ -> "update";
      case Change.Replace _ -> "replace";
      case Change.Delete _ -> "delete";
      case Change.Adopt _ -> "adopt";
      case Change.Forget _ -> "forget";
      case Change.Keep _ -> "keep";
      case Change.Refused _ -> "refused";
    };
  }

  private static Value.Items differences(SortedMap<String, Change.Difference> differences) {
    List<Value> all = new ArrayList<>();
    for (Map.Entry<String, Change.Difference> entry : differences.entrySet()) {
      Fields one = Value.fields().with("field", entry.getKey());
      Change.Difference difference = entry.getValue();
      if (difference.from().isPresent()) {
        one = one.with("from", shown(difference.from().get()));
      }
      if (difference.to().isPresent()) {
        one = one.with("to", shown(difference.to().get()));
      }
      all.add(one.with("drift", difference.drift()));
    }
    return new Value.Items(all);
  }

  /// Plain JSON, with what is not known yet said in words.
  private static Value shown(Value value) {
    return value.map(leaf ->
        switch (leaf) {
          case Value.Secret(var secret) -> Value.fields().with("secret", secret.toString());
          case Value.Generated _ -> Value.fields().with("generated", true);
          case Value.Reference(var target, var path) ->
              Value.fields().with("knownAfter", target.toString()).with("field", path);
          case Value.Template _ -> Value.fields().with("knownAfter", "apply");
          case Value.Null _, Value.Bool _, Value.Num _, Value.Text _, Value.Items _, Fields _ ->
              leaf;
        });
  }
}
