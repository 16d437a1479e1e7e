package dev.groundwork.component;

import java.util.List;
import java.util.Optional;

/// The fields of a component, or of a part of one.
///
/// @param title what it is called in messages: `network`, `subnet`
/// @param summary one sentence for editors and documents
public record Form(String title, String summary, List<Field> fields) {
  public Form {
    fields = List.copyOf(fields);
  }

  public static Form of(String title, String summary, Field... fields) {
    return new Form(title, summary, List.of(fields));
  }

  public Optional<Field> field(String name) {
    return fields.stream().filter(f -> f.name().equals(name)).findFirst();
  }

  public List<String> names() {
    return fields.stream().map(Field::name).toList();
  }
}
