package dev.groundwork.verify;

import dev.groundwork.cloud.Answer;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check.Expectation;
import dev.groundwork.verify.Finding.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Checks that need no more than a resource's fields.
final class FieldChecks {
  private FieldChecks() {}

  static Finding is(
      Check check, Expectation.FieldIs expected, ResourceType type, Value.Fields observed) {
    List<Value> found = at(observed, expected.path());
    if (found.isEmpty()) {
      // Google's JSON leaves out what is false.
      boolean meansFalse = expected.allowed().contains(Value.of(false));
      return meansFalse
          ? passed(check, expected.path() + " is not set, which means false")
          : failed(check, expected.path() + " is not set; expected " + either(expected.allowed()));
    }
    List<Value> wrong =
        found.stream()
            .filter(value -> expected.allowed().stream().noneMatch(a -> same(a, value)))
            .toList();
    if (wrong.isEmpty()) {
      return passed(check, expected.path() + " is " + shown(type, expected.path(), found));
    }
    return failed(
        check,
        expected.path()
            + " is "
            + shown(type, expected.path(), wrong)
            + "; expected "
            + either(expected.allowed()));
  }

  static Finding absent(
      Check check, Expectation.FieldAbsent expected, ResourceType type, Value.Fields observed) {
    List<Value> found = at(observed, expected.path());
    return found.isEmpty()
        ? passed(check, expected.path() + " is not set")
        : failed(
            check,
            expected.path() + " is " + shown(type, expected.path(), found) + "; expected none");
  }

  static Finding noElement(
      Check check, Expectation.NoElement expected, ResourceType type, Value.Fields observed) {
    List<Value.Fields> elements =
        at(observed, expected.path()).stream()
            .filter(Value.Fields.class::isInstance)
            .map(Value.Fields.class::cast)
            .toList();
    List<Value.Fields> wrong =
        elements.stream()
            .filter(e ->
                e.at(expected.field()).filter(v -> same(v, Value.of(expected.value()))).isPresent())
            .toList();
    if (!wrong.isEmpty()) {
      return failed(
          check,
          expected.path()
              + " has "
              + wrong.stream()
                  .map(e -> shown(type, expected.path(), List.of(e)))
                  .collect(Collectors.joining(", ")));
    }
    String others =
        elements.stream()
            .map(e -> e.at(expected.field()).map(FieldChecks::text).orElse("none"))
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return passed(
        check,
        elements.isEmpty()
            ? expected.path() + " is empty"
            : "no "
                + expected.value()
                + " among "
                + expected.path()
                + "; "
                + expected.field()
                + " is "
                + others);
  }

  static Finding elementIs(
      Check check, Expectation.ElementIs expected, ResourceType type, Value.Fields observed) {
    List<Value> found =
        at(observed, expected.path()).stream()
            .filter(Value.Fields.class::isInstance)
            .map(Value.Fields.class::cast)
            .filter(e ->
                e.at(expected.key()).filter(v -> same(v, Value.of(expected.name()))).isPresent())
            .flatMap(e -> e.at(expected.field()).stream())
            .toList();
    if (found.isEmpty()) {
      return failed(
          check, expected.path() + " has no " + expected.name() + "; expected " + expected.value());
    }
    String evidence =
        expected.name() + " is " + shown(type, expected.path() + "." + expected.field(), found);
    return found.stream().allMatch(v -> same(v, Value.of(expected.value())))
        ? passed(check, evidence)
        : failed(check, evidence + "; expected " + expected.value());
  }

  /// The subject is one member in one role, which the cloud answers as present only when the policy
  /// has it.
  static Finding granted(Check check, Expectation.Granted expected, Answer.Present subject) {
    String role = subject.observed().text("role").orElse(subject.path().getOrDefault("role", ""));
    String member =
        subject.observed().text("member").orElse(subject.path().getOrDefault("member", ""));
    boolean same = role.equals(expected.role()) && member.equals(expected.member());
    return same
        ? passed(check, member + " has " + role)
        : failed(
            check,
            member
                + " has "
                + role
                + "; expected "
                + expected.member()
                + " with "
                + expected.role());
  }

  /// The values at a dotted path that names list elements without an index; those that are empty
  /// count as absent.
  private static List<Value> at(Value value, String path) {
    List<Value> found = new ArrayList<>();
    collect(value, path, found);
    return found;
  }

  private static void collect(Value value, String path, List<Value> found) {
    switch (value) {
      case Value.Items(var items) -> items.forEach(item -> collect(item, path, found));
      case Value.Null _ -> {}
      case Value.Fields fields when path.isEmpty() -> {
        if (!fields.isEmpty()) {
          found.add(fields);
        }
      }
      case Value.Fields fields -> {
        int dot = path.indexOf('.');
        String head = dot < 0 ? path : path.substring(0, dot);
        fields
            .get(head)
            .ifPresent(inner -> collect(inner, dot < 0 ? "" : path.substring(dot + 1), found));
      }
      case Value.Text(var text) -> {
        if (path.isEmpty() && !text.isEmpty()) {
          found.add(value);
        }
      }
      case Value.Bool _,
          Value.Num _,
          Value.Reference _,
          Value.Template _,
          Value.Secret _,
          Value.Generated _ -> {
        if (path.isEmpty()) {
          found.add(value);
        }
      }
    }
  }

  /// Equal, or the same number once written as text: Google's JSON does so for 64-bit numbers.
  private static boolean same(Value a, Value b) {
    return a.equals(b) || text(a).equals(text(b));
  }

  private static String either(List<Value> allowed) {
    return allowed.stream().map(FieldChecks::text).collect(Collectors.joining(" or "));
  }

  private static String shown(ResourceType type, String path, List<Value> values) {
    boolean hidden =
        type.sensitive().stream()
            .anyMatch(s -> s.equals(path) || s.startsWith(path + ".") || path.startsWith(s + "."));
    return hidden
        ? "(not shown)"
        : values.stream().map(FieldChecks::text).collect(Collectors.joining(", "));
  }

  private static String text(Value value) {
    return value instanceof Value.Text(var text) ? text : Json.write(value);
  }

  private static Finding passed(Check check, String evidence) {
    return new Finding(check, Outcome.PASSED, evidence);
  }

  private static Finding failed(Check check, String evidence) {
    return new Finding(check, Outcome.FAILED, evidence);
  }
}
