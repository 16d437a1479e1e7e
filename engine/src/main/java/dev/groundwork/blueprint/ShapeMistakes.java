package dev.groundwork.blueprint;

import static dev.groundwork.diagnostic.Code.MISSING_FIELD;
import static dev.groundwork.diagnostic.Code.NOT_ALLOWED;
import static dev.groundwork.diagnostic.Code.OUTPUT_ONLY;
import static dev.groundwork.diagnostic.Code.UNKNOWN_FIELD;
import static dev.groundwork.diagnostic.Code.WRONG_TYPE;

import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ShapeProblem;
import dev.groundwork.shape.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Says where in the blueprint a body does not fit Google's shape, and what to write instead.
final class ShapeMistakes {
  private final ResourceType type;
  private final Shapes shapes;
  private final Problems problems;
  private final Node.Mapping map;
  private final Place place;
  private boolean fits = true;

  /// @param map the body as it was written
  /// @param place where the resource is named
  ShapeMistakes(
      ResourceType type, Shapes shapes, Problems problems, Node.Mapping map, Place place) {
    this.type = type;
    this.shapes = shapes;
    this.problems = problems;
    this.map = map;
    this.place = place;
  }

  /// Reports what counts; false when anything does.
  ///
  /// @param filledIn fields that the reader adds itself
  boolean report(List<ShapeProblem> found, List<String> filledIn) {
    for (ShapeProblem problem : found) {
      String first = problem.steps().getFirst();
      boolean elsewhere =
          problem.kind() == ShapeProblem.Kind.MISSING_FIELD
              && (type.parameters().contains(first) || filledIn.contains(first));
      if (!elsewhere) {
        report(problem);
      }
    }
    return fits;
  }

  private void report(ShapeProblem problem) {
    String path = problem.path();
    List<String> steps = problem.steps();
    switch (problem.kind()) {
      case UNKNOWN_FIELD -> {
        String inside =
            new ShapeProblem(problem.kind(), steps.subList(0, steps.size() - 1), "", List.of())
                .path();
        String whole =
            inside.isEmpty() ? Problems.a(type) : "`" + inside + "` of " + Problems.a(type);
        error(
            UNKNOWN_FIELD,
            key(map, steps),
            whole + " has no field `" + steps.getLast() + "`.",
            fields(problem));
      }
      case WRONG_TYPE -> {
        Node node = at(map, steps).orElse(map);
        String fix =
            problem.expected().contains("text") && node instanceof Node.Scalar scalar
                ? BodyReader.quoted(Scalars.value(scalar))
                : "";
        String found =
            node instanceof Node.Mapping || node instanceof Node.Sequence || !isExpression(node)
                ? node.description()
                : problem.found();
        error(
            WRONG_TYPE,
            node.place(),
            "`"
                + path
                + "` must be "
                + String.join(" or ", problem.expected()).replace("an object", "a map")
                + ", not "
                + found
                + ".",
            fix);
      }
      case NOT_ALLOWED ->
          error(
              NOT_ALLOWED,
              at(map, steps).map(Node::place).orElse(place),
              "`"
                  + path
                  + "` must be one of "
                  + Problems.listed(problem.expected())
                  + ", not `"
                  + problem.found()
                  + "`.",
              problem.nearest().map(near -> "did you mean `" + near + "`?").orElse(""));
      case OUTPUT_ONLY ->
          error(
              OUTPUT_ONLY,
              key(map, steps),
              "only Google sets `" + path + "` of " + Problems.a(type) + ".",
              "remove it.");
      case MISSING_FIELD -> {
        if (at(map, steps)
            .filter(node -> !node.isNull())
            .isEmpty()) { // else what stands there was reported already
          error(
              MISSING_FIELD,
              place,
              Problems.a(type) + " needs `" + RawResources.key(path) + "`.",
              "add it.");
        }
      }
    }
  }

  private static boolean isExpression(Node node) {
    return node instanceof Node.Scalar scalar && Interpolation.isIn(scalar.text());
  }

  /// What may stand in place of an unknown field.
  private String fields(ShapeProblem problem) {
    String prefix =
        String.join(
            ".",
            problem.steps().subList(0, problem.steps().size() - 1).stream()
                .filter(s -> !s.startsWith("["))
                .toList());
    TreeSet<String> known = new TreeSet<>(problem.expected());
    known.removeIf(
        field -> type.outputOnly().contains(prefix.isEmpty() ? field : prefix + "." + field));
    if (problem.steps().size() == 1) {
      if (known.contains("type")) {
        known.add(RawResources.API_TYPE);
      }
      known.addAll(type.parameters());
      known.addAll(RawResources.OWN_KEYS);
    }
    String word = problem.steps().getLast();
    Optional<String> deeper =
        prefix.isEmpty() ? new Fields(shapes).nested(type, word) : Optional.empty();
    if (deeper.isPresent()) {
      return "write it where Google has it: `" + deeper.get() + "`.";
    }
    String choice = Problems.choice(word, known);
    return choice.startsWith("did") || known.size() <= 12 ? choice : "";
  }

  private static Optional<Node> at(Node node, List<String> steps) {
    Optional<Node> at = Optional.of(node);
    for (String step : steps) {
      at =
          at.flatMap(n ->
              switch (n) {
                case Node.Mapping map -> map.get(step);
                case Node.Sequence(_, var items) ->
                    Optional.of(items.get(Integer.parseInt(step.substring(1, step.length() - 1))));
                case Node.Scalar _ -> Optional.empty();
              });
    }
    return at;
  }

  /// Where the key stands that the steps lead to.
  private static Place key(Node.Mapping map, List<String> steps) {
    Optional<Node> parent = at(map, new ArrayList<>(steps.subList(0, steps.size() - 1)));
    if (parent.orElse(null) instanceof Node.Mapping inner
        && inner.entries().get(steps.getLast()) instanceof Node.Entry(var key, _)) {
      return key;
    }
    return parent.map(Node::place).orElse(map.place());
  }

  private void error(Code code, Place where, String message, String fix) {
    fits = false;
    problems.error(code, where, message, fix);
  }
}
