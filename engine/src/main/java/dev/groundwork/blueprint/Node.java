package dev.groundwork.blueprint;

import dev.groundwork.diagnostic.Place;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// A piece of YAML and the place where it stands.
sealed interface Node {
  Place place();

  /// What it is, in the user's words: `a map`.
  String description();

  /// How a scalar was written.
  enum Form {
    TEXT,
    NUMBER,
    FLAG,
    NULL
  }

  /// A single value.
  ///
  /// @param text as it was written, quotes and escapes resolved
  record Scalar(Place place, Form form, String text) implements Node {
    @Override
    public String description() {
      return switch (form) {
        case TEXT -> "the text `" + shortened(text) + "`";
        case NUMBER -> "the number " + shortened(text);
        case FLAG -> text;
        case NULL -> "nothing";
      };
    }

    private static String shortened(String text) {
      String line = text.strip().replaceAll("\\s+", " ");
      return line.length() <= 60 ? line : line.substring(0, 57) + "...";
    }
  }

  /// A list.
  record Sequence(Place place, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String description() {
      return "a list";
    }
  }

  /// A map, in the order of the text.
  record Mapping(Place place, SequencedMap<String, Entry> entries) implements Node {
    public Mapping {
      entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
    }

    static Mapping empty(Place place) {
      return new Mapping(place, new LinkedHashMap<>());
    }

    Optional<Node> get(String key) {
      return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    @Override
    public String description() {
      return "a map";
    }
  }

  /// A key of a map, where it stands, and its value.
  record Entry(Place key, Node value) {}

  default boolean isNull() {
    return this instanceof Scalar(_, var form, _) && form == Form.NULL;
  }
}
