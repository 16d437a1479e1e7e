package dev.groundwork.emulator.storage;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The conditions of a request, by generation and metageneration, under which it is to be carried
/// out.
///
/// @param wanted the number that each condition names; 0 stands for what is not there
record Preconditions(Map<Condition, String> wanted) {
  Preconditions {
    wanted = Map.copyOf(wanted);
  }

  enum Condition {
    GENERATION_MATCH("GenerationMatch", "generation", true),
    GENERATION_NOT_MATCH("GenerationNotMatch", "generation", false),
    METAGENERATION_MATCH("MetagenerationMatch", "metageneration", true),
    METAGENERATION_NOT_MATCH("MetagenerationNotMatch", "metageneration", false);

    private final String suffix;
    private final String field;
    private final boolean same;

    Condition(String suffix, String field, boolean same) {
      this.suffix = suffix;
      this.field = field;
      this.same = same;
    }

    boolean holds(String number, Optional<Fields> current) {
      return number.equals(current.flatMap(c -> c.text(field)).orElse("0")) == same;
    }
  }

  /// Those on what the request names.
  static Preconditions of(Ask ask) {
    return of(ask, "if");
  }

  /// @param prefix `if`, or `ifSource` for those on what is copied
  static Preconditions of(Ask ask, String prefix) {
    Map<Condition, String> wanted = new TreeMap<>();
    for (Condition condition : Condition.values()) {
      String parameter = prefix + condition.suffix;
      ask.query(parameter)
          .ifPresent(number -> {
            if (!number.matches("\\d{1,19}")) {
              throw Refusal.invalid("Invalid value for " + parameter + ": " + number).asException();
            }
            wanted.put(condition, number);
          });
    }
    return new Preconditions(wanted);
  }

  /// As they were written by `stored`.
  static Preconditions of(Fields stored) {
    Map<Condition, String> wanted = new TreeMap<>();
    for (Condition condition : Condition.values()) {
      stored.text(condition.suffix).ifPresent(number -> wanted.put(condition, number));
    }
    return new Preconditions(wanted);
  }

  Fields stored() {
    Map<String, Value> fields = new TreeMap<>();
    wanted.forEach((condition, number) -> fields.put(condition.suffix, Value.of(number)));
    return new Fields(fields);
  }

  /// @param current empty when it is not there
  /// @throws dev.groundwork.emulator.control.Refused when one does not hold
  void check(Optional<Fields> current) {
    if (!failing(current).isEmpty()) {
      throw Refusal.stale("At least one of the pre-conditions you specified did not hold.")
          .asException();
    }
  }

  /// The answer to a read whose conditions do not hold: what the reader has is still good, or a
  /// refusal.
  Optional<Reply> unchanged(Fields current) {
    List<Condition> failing = failing(Optional.of(current));
    if (!failing.isEmpty() && failing.stream().noneMatch(c -> c.same)) {
      return Optional.of(new Reply(304, Map.of(), new Reply.Content.None()));
    }
    check(Optional.of(current));
    return Optional.empty();
  }

  private List<Condition> failing(Optional<Fields> current) {
    return wanted.entrySet().stream()
        .filter(e -> !e.getKey().holds(e.getValue(), current))
        .map(Map.Entry::getKey)
        .toList();
  }
}
