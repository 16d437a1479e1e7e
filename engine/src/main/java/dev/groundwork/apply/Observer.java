package dev.groundwork.apply;

import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Cloud;
import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Target;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.graph.Graph;
import dev.groundwork.plan.Observation;
import dev.groundwork.plan.Observation.Seen;
import dev.groundwork.plan.Refresh;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Reads the cloud as a refresh asks: everything at the same time, within the limits of the
/// services. In a project that is not there, or by an API that is not enabled, nothing is there.
public final class Observer {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Cloud cloud;
  private final Lanes lanes;
  private final Limits limits;
  private final RandomGenerator random;

  /// @param random for jitter
  public Observer(Cloud cloud, Lanes lanes, Limits limits, RandomGenerator random) {
    this.cloud = cloud;
    this.lanes = lanes;
    this.limits = limits;
    this.random = random;
  }

  public Observation observe(Refresh refresh) throws InterruptedException {
    return new Run(refresh).observe();
  }

  /// One thing to ask.
  private sealed interface Question {
    record One(Refresh.Read read) implements Question {}

    record All(Refresh.Listing listing) implements Question {}

    record Versions(Refresh.SecretVersions versions) implements Question {}

    default ResourceType type() {
      return switch (this) {
        case One(var read) -> read.target().type();
        case All(var listing) -> listing.type();
        case Versions(var versions) -> versions.type();
      };
    }

    default Optional<String> project() {
      return switch (this) {
        case One(var read) -> Optional.ofNullable(read.target().path().get("project"));
        case All(var listing) -> Optional.ofNullable(listing.scope().get("project"));
        case Versions(var versions) -> Optional.ofNullable(versions.scope().get("project"));
      };
    }
  }

  /// Questions go by their number: they are large.
  private final class Run implements Runner.Work<Integer> {
    private final Observation.Builder found = Observation.builder();
    private final List<Question> questions = new ArrayList<>();
    private final Graph<Integer> graph;
    private final Set<String> absentProjects = new HashSet<>();
    private final Map<Integer, Integer> tries = new HashMap<>();
    private final Map<Integer, Duration> begun = new HashMap<>();

    Run(Refresh refresh) {
      Graph.Builder<Integer> builder = new Graph.Builder<>();
      Map<String, Integer> projects = new HashMap<>();
      for (Refresh.Read read : refresh.projects()) {
        questions.add(new Question.One(read));
        Optional.ofNullable(read.target().path().get("project"))
            .ifPresent(project -> projects.put(project, questions.size() - 1));
      }
      refresh.listings().forEach(l -> questions.add(new Question.All(l)));
      refresh.reads().forEach(r -> questions.add(new Question.One(r)));
      refresh.secrets().forEach(s -> questions.add(new Question.Versions(s)));
      for (int i = 0; i < questions.size(); i++) {
        int question = i;
        builder.node(question);
        questions
            .get(question)
            .project()
            .map(projects::get)
            .ifPresent(project -> builder.edge(project, question));
      }
      graph = builder.build();
    }

    Observation observe() throws InterruptedException {
      Schedule<Integer> schedule =
          new Schedule<>(
              graph,
              _ -> Duration.ofSeconds(1),
              q -> questions.get(q).type().service(),
              _ -> Optional.empty(),
              limits);
      new Runner<>(cloud, lanes, schedule, this).run();
      return found.build();
    }

    @Override
    public Turn begin(Integer question) {
      begun.put(question, lanes.now());
      if (!graph.before(question).isEmpty()
          && questions.get(question).project().filter(absentProjects::contains).isPresent()) {
        absent(question);
        return new Turn.Done();
      }
      return switch (questions.get(question)) {
        case Question.One(var read) -> read(question, read);
        case Question.All(var listing) ->
            list(question, listing.type(), listing.scope(), present -> take(listing, present));
        case Question.Versions(var versions) ->
            list(question, versions.type(), versions.scope(), present -> take(versions, present));
      };
    }

    private Turn.Call<Answer> read(Integer question, Refresh.Read read) {
      return new Turn.Call<>(
          Duration.ZERO,
          false,
          cloud -> cloud.read(read.target(), read.wanted()),
          answer -> {
            switch (answer) {
              case Answer.Present(var path, var observed) ->
                  found.add(read.target(), new Seen.Present(path, observed));
              case Answer.Absent _ -> absent(question);
              case Answer.Working _ ->
                  throw new IllegalStateException("reading began an operation: " + read.target());
              case Answer.Refused(var refusal) -> {
                return refused(question, refusal, read(question, read));
              }
            }
            return new Turn.Done();
          });
    }

    private interface Taking {
      void take(List<Answer.Present> present);
    }

    private Turn.Call<Cloud.Listed> list(
        Integer question, ResourceType type, Map<String, String> scope, Taking taking) {
      return new Turn.Call<>(
          Duration.ZERO,
          false,
          cloud -> cloud.list(type, scope),
          listed ->
              switch (listed) {
                case Cloud.Listed.Found(var present) -> {
                  taking.take(present);
                  yield new Turn.Done();
                }
                case Cloud.Listed.Refused(var refusal) ->
                    refused(question, refusal, list(question, type, scope, taking));
              });
    }

    private Turn refused(Integer question, Refusal refusal, Turn.Call<?> again) {
      if (refusal.kind() == Refusal.Kind.API_DISABLED || refusal.kind() == Refusal.Kind.NOT_FOUND) {
        absent(question);
        return new Turn.Done();
      }
      int count = tries.merge(question, 1, Integer::sum);
      Duration elapsed = lanes.now().minus(begun.getOrDefault(question, lanes.now()));
      Retry.Situation situation =
          new Retry.Situation(Action.READ, count, elapsed, LIMIT, false, false, false);
      return switch (Retry.after(refusal, situation, random.nextDouble())) {
        case Retry.Then.Again(var pause) -> later(pause, again);
        case Retry.Then.Look(var pause) -> later(pause, again);
        case Retry.Then.GiveUp _ -> {
          targets(question).forEach(target -> found.add(target, new Seen.Unreadable(refusal)));
          yield new Turn.Done();
        }
      };
    }

    private static <R> Turn later(Duration pause, Turn.Call<R> call) {
      return new Turn.Call<>(pause, true, call.ask(), call.then());
    }

    private void absent(Integer question) {
      targets(question).forEach(target -> found.add(target, new Seen.Absent()));
      if (graph.before(question).isEmpty() && !graph.after(question).isEmpty()) {
        questions.get(question).project().ifPresent(absentProjects::add);
      }
    }

    private List<Target> targets(Integer question) {
      return switch (questions.get(question)) {
        case Question.One(var read) -> List.of(read.target());
        case Question.All(var listing) -> listing.targets();
        case Question.Versions _ -> List.of();
      };
    }

    private void take(Refresh.Listing listing, List<Answer.Present> present) {
      Map<String, Answer.Present> byId = new HashMap<>();
      for (Answer.Present one : present) {
        byId.put(new Target(listing.type(), one.path()).id(), one);
      }
      for (Target target : listing.targets()) {
        Answer.Present one = byId.get(target.id());
        found.add(
            target,
            one == null ? new Seen.Absent() : new Seen.Present(target.path(), one.observed()));
      }
    }

    /// The newest is the one with the highest number that is enabled.
    private void take(Refresh.SecretVersions versions, List<Answer.Present> present) {
      String own = versions.type().parameters().getLast();
      Function<Answer.Present, Long> number = p -> Long.parseLong(p.path().getOrDefault(own, "0"));
      present.stream()
          .filter(p ->
              isEnabled(p.observed())
                  && p.path().getOrDefault(own, "").chars().allMatch(Character::isDigit))
          .max(java.util.Comparator.comparing(number))
          .ifPresent(newest ->
              found.newest(
                  versions.secret(), versions.secret() + "/versions/" + newest.path().get(own)));
    }

    private static boolean isEnabled(Fields version) {
      return version.text("state").filter("ENABLED"::equals).isPresent();
    }

    @Override
    public void done(Integer node) {}

    @Override
    public void failed(Integer node, Diagnostic diagnostic) {
      throw new IllegalStateException("reading failed: " + diagnostic.render());
    }

    @Override
    public void skipped(Integer node, Integer because) {}

    @Override
    public void left(Integer node) {}

    @Override
    public Diagnostic interrupted(Integer node) {
      throw new IllegalStateException("reading is not stopped");
    }

    @Override
    public void flush() {}
  }
}
