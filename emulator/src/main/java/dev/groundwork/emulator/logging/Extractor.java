package dev.groundwork.emulator.logging;

import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Takes a value out of an entry: `EXTRACT(httpRequest.status)` or `REGEXP_EXTRACT(textPayload,
/// "took ([0-9]+)")`.
///
/// @param path the field's steps
/// @param pattern its first group is the value; empty when the whole field is
public record Extractor(List<String> path, Optional<Pattern> pattern) {
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*(?:EXTRACT\\(\\s*([^,]+?)\\s*\\)|REGEXP_EXTRACT\\(\\s*([^,]+?)\\s*,\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\s*\\))\\s*");

  public Extractor {
    path = List.copyOf(path);
  }

  /// @throws dev.groundwork.emulator.control.Refused when the text is none
  public static Extractor of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw Refusal.invalid("Invalid extractor: " + text).asException();
    }
    String field = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    List<String> path =
        Arrays.stream(field.split("\\.(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1))
            .map(s -> s.replace("\"", ""))
            .toList();
    try {
      return new Extractor(
          path,
          Optional.ofNullable(matcher.group(3))
              .map(p -> p.replace("\\\\", "\\"))
              .map(Pattern::compile));
    } catch (PatternSyntaxException e) {
      throw Refusal.invalid("Invalid extractor: " + text).asException();
    }
  }

  /// The value in an entry, if it has one.
  public Optional<String> from(Fields entry) {
    Value value = entry;
    for (String step : path) {
      Optional<Value> inner = value instanceof Fields fields ? fields.get(step) : Optional.empty();
      if (inner.isEmpty()) {
        return Optional.empty();
      }
      value = inner.get();
    }
    Optional<String> text =
        switch (value) {
          case Value.Text(var t) -> Optional.of(t);
          case Value.Num(var n) -> Optional.of(n.toPlainString());
          case Value.Bool(var b) -> Optional.of(String.valueOf(b));
          default -> Optional.empty();
        };
    if (pattern.isEmpty()) {
      return text;
    }
    return text.map(pattern.get()::matcher)
        .filter(Matcher::find)
        .map(m -> m.groupCount() > 0 ? m.group(1) : m.group());
  }
}
