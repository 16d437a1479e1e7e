package dev.groundwork.verify;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Cloud;
import dev.groundwork.cloud.Target;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check.Expectation;
import dev.groundwork.verify.Finding.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Checks that are asked as others than the user: the system's identities, and strangers.
final class CallerChecks {
  private final Catalog catalog;
  private final Cloud cloud;
  private final Callers callers;

  CallerChecks(Catalog catalog, Cloud cloud, Callers callers) {
    this.catalog = catalog;
    this.cloud = cloud;
    this.callers = callers;
  }

  Finding permitted(
      Check check,
      Expectation.Permitted expected,
      Answer.Present subject,
      Map<Address, Answer> observed) {
    Optional<String> account = account(expected.identity(), observed);
    if (account.isEmpty()) {
      return new Finding(check, Outcome.SKIPPED, "the identity is not there");
    }
    Target target =
        expected.inProject()
            ? new Target(
                catalog.get("cloudresourcemanager.Project"),
                Map.of("project", subject.path().getOrDefault("project", "")))
            : new Target(catalog.get(check.subject().type()), subject.path());
    return switch (callers.permissions(account.get(), target, expected.permissions())) {
      case Callers.Held.Unknown(var reason) -> new Finding(check, Outcome.SKIPPED, reason);
      case Callers.Held.Known(var held) -> {
        SortedSet<String> wrong = new TreeSet<>(expected.permissions());
        if (expected.may()) {
          wrong.removeAll(held);
        } else {
          wrong.retainAll(held);
        }
        String asked = "asked as " + account.get() + ": ";
        yield wrong.isEmpty()
            ? new Finding(
                check,
                Outcome.PASSED,
                asked
                    + (expected.may() ? "has " : "has not ")
                    + String.join(", ", expected.permissions()))
            : new Finding(
                check,
                Outcome.FAILED,
                asked + (expected.may() ? "has not " : "has ") + String.join(", ", wrong));
      }
    };
  }

  Finding answers(
      Check check,
      Expectation.Answers expected,
      Answer.Present subject,
      Map<Address, Answer> observed) {
    Optional<String> address = subject.observed().text(expected.field());
    if (address.isEmpty()) {
      return new Finding(check, Outcome.SKIPPED, "it has no address yet");
    }
    Optional<String> account = expected.identity().flatMap(who -> account(who, observed));
    if (account.isEmpty() && expected.identity().isPresent()) {
      return new Finding(check, Outcome.SKIPPED, "the identity is not there");
    }
    String url = address.get() + expected.path();
    String asked = "GET " + url + account.map(who -> " as " + who).orElse("") + ": ";
    return switch (callers.get(url, account)) {
      case Callers.Answered.Unknown(var reason) -> new Finding(check, Outcome.SKIPPED, reason);
      case Callers.Answered.Status(var code) ->
          new Finding(
              check,
              code < 500 && code != 401 && code != 403 ? Outcome.PASSED : Outcome.FAILED,
              asked + code);
    };
  }

  Finding refusesStrangers(
      Check check, Expectation.RefusesStrangers expected, Answer.Present subject) {
    Optional<String> address = subject.observed().text(expected.field());
    if (address.isEmpty()) {
      return new Finding(check, Outcome.SKIPPED, "it has no address yet");
    }
    String url = address.get() + expected.path();
    return switch (callers.get(url, Optional.empty())) {
      case Callers.Answered.Unknown(var reason) -> new Finding(check, Outcome.SKIPPED, reason);
      case Callers.Answered.Status(var code) ->
          new Finding(
              check,
              code == 401 || code == 403 || code == 404 ? Outcome.PASSED : Outcome.FAILED,
              "GET " + url + " without a token: " + code);
    };
  }

  Finding noMember(Check check, Expectation.NoMember expected, Answer.Present subject) {
    ResourceType membership = catalog.get(expected.membership());
    List<String> found = new ArrayList<>();
    for (String member : expected.members()) {
      Map<String, String> path = new TreeMap<>(subject.path());
      path.put(expected.parameter(), path.getOrDefault("name", ""));
      path.remove("name");
      path.put("role", expected.role());
      path.put("member", member);
      switch (cloud.read(new Target(membership, path))) {
        case Answer.Present _ -> found.add(member);
        case Answer.Absent _ -> {}
        case Answer.Working _ -> {
          return new Finding(check, Outcome.SKIPPED, "it is still being worked on");
        }
        case Answer.Refused(var refusal) -> {
          return new Finding(
              check, Outcome.SKIPPED, "the policy cannot be read: " + refusal.message());
        }
      }
    }
    return found.isEmpty()
        ? new Finding(
            check,
            Outcome.PASSED,
            String.join(", ", expected.members()) + " not in " + expected.role())
        : new Finding(check, Outcome.FAILED, String.join(", ", found) + " has " + expected.role());
  }

  private static Optional<String> account(Value identity, Map<Address, Answer> observed) {
    return switch (identity) {
      case Value.Text(var email) -> Optional.of(email);
      case Value.Reference(var target, _)
          when observed.get(target) instanceof Answer.Present present ->
          present.observed().text("email");
      default -> Optional.empty();
    };
  }
}
