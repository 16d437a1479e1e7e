package dev.groundwork.blueprint;

import dev.groundwork.component.ComponentType.Written;
import java.util.List;
import java.util.Optional;

/// What the blueprint says of a component, as it stands in the text.
record WrittenSettings(Thing thing) implements Written {
  @Override
  public List<String> keys(String... path) {
    return at(path).orElse(null) instanceof Node.Mapping(_, var entries)
        ? List.copyOf(entries.keySet())
        : List.of();
  }

  @Override
  public Optional<String> text(String... path) {
    return at(path).orElse(null) instanceof Node.Scalar scalar && !scalar.isNull()
        ? Optional.of(scalar.text())
        : Optional.empty();
  }

  private Optional<Node> at(String... path) {
    Optional<Node> at = Optional.of(thing.settings());
    for (String step : path) {
      at = at.flatMap(n -> n instanceof Node.Mapping map ? map.get(step) : Optional.empty());
    }
    return at;
  }
}
