package dev.groundwork.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Target;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check.Expectation;
import dev.groundwork.verify.Finding.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Checks that are asked as others than the user, each with what makes it fail.
class CallerChecksTest {
  private static final Address IDENTITY = new Address("iam.ServiceAccount", "robot");
  private static final Address SERVICE = new Address("run.Service", "web");
  private static final Address JOB = new Address("cloudscheduler.Job", "daily");
  private static final String EMAIL = "robot@p.iam.gserviceaccount.com";

  private final Map<Address, Answer> observed = new TreeMap<>();
  private final SortedSet<String> held = new TreeSet<>();
  private int status = 403;

  private final Callers callers =
      new Callers() {
        @Override
        public Held permissions(String account, Target resource, SortedSet<String> permissions) {
          SortedSet<String> found = new TreeSet<>(permissions);
          found.retainAll(held);
          return account.equals(EMAIL)
              ? new Held.Known(found)
              : new Held.Unknown("nobody may act as " + account);
        }

        @Override
        public Answered get(String address, Optional<String> account) {
          return new Answered.Status(status);
        }
      };

  CallerChecksTest() {
    observed.put(
        IDENTITY,
        new Answer.Present(
            Map.of("project", "p", "name", "robot"), Value.fields().with("email", EMAIL)));
    observed.put(
        SERVICE,
        new Answer.Present(
            Map.of("project", "p", "location", "l", "name", "web"),
            Value.fields().with("uri", "https://web.run.app")));
  }

  private Finding find(Address subject, Expectation expectation) {
    return new Verifier(
            Catalog.standard(),
            new FakeCloud(),
            (_, _) -> new DatabaseProbe.Result.Unknown("none"),
            _ -> new DatabaseProbe.Result.Unknown("none"),
            callers,
            Runnable::run)
        .verify(List.of(new Check("a check", subject, expectation)), observed)
        .getFirst();
  }

  private static Expectation permitted(boolean may, String... permissions) {
    return new Expectation.Permitted(
        new Value.Reference(IDENTITY, "email"), new TreeSet<>(Set.of(permissions)), may, false);
  }

  @Test
  void an_identity_that_may_is_told_from_one_that_may_not() {
    assertThat(find(SERVICE, permitted(true, "run.routes.invoke")).outcome())
        .isEqualTo(Outcome.FAILED);
    held.add("run.routes.invoke");
    Finding finding = find(SERVICE, permitted(true, "run.routes.invoke"));
    assertThat(finding.outcome()).isEqualTo(Outcome.PASSED);
    assertThat(finding.evidence()).isEqualTo("asked as " + EMAIL + ": has run.routes.invoke");
  }

  @Test
  void an_identity_that_must_not_and_can_is_named_with_what_it_can() {
    held.add("run.services.delete");
    Finding finding = find(SERVICE, permitted(false, "run.services.delete", "run.services.get"));
    assertThat(finding.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(finding.evidence()).isEqualTo("asked as " + EMAIL + ": has run.services.delete");
    held.clear();
    assertThat(find(SERVICE, permitted(false, "run.services.delete")).outcome())
        .isEqualTo(Outcome.PASSED);
  }

  @Test
  void an_identity_that_cannot_be_asked_is_not_verified() {
    Expectation other =
        new Expectation.Permitted(
            Value.of("else@p.iam.gserviceaccount.com"),
            new TreeSet<>(Set.of("run.routes.invoke")),
            false,
            true);
    assertThat(find(SERVICE, other).outcome()).isEqualTo(Outcome.SKIPPED);
  }

  @Test
  void a_door_that_lets_strangers_in_fails() {
    Expectation refuses = new Expectation.RefusesStrangers("uri", "/");
    assertThat(find(SERVICE, refuses).outcome()).isEqualTo(Outcome.PASSED);
    status = 200;
    assertThat(find(SERVICE, refuses).outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void an_address_answers_when_it_neither_fails_nor_refuses() {
    Expectation answers = new Expectation.Answers("uri", "/health", Optional.empty());
    assertThat(find(SERVICE, answers).outcome()).isEqualTo(Outcome.FAILED);
    status = 503;
    assertThat(find(SERVICE, answers).outcome()).isEqualTo(Outcome.FAILED);
    status = 200;
    assertThat(find(SERVICE, answers).evidence()).isEqualTo("GET https://web.run.app/health: 200");
  }

  @Test
  void a_schedule_is_due_when_its_expression_says_and_the_next_runs_are_in_local_time() {
    Expectation due = new Expectation.DueAsDescribed("0 6 * * *", "America/Los_Angeles", 3);
    observed.put(JOB, job("2027-03-13T14:00:00Z"));
    Finding finding = find(JOB, due);
    assertThat(finding.outcome()).isEqualTo(Outcome.PASSED);
    assertThat(finding.evidence())
        .isEqualTo(
            "next runs: Sat 2027-03-13 06:00 PST, Sun 2027-03-14 06:00 PDT, Mon 2027-03-15 06:00 PDT");
    observed.put(JOB, job("2027-03-14T14:00:00Z"));
    assertThat(find(JOB, due).outcome()).isEqualTo(Outcome.FAILED);
  }

  private static Answer job(String next) {
    return new Answer.Present(
        Map.of("project", "p", "region", "l", "name", "daily"),
        Value.fields().with("scheduleTime", next));
  }
}
