package dev.groundwork.resource;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// A JSON value, immutable; and what only a description holds: references, templates and secrets,
/// which become plain values at the moment of a call.
public sealed interface Value {

  record Null() implements Value {}

  record Bool(boolean value) implements Value {}

  /// A number; equal when numerically equal.
  record Num(BigDecimal value) implements Value {
    public Num {
      value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }
  }

  record Text(String value) implements Value {}

  record Items(List<Value> values) implements Value {
    public Items {
      values = List.copyOf(values);
    }
  }

  /// An object. Keeps the order in which its fields were given; equality does not ask for it.
  record Fields(Map<String, Value> values) implements Value {
    public static final Fields EMPTY = new Fields(Map.of());

    public Fields {
      values =
          values instanceof Fresh
              ? Collections.unmodifiableMap(values)
              : Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /// A map that was made for these fields only, so that it need not be copied.
    private static final class Fresh extends LinkedHashMap<String, Value> {
      private static final long serialVersionUID = 1;

      Fresh(Map<String, Value> values) {
        super(values);
      }
    }

    public Optional<Value> get(String name) {
      return Optional.ofNullable(values.get(name));
    }

    /// The text at a dotted path (`settings.tier`), empty when absent or no text.
    public Optional<String> text(String path) {
      return at(path).flatMap(v -> v instanceof Text(var s) ? Optional.of(s) : Optional.empty());
    }

    /// Whether the boolean at a dotted path is true; absent is false, as everywhere in Google's
    /// JSON.
    public boolean flag(String path) {
      return at(path).map(v -> v.equals(new Bool(true))).orElse(false);
    }

    /// The list at a dotted path, empty when absent.
    public List<Value> items(String path) {
      return at(path)
          .map(v -> v instanceof Items(var list) ? list : List.<Value>of())
          .orElse(List.of());
    }

    /// The object at a dotted path, empty when absent.
    public Fields fields(String path) {
      return at(path).map(v -> v instanceof Fields f ? f : EMPTY).orElse(EMPTY);
    }

    /// The value at a dotted path. List elements are reached by their position only:
    /// `ipAddresses.0.ipAddress`.
    public Optional<Value> at(String path) {
      int dot = path.indexOf('.');
      if (dot < 0) {
        return get(path);
      }
      return get(path.substring(0, dot)).flatMap(v -> inside(v, path.substring(dot + 1)));
    }

    private static Optional<Value> inside(Value value, String path) {
      if (value instanceof Fields fields) {
        return fields.at(path);
      }
      int dot = path.indexOf('.');
      String position = dot < 0 ? path : path.substring(0, dot);
      if (!(value instanceof Items(var items))
          || !position.matches("\\d{1,6}")
          || Integer.parseInt(position) >= items.size()) {
        return Optional.empty();
      }
      Value element = items.get(Integer.parseInt(position));
      return dot < 0 ? Optional.of(element) : inside(element, path.substring(dot + 1));
    }

    /// A copy with the value at a dotted path set; objects on the way are made.
    public Fields with(String path, Value value) {
      int dot = path.indexOf('.');
      Map<String, Value> copy = new Fresh(values);
      if (dot < 0) {
        copy.put(path, value);
      } else {
        String head = path.substring(0, dot);
        copy.put(head, fields(head).with(path.substring(dot + 1), value));
      }
      return new Fields(copy);
    }

    public Fields with(String path, String value) {
      return with(path, new Text(value));
    }

    public Fields with(String path, boolean value) {
      return with(path, new Bool(value));
    }

    public Fields with(String path, long value) {
      return with(path, of(value));
    }

    /// A copy without the field at a dotted path.
    public Fields without(String path) {
      int dot = path.indexOf('.');
      Map<String, Value> copy = new Fresh(values);
      if (dot < 0) {
        copy.remove(path);
      } else if (values.get(path.substring(0, dot)) instanceof Fields inner) {
        copy.put(path.substring(0, dot), inner.without(path.substring(dot + 1)));
      }
      return new Fields(copy);
    }

    public boolean isEmpty() {
      return values.isEmpty();
    }
  }

  /// A field of another resource, known at the latest when that resource has been applied.
  ///
  /// @param target the other resource
  /// @param path dotted path of the field in what Google answers; `id` for the resource's full
  ///   relative name
  record Reference(Address target, String path) implements Value {}

  /// Text put together from parts; each part is a `Text`, a `Reference` or a `Secret`.
  record Template(List<Value> parts) implements Value {
    public Template {
      parts = List.copyOf(parts);
    }
  }

  /// The newest enabled value of a secret in Secret Manager, fetched at the moment of a call and
  /// kept nowhere.
  ///
  /// @param secret the address of the `secretmanager.Secret`
  record Secret(Address secret) implements Value {}

  /// A value made at random at the moment of a call and kept nowhere else.
  ///
  /// @param length number of characters, from letters and digits
  record Generated(int length) implements Value {}

  static Value of(String text) {
    return new Text(text);
  }

  static Value of(boolean flag) {
    return new Bool(flag);
  }

  static Value of(long number) {
    return new Num(BigDecimal.valueOf(number));
  }

  static Items list(Value... values) {
    return new Items(List.of(values));
  }

  static Items texts(List<String> values) {
    return new Items(values.stream().<Value>map(Text::new).toList());
  }

  static Fields fields() {
    return Fields.EMPTY;
  }

  /// Calls `visit` with this value and everything inside it.
  default void walk(Consumer<Value> visit) {
    visit.accept(this);
    switch (this) {
      case Items(var values) -> values.forEach(v -> v.walk(visit));
      case Fields(var values) -> values.values().forEach(v -> v.walk(visit));
      case Template(var parts) -> parts.forEach(v -> v.walk(visit));
      case Null _, Bool _, Num _, Text _, Reference _, Secret _, Generated _ -> {}
    }
  }

  /// A copy in which every leaf and template has been replaced by what `replace` makes of it; the
  /// value itself where nothing was.
  @SuppressWarnings("ReferenceEquality") // only whether it is the very same spares the copy
  default Value map(Function<Value, Value> replace) {
    return switch (this) {
      case Items(var values) -> {
        List<Value> mapped = new ArrayList<>(values.size());
        boolean isSame = true;
        for (Value value : values) {
          Value made = value.map(replace);
          isSame &= made == value;
          mapped.add(made);
        }
        yield isSame ? this : new Items(mapped);
      }
      case Fields(var values) -> {
        Map<String, Value> changed = new LinkedHashMap<>();
        values.forEach((name, value) -> {
          Value made = value.map(replace);
          if (made != value) {
            changed.put(name, made);
          }
        });
        if (changed.isEmpty()) {
          yield this;
        }
        Map<String, Value> copy = new LinkedHashMap<>(values);
        copy.putAll(changed);
        yield new Fields(copy);
      }
      case Null _, Bool _, Num _, Text _, Reference _, Template _, Secret _, Generated _ ->
          replace.apply(this);
    };
  }

  /// All references inside, in order of appearance.
  default List<Reference> references() {
    List<Reference> found = new ArrayList<>();
    walk(v -> {
      if (v instanceof Reference reference) {
        found.add(reference);
      }
    });
    return found;
  }

  /// Whether this is plain JSON: no reference, template, secret or generated value anywhere inside.
  default boolean isKnown() {
    return switch (this) {
      case Items(var values) -> values.stream().allMatch(Value::isKnown);
      case Fields(var values) -> values.values().stream().allMatch(Value::isKnown);
      case Null _, Bool _, Num _, Text _ -> true;
      case Reference _, Template _, Secret _, Generated _ -> false;
    };
  }
}
