package dev.groundwork.component;

import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/// What the blueprint says in the fields of a form, checked: a field that is asked for here has the
/// form's kind. Asking for a field that the form does not have is a bug.
public final class Settings {
  private final Form form;
  private final Place place;
  private final Map<String, Given> given;

  /// A field's value and where it stands.
  public sealed interface Given {
    Place place();

    /// A single value: text, number, flag, or a reference where the kind is a link or a member.
    record One(Place place, Value value) implements Given {}

    record Many(Place place, List<Given> values) implements Given {
      public Many {
        values = List.copyOf(values);
      }
    }

    /// A map with free keys, in the order of the text.
    record Named(Place place, SequencedMap<String, Given> values) implements Given {
      public Named {
        values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
      }
    }

    record Part(Settings settings) implements Given {
      @Override
      public Place place() {
        return settings.place();
      }
    }
  }

  /// @param place where the component or part stands
  public Settings(Form form, Place place, Map<String, Given> given) {
    this.form = form;
    this.place = place;
    this.given = new TreeMap<>(given);
  }

  /// Nothing given: every field has its default.
  public static Settings none(Form form, Place place) {
    return new Settings(form, place, Map.of());
  }

  public Form form() {
    return form;
  }

  public Place place() {
    return place;
  }

  /// Where the field stands; where it could stand when it is not given.
  public Place place(String field) {
    return find(field).map(Given::place).orElse(place);
  }

  public boolean has(String field) {
    return find(field).isPresent();
  }

  private Optional<Given> find(String field) {
    if (form.field(field).isEmpty()) {
      throw new IllegalArgumentException("a " + form.title() + " has no field " + field);
    }
    return Optional.ofNullable(given.get(field));
  }

  /// The single value of a field, or its default.
  public Optional<Value> value(String field) {
    return find(field)
        .map(g -> ((Given.One) g).value())
        .or(() -> form.field(field).flatMap(Field::fallback));
  }

  public Optional<String> maybeText(String field) {
    return value(field).map(Settings::asText);
  }

  public String text(String field) {
    return maybeText(field)
        .orElseThrow(
            () -> new IllegalArgumentException(field + " is not given and has no default"));
  }

  public Optional<Long> maybeWhole(String field) {
    return value(field).map(v -> ((Value.Num) v).value()).map(BigDecimal::longValueExact);
  }

  public long whole(String field) {
    return maybeWhole(field)
        .orElseThrow(
            () -> new IllegalArgumentException(field + " is not given and has no default"));
  }

  public boolean flag(String field) {
    return value(field).map(v -> v.equals(Value.of(true))).orElse(false);
  }

  /// The texts of a list, empty when it is not given.
  public List<String> texts(String field) {
    return values(field).stream().map(Settings::asText).toList();
  }

  /// The values of a list, empty when it is not given.
  public List<Value> values(String field) {
    List<Value> values = new ArrayList<>();
    if (find(field).orElse(null) instanceof Given.Many(_, var elements)) {
      elements.forEach(element -> values.add(((Given.One) element).value()));
    }
    return values;
  }

  /// The texts of a map with free keys, empty when it is not given.
  public SequencedMap<String, String> named(String field) {
    SequencedMap<String, String> values = new LinkedHashMap<>();
    if (find(field).orElse(null) instanceof Given.Named(_, var entries)) {
      entries.forEach((name, one) -> values.put(name, asText(((Given.One) one).value())));
    }
    return values;
  }

  /// The values of a map with free keys, empty when it is not given.
  public SequencedMap<String, Value> namedValues(String field) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    if (find(field).orElse(null) instanceof Given.Named(_, var entries)) {
      entries.forEach((name, one) -> values.put(name, ((Given.One) one).value()));
    }
    return values;
  }

  /// The parts of a list, empty when it is not given.
  public List<Settings> partsOf(String field) {
    List<Settings> parts = new ArrayList<>();
    if (find(field).orElse(null) instanceof Given.Many(_, var elements)) {
      elements.forEach(element -> parts.add(((Given.Part) element).settings()));
    }
    return parts;
  }

  /// The parts of a map with free keys, empty when it is not given.
  public SequencedMap<String, Settings> parts(String field) {
    SequencedMap<String, Settings> parts = new LinkedHashMap<>();
    if (find(field).orElse(null) instanceof Given.Named(_, var entries)) {
      entries.forEach((name, part) -> parts.put(name, ((Given.Part) part).settings()));
    }
    return parts;
  }

  /// A part that may be left out; empty when it is, or when it is switched off.
  public Optional<Settings> maybePart(String field) {
    return find(field)
        .flatMap(g ->
            switch (g) {
              case Given.Part(var settings) -> Optional.of(settings);
              case Given.One(_, var value) when value.equals(Value.of(true)) ->
                  Optional.of(nothing(field, g.place()));
              case Given.One _ -> Optional.empty();
              case Given.Many _, Given.Named _ ->
                  throw new IllegalArgumentException(field + " is no part");
            });
  }

  /// A part; all defaults when it is left out.
  public Settings part(String field) {
    return maybePart(field).orElseGet(() -> nothing(field, place));
  }

  private Settings nothing(String field, Place where) {
    return switch (form.field(field).orElseThrow().kind()) {
      case Kind.Part(var inner) -> none(inner, where);
      case Kind.Switch(var inner) -> none(inner, where);
      case Kind.Text _,
          Kind.Scalar _,
          Kind.Choice _,
          Kind.Whole _,
          Kind.Flag _,
          Kind.Range _,
          Kind.Link _,
          Kind.Member _,
          Kind.Path _,
          Kind.Composed _,
          Kind.ListOf _,
          Kind.MapOf _ ->
          throw new IllegalArgumentException(field + " is no part");
    };
  }

  private static String asText(Value value) {
    return switch (value) {
      case Value.Text(var text) -> text;
      case Value.Num(var number) -> number.toPlainString();
      case Value.Bool(var flag) -> String.valueOf(flag);
      default -> throw new IllegalArgumentException("no text");
    };
  }
}
