package dev.groundwork.component;

import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check;
import dev.groundwork.verify.Check.Expectation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/// What happens when somebody pushes: a trigger of Cloud Build.
///
/// @param name empty for the component's own
/// @param owner of the repository at GitHub
/// @param branch the branch whose pushes count; a regular expression where it holds such signs
/// @param config the file in the repository that says what to do; empty when `steps` do
/// @param steps what to do; empty when a file says it
/// @param identity the service account as which it runs
/// @param substitutions values that the steps may use, by their names at Google, `_REGION`
public record Pipeline(
    Optional<String> name,
    Optional<String> description,
    String owner,
    String repository,
    String branch,
    Optional<String> config,
    List<Step> steps,
    Value identity,
    SequencedMap<String, String> substitutions,
    List<String> onlyFor,
    Optional<Duration> timeout,
    Optional<String> machine,
    Place place)
    implements Component {

  private static final Duration LONGEST = Duration.ofHours(24);

  /// @param image of the program that the step runs
  /// @param command what to run in place of what the image runs by itself; empty for that
  public record Step(
      Optional<String> name, String image, Optional<String> command, List<String> arguments) {}

  private static final Form STEP =
      Form.of(
          "step",
          "One step of a build: a container that runs to its end.",
          Field.of("name", Kind.Text.ANY, "What it is called."),
          Field.of(
                  "image",
                  Kind.Text.ANY,
                  "The image of the program, `gcr.io/cloud-builders/docker`.")
              .must(),
          Field.of("command", Kind.Text.ANY, "What runs in place of the image's own program."),
          Field.of("arguments", new Kind.ListOf(Kind.Text.ANY), "Its arguments."));

  static final Form FORM =
      Form.of(
          "pipeline",
          "What happens when somebody pushes to a repository: a trigger of Cloud Build.",
          Field.of(
              "name",
              Kind.Text.of(
                  "[A-Za-z0-9]([A-Za-z0-9-]{0,62}[A-Za-z0-9])?",
                  "1 to 64 letters, digits and hyphens, neither starting nor ending with a hyphen"),
              "Its name at Google; by default the component's."),
          Field.of("description", Kind.Text.ANY, "What it is for."),
          Field.of(
                  "repository",
                  Kind.Text.of("[^/\\s]+/[^/\\s]+", "a repository of GitHub such as `ada/shop`"),
                  "The repository at GitHub, which must be connected to Cloud Build.")
              .must(),
          Field.of("branch", Kind.Text.ANY, "The branch whose pushes count.").or("main"),
          Field.of(
              "config",
              Kind.Text.of("[^/\\s]\\S*", "a path inside the repository such as `cloudbuild.yaml`"),
              "The file in the repository that says what to do; `cloudbuild.yaml` when there are no `steps`."),
          Field.of("steps", new Kind.ListOf(new Kind.Part(STEP)), "What to do, instead of a file."),
          Field.of(
                  "identity",
                  new Kind.Link("iam.ServiceAccount"),
                  "The service account as which it runs: `${NAME}` of a component of type identity.")
              .must(),
          Field.of(
              "substitutions",
              new Kind.MapOf(
                  Kind.Text.of("_[A-Z0-9_]+", "an underscore and capitals such as `_REGION`"),
                  new Kind.Scalar(Kind.Text.of("(?s).*", "text"))),
              "Values that the steps may use."),
          Field.of(
              "onlyFor",
              new Kind.ListOf(Kind.Text.ANY),
              "Only pushes that change files like these count: `backend/**`."),
          Field.of("timeout", Spans.KIND, "Longest time, with `steps`; a file says it itself."),
          Field.of(
              "machine",
              Kind.Choice.of(
                  "e2-medium", "e2-highcpu-8", "e2-highcpu-32", "n1-highcpu-8", "n1-highcpu-32"),
              "The type of the machine, with `steps`; a file says it itself."));

  static final ComponentType TYPE = ComponentType.of(FORM, "cloudbuild.Trigger", Pipeline::from);

  static Pipeline from(Settings given) {
    String[] repository = given.text("repository").split("/", 2);
    List<Step> steps =
        given.partsOf("steps").stream()
            .map(step ->
                new Step(
                    step.maybeText("name"),
                    step.text("image"),
                    step.maybeText("command"),
                    step.texts("arguments")))
            .toList();
    return new Pipeline(
        given.maybeText("name"),
        given.maybeText("description"),
        repository[0],
        repository[1],
        given.text("branch"),
        given
            .maybeText("config")
            .or(() -> steps.isEmpty() ? Optional.of("cloudbuild.yaml") : Optional.empty()),
        steps,
        given.value("identity").orElseThrow(),
        given.named("substitutions"),
        given.texts("onlyFor"),
        given.maybeText("timeout").map(Spans::parse),
        given.maybeText("machine"),
        given.place());
  }

  @Override
  public Expansion expand(Context context) {
    checkRules(context);
    String called = name.orElse(context.component());
    Context.Part part =
        context
            .main("cloudbuild.Trigger", context.place())
            .path("name", called)
            .path("location", context.region())
            .set("github.owner", owner)
            .set("github.name", repository)
            .set("github.push.branch", expression())
            .set("serviceAccount", identity);
    description.ifPresent(text -> part.set("description", text));
    config.ifPresent(file -> part.set("filename", file));
    if (!steps.isEmpty()) {
      part.set("build", build());
    }
    substitutions.forEach((key, value) -> part.set("substitutions." + key, value));
    if (!onlyFor.isEmpty()) {
      part.set("includedFiles", Value.texts(onlyFor));
    }
    Resource trigger = part.made();
    return new Expansion(
        List.of(trigger),
        List.of(
            new Check(
                context.component() + " waits for pushes to " + branch,
                trigger.address(),
                new Expectation.FieldIs("github.push.branch", List.of(Value.of(expression()))))),
        new TreeMap<>(Map.of("name", Value.of(called))));
  }

  /// `main` is that branch and not every one whose name begins so.
  private String expression() {
    return branch.matches("[A-Za-z0-9_/-]+") ? "^" + branch + "$" : branch;
  }

  private Value.Fields build() {
    List<Value> all = new ArrayList<>();
    for (Step step : steps) {
      Value.Fields made = Value.fields().with("name", step.image());
      if (step.name().isPresent()) {
        made = made.with("id", step.name().get());
      }
      if (step.command().isPresent()) {
        made = made.with("entrypoint", step.command().get());
      }
      if (!step.arguments().isEmpty()) {
        made = made.with("args", Value.texts(step.arguments()));
      }
      all.add(made);
    }
    // a build that runs as an account of ours has no bucket of Google's for its log
    Value.Fields build =
        Value.fields()
            .with("steps", new Value.Items(all))
            .with("options.logging", "CLOUD_LOGGING_ONLY");
    if (timeout.isPresent()) {
      build = build.with("timeout", timeout.get().toSeconds() + "s");
    }
    if (machine.isPresent()) {
      build =
          build.with(
              "options.machineType",
              machine.get().toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
    }
    return build;
  }

  private void checkRules(Context context) {
    if (config.isPresent() && !steps.isEmpty()) {
      context.error(
          Code.INVALID_VALUE,
          place,
          "the pipeline has both `config` and `steps`: which of them says what to do?",
          "keep one of them.");
    }
    if (steps.isEmpty() && (timeout.isPresent() || machine.isPresent())) {
      context.error(
          Code.INVALID_VALUE,
          place,
          "`timeout` and `machine` of a pipeline with a file stand in that file.",
          "write `timeout: 1200s` and `options: {machineType: E2_HIGHCPU_8}` in "
              + config.orElse("it")
              + ".");
    }
    if (timeout.isPresent() && timeout.get().compareTo(LONGEST) > 0) {
      context.error(
          Code.INVALID_VALUE,
          place,
          "Cloud Build ends a build after a day; `timeout` is " + Spans.shown(timeout.get()) + ".",
          "choose at most `24h`.");
    }
  }
}
