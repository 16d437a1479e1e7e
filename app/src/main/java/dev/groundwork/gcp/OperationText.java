package dev.groundwork.gcp;

import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Target;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.Optional;

/// How each style of operation says what it is called, whether it is done, and how it failed. Pure.
final class OperationText {
  private OperationText() {}

  /// Whether an answer is an operation, where the same call may also answer the resource at once.
  static boolean isOperation(Operations style, Fields answer) {
    return switch (style) {
      case NONE -> false;
      case COMPUTE ->
          answer.text("operationType").isPresent()
              || answer.text("kind").orElse("").endsWith("#operation");
      case SQL ->
          answer.text("operationType").isPresent()
              || answer.text("kind").orElse("").equals("sql#operation");
      case LONG_RUNNING ->
          answer.get("done").isPresent()
              || answer
                  .text("name")
                  .filter(n -> n.startsWith("operations/") || n.contains("/operations/"))
                  .isPresent();
    };
  }

  /// The path at which the operation is polled, version first, without leading slash.
  static String name(Target target, Action action, Fields answer) {
    String called = answer.text("name").orElse("");
    return switch (target.type().operations(action)) {
      case NONE -> throw new IllegalStateException(target.type() + " has no operations");
      case COMPUTE -> {
        String link = answer.text("selfLink").orElse("");
        int projects = link.indexOf("projects/");
        yield version(target)
            + (projects < 0
                ? scope(answer, target) + "/operations/" + called
                : link.substring(projects));
      }
      case SQL ->
          version(target)
              + "projects/"
              + answer.text("targetProject").orElse(target.path().getOrDefault("project", ""))
              + "/operations/"
              + called;
      case LONG_RUNNING -> version(target) + called;
    };
  }

  private static String scope(Fields answer, Target target) {
    String project = "projects/" + target.path().getOrDefault("project", "");
    return answer
        .text("zone")
        .map(zone -> project + "/zones/" + lastSegment(zone))
        .or(() -> answer.text("region").map(region -> project + "/regions/" + lastSegment(region)))
        .orElse(project + "/global");
  }

  private static String lastSegment(String link) {
    return link.substring(link.lastIndexOf('/') + 1);
  }

  /// What stands before `projects/` in the paths of the API of the type: `compute/v1/`.
  private static String version(Target target) {
    Optional<Call> create =
        target.type().call(Action.CREATE).or(() -> target.type().call(Action.DELETE));
    String path = create.map(Call::path).orElse(target.type().path());
    StringBuilder version = new StringBuilder();
    for (String segment : path.split("/", -1)) {
      version.append(segment).append('/');
      if (segment.matches("v\\d\\w*")) {
        return version.toString();
      }
    }
    throw new IllegalStateException("no version in " + path);
  }

  static boolean isDone(Operations style, Fields answer) {
    return switch (style) {
      case NONE -> true;
      case COMPUTE, SQL -> answer.text("status").orElse("").equals("DONE");
      case LONG_RUNNING -> answer.get("done").filter(new Value.Bool(true)::equals).isPresent();
    };
  }

  /// Why a finished operation failed, if it did.
  static Optional<Refusal> error(Operations style, Fields answer) {
    Fields error = answer.fields("error");
    if (error.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (style) {
          case NONE, LONG_RUNNING -> Refusals.ofStatus(error);
          case COMPUTE, SQL -> Refusals.ofErrors(answer);
        });
  }
}
