package dev.groundwork.emulator.cloudbuild;

import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What Google asks of a build before it begins.
final class BuildRules {
  private static final Duration LONGEST = Duration.ofHours(24);

  private BuildRules() {}

  /// @throws dev.groundwork.emulator.control.Refused when a rule is broken
  static void check(Fields build) {
    List<Value> steps = build.items("steps");
    if (steps.isEmpty()) {
      throw Refusal.invalid("invalid build: must have at least one build step").asException();
    }
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = new Step(i, (Fields) steps.get(i));
      wrong(step, ids)
          .ifPresent(why -> {
            throw Refusal.invalid("invalid build: " + why).asException();
          });
      if (!step.id().isEmpty()) {
        ids.add(step.id());
      }
    }
    build
        .text("timeout")
        .filter(
            t -> t.matches("\\d+(\\.\\d+)?s") && Duration.parse("PT" + t).compareTo(LONGEST) > 0)
        .ifPresent(t -> {
          throw Refusal.invalid("invalid build: timeout " + t + " exceeds the maximum of 24h0m0s")
              .asException();
        });
    Substitutions.misnamed(build.fields("substitutions"))
        .ifPresent(name -> {
          throw Refusal.invalid(
                  "invalid value for 'build.substitutions': key in the template \""
                      + name
                      + "\" is not a valid built-in substitution")
              .asException();
        });
  }

  private static Optional<String> wrong(Step step, List<String> ids) {
    String at = "build step #" + step.index();
    if (step.name().isEmpty()) {
      return Optional.of(at + ": name is required");
    }
    if (ids.contains(step.id())) {
      return Optional.of(at + ": id \"" + step.id() + "\" is not unique");
    }
    boolean script = step.body().text("script").filter(s -> !s.isEmpty()).isPresent();
    if (script
        && (step.body().get("args").isPresent() || step.body().get("entrypoint").isPresent())) {
      return Optional.of(at + ": script cannot be used together with args or entrypoint");
    }
    for (String earlier : step.texts("waitFor")) {
      if (!earlier.equals("-") && !ids.contains(earlier)) {
        return Optional.of(
            at + ": waits for \"" + earlier + "\", which is not the id of a step before it");
      }
    }
    return Optional.empty();
  }

  /// An account of one's own asks for a place of one's own for the logs.
  static void checkLogging(Fields build, boolean ownAccount) {
    String logging = build.text("options.logging").orElse("");
    boolean placed =
        build.text("logsBucket").filter(b -> !b.isEmpty()).isPresent()
            || build.text("options.defaultLogsBucketBehavior").isPresent()
            || List.of("CLOUD_LOGGING_ONLY", "STACKDRIVER_ONLY", "NONE").contains(logging);
    if (ownAccount && !placed) {
      throw Refusal.invalid(
              "if 'build.service_account' is specified, the build must either (a) specify 'build.logs_bucket', (b) use the REGIONAL_USER_OWNED_BUCKET build.options.default_logs_bucket_behavior option, or (c) use either CLOUD_LOGGING_ONLY / NONE logging options")
          .asException();
    }
  }
}
