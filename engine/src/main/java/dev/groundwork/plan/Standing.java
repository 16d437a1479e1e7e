package dev.groundwork.plan;

import dev.groundwork.resource.Address;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Templates;
import dev.groundwork.resource.Value;
import dev.groundwork.state.Recorded;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// What is known of one resource: enough to say what a reference to one of its fields stands for.
public final class Standing {
  private final ResourceType type;
  private final Map<String, String> path;
  private final List<Value.Fields> sources;

  /// Found when first asked for: many references name the same resource.
  private Map<String, String> predictions = Map.of();

  /// @param path the parameters of its path that are known
  /// @param sources its fields, the most trusted source first
  public Standing(ResourceType type, Map<String, String> path, List<Value.Fields> sources) {
    this.type = type;
    this.path = Collections.unmodifiableSortedMap(new TreeMap<>(path));
    this.sources = List.copyOf(sources);
  }

  public ResourceType type() {
    return type;
  }

  /// The parameters of its path that are known.
  public Map<String, String> path() {
    return path;
  }

  /// A resource as recorded.
  public static Standing of(ResourceType type, Recorded recorded) {
    return new Standing(type, recorded.path(), List.of(recorded.observed(), recorded.desired()));
  }

  /// The field that a reference names, as far as known. A parameter of the path has the path's
  /// value, whatever Google answers in a field of that name: `name` is always the short name. `id`
  /// is the relative name.
  public Optional<Value> output(String field) {
    String own = type.parameters().getLast();
    String parameter = path.get(field.equals("name") ? own : field);
    if (parameter != null) {
      return Optional.of(Value.of(parameter));
    }
    String predicted = predictions().get(field);
    if (predicted != null) {
      return Optional.of(Value.of(predicted));
    }
    return sources.stream().flatMap(source -> source.at(field).stream()).findFirst();
  }

  private Map<String, String> predictions() {
    if (predictions.isEmpty()) {
      predictions = type.predictions(path);
    }
    return predictions;
  }

  /// The relative name, when the whole path is known.
  public Optional<String> id() {
    return isPathKnown()
        ? Optional.of(Templates.fill(type.relativeName(), path))
        : Optional.empty();
  }

  private boolean isPathKnown() {
    return path.keySet().containsAll(type.parameters());
  }

  /// The value with every reference replaced that is known, and every template joined whose parts
  /// all are.
  public static Value resolve(Value value, Function<Address, Optional<Standing>> known) {
    return value.isKnown() ? value : value.map(leaf -> resolveLeaf(leaf, known));
  }

  private static Value resolveLeaf(Value leaf, Function<Address, Optional<Standing>> known) {
    return switch (leaf) {
      case Value.Reference(var target, var path) ->
          known.apply(target).flatMap(s -> s.output(path)).orElse(leaf);
      case Value.Template(var parts) -> {
        // a number that became known, such as a port, is text inside text
        List<Value> resolved =
            parts.stream()
                .map(part -> resolve(part, known))
                .map(part -> text(part).<Value>map(Value::of).orElse(part))
                .toList();
        yield resolved.stream().allMatch(p -> text(p).isPresent())
            ? Value.of(String.join("", resolved.stream().map(p -> text(p).orElseThrow()).toList()))
            : new Value.Template(resolved);
      }
      case Value.Null _,
          Value.Bool _,
          Value.Num _,
          Value.Text _,
          Value.Items _,
          Value.Fields _,
          Value.Secret _,
          Value.Generated _ ->
          leaf;
    };
  }

  /// The parameters of a path that are known once references are resolved.
  public static Map<String, String> resolvePath(
      Map<String, Value> path, Function<Address, Optional<Standing>> known) {
    Map<String, String> texts = new TreeMap<>();
    path.forEach(
        (name, value) -> text(resolve(value, known)).ifPresent(text -> texts.put(name, text)));
    return texts;
  }

  /// A plain value as it stands inside text.
  public static Optional<String> text(Value value) {
    return switch (value) {
      case Value.Text(var text) -> Optional.of(text);
      case Value.Num(BigDecimal number) -> Optional.of(number.toPlainString());
      case Value.Bool(var flag) -> Optional.of(String.valueOf(flag));
      case Value.Null _,
          Value.Items _,
          Value.Fields _,
          Value.Reference _,
          Value.Template _,
          Value.Secret _,
          Value.Generated _ ->
          Optional.empty();
    };
  }
}
