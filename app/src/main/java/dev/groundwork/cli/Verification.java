package dev.groundwork.cli;

import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Target;
import dev.groundwork.plan.Observation;
import dev.groundwork.plan.Observation.Seen;
import dev.groundwork.plan.Standing;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.state.Recorded;
import dev.groundwork.state.State;
import dev.groundwork.verify.Finding;
import dev.groundwork.verify.FindingsTable;
import dev.groundwork.verify.Verifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Carries out a blueprint's checks on what was observed.
final class Verification {
  private final Session session;

  Verification(Session session) {
    this.session = session;
  }

  List<Finding> verify(State state, Observation observation) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return new Verifier(session.catalog(), session.cloud(), session.probe(), threads)
          .verify(session.blueprint().checks(), answers(state, observation));
    }
  }

  /// Every resource of the blueprint as the cloud answered.
  private Map<Address, Answer> answers(State state, Observation observation) {
    Map<Address, Answer> answers = new TreeMap<>();
    for (Resource resource : session.blueprint().resources()) {
      target(resource, state).flatMap(observation::of).ifPresent(seen -> answers.put(resource.address(), answer(seen)));
    }
    return answers;
  }

  private Optional<Target> target(Resource resource, State state) {
    Recorded recorded = state.resources().get(resource.address());
    Map<String, String> path =
        recorded != null ? recorded.path() : Standing.resolvePath(resource.path(), address -> standing(address, state));
    boolean isKnown = path.keySet().containsAll(resource.type().parameters());
    return isKnown ? Optional.of(new Target(resource.type(), path)) : Optional.empty();
  }

  private Optional<Standing> standing(Address address, State state) {
    return Optional.ofNullable(state.resources().get(address)).map(recorded -> Standing.of(session.catalog().get(address.type()), recorded));
  }

  private static Answer answer(Seen seen) {
    return switch (seen) {
      case Seen.Present(var path, var observed) -> new Answer.Present(path, observed);
      case Seen.Absent _ -> new Answer.Absent();
      case Seen.Unreadable(var refusal) -> new Answer.Refused(refusal);
    };
  }

  static boolean isGood(List<Finding> findings) {
    return findings.stream().allMatch(f -> f.outcome() == Finding.Outcome.PASSED);
  }

  static String table(List<Finding> findings, Surroundings surroundings) {
    Terminal terminal = surroundings.terminal();
    return FindingsTable.render(findings, new FindingsTable.Style(terminal.out() && terminal.coloured(), terminal.out()));
  }
}
