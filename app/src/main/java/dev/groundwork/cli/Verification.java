package dev.groundwork.cli;

import dev.groundwork.plan.Observation;
import dev.groundwork.plan.Subjects;
import dev.groundwork.state.State;
import dev.groundwork.verify.Finding;
import dev.groundwork.verify.FindingsTable;
import dev.groundwork.verify.Verifier;
import java.util.List;
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
      return new Verifier(
              session.catalog(),
              session.cloud(),
              session.probe(),
              session.caches(),
              session.connection().google().callers(),
              threads)
          .verify(
              session.blueprint().checks(),
              Subjects.of(session.blueprint().resources(), state, observation));
    }
  }

  static boolean isGood(List<Finding> findings) {
    return findings.stream().allMatch(f -> f.outcome() == Finding.Outcome.PASSED);
  }

  static String table(List<Finding> findings, Surroundings surroundings) {
    Terminal terminal = surroundings.terminal();
    return FindingsTable.render(
        findings, new FindingsTable.Style(terminal.out() && terminal.coloured(), terminal.out()));
  }
}
