package dev.groundwork.cli;

import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.plan.Observation;
import dev.groundwork.plan.Plan;
import dev.groundwork.plan.PlanText;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.state.State;
import java.util.ArrayList;
import java.util.List;

/// A plan with everything it was made from, ready to be shown, saved or applied.
///
/// @param problems what preflight found; empty when the plan can be applied as far as is known
record Planned(
    Run run, State state, Observation observation, Plan plan, List<Diagnostic> problems) {
  Planned {
    problems = List.copyOf(problems);
  }

  /// Resumes, refreshes, plans, and asks what can be known before the first call.
  static Planned make(Run run) throws Stop, InterruptedException {
    State state = run.resume();
    Observation observation = run.observe(state);
    Plan plan = run.plan(state, observation);
    List<Diagnostic> problems = plan.isEmpty() ? List.of() : run.preflight(plan);
    return new Planned(run, state, observation, plan, problems);
  }

  Fields document() {
    return PlanDocument.of(run.session().blueprint(), plan, problems);
  }

  /// Shows the plan, for people or as JSON.
  void show(boolean json) {
    Surroundings around = run.session().surroundings();
    if (json) {
      around.out().println(Json.pretty(document()));
      return;
    }
    boolean colours = around.terminal().out() && around.terminal().coloured();
    around.out().print(PlanText.render(plan, colours));
    around.out().flush();
  }

  /// Everything that speaks against applying.
  List<Diagnostic> refusals() {
    List<Diagnostic> all = new ArrayList<>(plan.refusals());
    all.addAll(problems);
    return all;
  }

  /// @param isShown whether the plan was shown to a person, who has read its own refusals there
  /// @throws Stop when something speaks against applying
  void requireApplicable(boolean isShown) throws Stop {
    if (!refusals().isEmpty()) {
      throw new Stop(isShown ? problems : refusals());
    }
  }
}
