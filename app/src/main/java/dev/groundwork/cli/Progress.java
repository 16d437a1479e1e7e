package dev.groundwork.cli;

import dev.groundwork.apply.Event;
import dev.groundwork.plan.PlanText;
import dev.groundwork.plan.Step;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Shows how an apply goes: a line for what begins, lasts, ends; on a terminal one more line below
/// that is overwritten. As JSON, an object a line.
final class Progress implements Consumer<Event>, AutoCloseable {
  private static final Duration STILL = Duration.ofSeconds(10);

  private final Surroundings surroundings;
  private final boolean json;
  private final boolean live;

  /// When a step that lasts was last spoken of.
  private final Map<String, Duration> spoken = new TreeMap<>();

  private int under;

  Progress(Surroundings surroundings, boolean json) {
    this.surroundings = surroundings;
    this.json = json;
    this.live = !json && surroundings.terminal().err();
  }

  @Override
  public synchronized void accept(Event event) {
    if (json) {
      surroundings.out().println(Json.write(document(event)));
      return;
    }
    String line = line(event);
    if (!line.isEmpty()) {
      say(line);
    }
    under +=
        switch (event) {
          case Event.Started _ -> 1;
          case Event.Done _, Event.Failed _ -> -1;
          case Event.Waiting _, Event.Retried _, Event.Skipped _ -> 0;
        };
    if (live) {
      Event.Progress at = event.progress();
      String rest =
          at.remaining().isZero() ? "" : ", about " + PlanText.duration(at.remaining()) + " to go";
      surroundings
          .err()
          .print(
              "\r\u001b[2K"
                  + at.done()
                  + " of "
                  + at.total()
                  + " done, "
                  + under
                  + " under way, "
                  + PlanText.duration(at.elapsed())
                  + rest);
      surroundings.err().flush();
    }
  }

  private void say(String line) {
    if (live) {
      surroundings.err().print("\r\u001b[2K");
    }
    surroundings.err().println(line);
  }

  private String line(Event event) {
    String name = event.step().address().toString();
    return switch (event) {
      case Event.Started(var step, _) -> name + ": " + doing(step) + " ...";
      case Event.Done(var step, var took, _) ->
          name + ": " + done(step) + " after " + PlanText.duration(took);
      case Event.Failed(_, var diagnostic, var took, _) ->
          name + ": failed after " + PlanText.duration(took) + ": " + diagnostic.message();
      case Event.Retried(_, var why, var in, _) ->
          name + ": again in " + PlanText.duration(in) + ": " + why;
      case Event.Skipped(_, var because, _) ->
          because.equals(event.step().address())
              ? name + ": not begun"
              : name + ": skipped, for it needs " + because;
      case Event.Waiting(var step, _, var since, _) -> {
        Duration last = spoken.getOrDefault(name, Duration.ZERO);
        if (since.minus(last).compareTo(STILL) < 0) {
          yield "";
        }
        spoken.put(name, since);
        yield name + ": still " + doing(step) + " (" + PlanText.duration(since) + ")";
      }
    };
  }

  private static String doing(Step step) {
    return switch (step.kind()) {
      case STAY -> "looking at it";
      case CREATE -> "creating";
      case UPDATE -> "updating";
      case DELETE -> "deleting";
    };
  }

  private static String done(Step step) {
    return switch (step.kind()) {
      case STAY -> "as it is";
      case CREATE -> "created";
      case UPDATE -> "updated";
      case DELETE -> "deleted";
    };
  }

  private static Fields document(Event event) {
    Fields common =
        Value.fields()
            .with("event", kind(event))
            .with("address", event.step().address().toString())
            .with("action", event.step().kind().name().toLowerCase(java.util.Locale.ROOT));
    Fields told =
        switch (event) {
          case Event.Started _ -> common;
          case Event.Done(_, var took, _) -> common.with("tookMillis", took.toMillis());
          case Event.Failed(_, var diagnostic, var took, _) ->
              common
                  .with("tookMillis", took.toMillis())
                  .with("diagnostic", DiagnosticJson.of(diagnostic));
          case Event.Retried(_, var why, var in, _) ->
              common.with("why", why).with("inMillis", in.toMillis());
          case Event.Skipped(_, var because, _) -> common.with("because", because.toString());
          case Event.Waiting(_, var operation, var since, _) ->
              common.with("operation", operation).with("sinceMillis", since.toMillis());
        };
    Event.Progress at = event.progress();
    return told.with("done", at.done())
        .with("total", at.total())
        .with("elapsedMillis", at.elapsed().toMillis())
        .with("remainingMillis", at.remaining().toMillis());
  }

  private static String kind(Event event) {
    return switch (event) {
      case Event.Started _ -> "started";
      case Event.Waiting _ -> "waiting";
      case Event.Retried _ -> "retried";
      case Event.Done _ -> "done";
      case Event.Failed _ -> "failed";
      case Event.Skipped _ -> "skipped";
    };
  }

  /// Takes the line that is overwritten away.
  @Override
  public synchronized void close() {
    if (live) {
      surroundings.err().print("\r\u001b[2K");
      surroundings.err().flush();
    }
  }
}
