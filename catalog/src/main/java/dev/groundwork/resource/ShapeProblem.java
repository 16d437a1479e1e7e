package dev.groundwork.resource;

import dev.groundwork.diagnostic.Suggestion;
import java.util.List;
import java.util.Optional;

/// One way in which a value does not fit Google's shape.
///
/// @param kind what is wrong
/// @param steps where: names of fields and keys, and `[0]` for the elements of lists, from the
///   outside in
/// @param found what stands there, in words: `text`, `a list`; the value itself where it is not one
///   of those allowed
/// @param expected what may stand there: names of fields or values, or a word for a type
public record ShapeProblem(Kind kind, List<String> steps, String found, List<String> expected) {
  public ShapeProblem {
    steps = List.copyOf(steps);
    expected = List.copyOf(expected);
  }

  /// What can be wrong.
  public enum Kind {
    /// No such field.
    UNKNOWN_FIELD,
    /// Text for a number, a list for an object.
    WRONG_TYPE,
    /// None of the values that the field takes.
    NOT_ALLOWED,
    /// Only Google sets this field.
    OUTPUT_ONLY,
    /// A field that must be given is not.
    MISSING_FIELD
  }

  /// Dotted, with indexes: `nats[0].natIps`.
  public String path() {
    StringBuilder path = new StringBuilder();
    for (String step : steps) {
      boolean plain =
          !step.isEmpty()
              && step.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-');
      if (step.startsWith("[")) {
        path.append(step);
      } else if (plain) {
        path.append(path.isEmpty() ? "" : ".").append(step);
      } else {
        path.append("[\"").append(step).append("\"]");
      }
    }
    return path.toString();
  }

  /// For an unknown field or value: what was probably meant.
  public Optional<String> nearest() {
    return switch (kind) {
      case UNKNOWN_FIELD -> Suggestion.nearest(steps.getLast(), expected);
      case NOT_ALLOWED -> Suggestion.nearest(found, expected);
      case WRONG_TYPE, OUTPUT_ONLY, MISSING_FIELD -> Optional.empty();
    };
  }

  /// One sentence without a full stop; never holds more of the value than an enum's word.
  public String message() {
    return switch (kind) {
      case UNKNOWN_FIELD -> "there is no field " + path();
      case WRONG_TYPE -> path() + " must be " + String.join(" or ", expected) + ", not " + found;
      case NOT_ALLOWED -> path() + " cannot be " + found;
      case OUTPUT_ONLY -> path() + " is set by Google only";
      case MISSING_FIELD -> path() + " is missing";
    };
  }
}
