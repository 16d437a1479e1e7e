package dev.groundwork.component;

import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check;
import dev.groundwork.verify.Check.Expectation;
import dev.groundwork.verify.Cron;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A call at the times that a cron expression says, in a time zone of its own.
///
/// @param name empty for the component's own
/// @param cron minute, hour, day of the month, month, day of the week
/// @param timeZone such as `America/Los_Angeles`
/// @param calls what is called
/// @param identity as whom; empty for nobody
/// @param deadline longest wait for an answer
/// @param places where its fields stand
public record Schedule(
    Optional<String> name,
    Optional<String> description,
    String cron,
    String timeZone,
    List<Called> calls,
    String path,
    String method,
    Optional<String> body,
    Optional<Value> identity,
    Duration deadline,
    Retries retries,
    Places places)
    implements Component {

  private static final String CALL = "roles/run.invoker";
  private static final int SHOWN_RUNS = 3;

  /// What is called at its times.
  sealed interface Called {
    /// A Cloud Run service.
    record Service(Value link) implements Called {}

    /// A Cloud Run job, which is run.
    record Job(Value link) implements Called {}

    /// A topic, to which a message is sent.
    record Topic(Value link) implements Called {}

    /// Any address.
    record Url(Value address) implements Called {}
  }

  /// How often a call that failed is made again.
  record Retries(long count, Duration least, Duration most, long doublings, Duration within) {}

  record Places(Place cron, Place timeZone, Place whole, Place deadline) {}

  private static final Form RETRIES =
      Form.of(
          "retries",
          "How often a call that failed is made again.",
          Field.of("count", new Kind.Whole(0, 5), "How often.").or(3),
          Field.of("minBackoff", Spans.KIND, "The first wait.").or("5s"),
          Field.of("maxBackoff", Spans.KIND, "The longest wait.").or("1h"),
          Field.of("doublings", new Kind.Whole(0, 16), "How often the wait doubles.").or(5),
          Field.of("within", Spans.KIND, "The time after which it is given up; `0s` for none.")
              .or("0s"));

  static final Form FORM =
      Form.of(
          "schedule",
          "A call at the times that a cron expression says.",
          Field.of(
              "name",
              Kind.Text.of(
                  "[A-Za-z0-9_-]{1,500}", "at most 500 letters, digits, hyphens and underscores"),
              "Its name at Google; by default the component's."),
          Field.of(
              "description",
              Kind.Text.of("(?s).{1,500}", "text of at most 500 characters"),
              "What it is for."),
          Field.of(
                  "cron",
                  Kind.Text.ANY,
                  "When: minute, hour, day of the month, month, day of the week, such as `0 6 * * *`.")
              .must(),
          Field.of("timeZone", Kind.Text.ANY, "The time zone, such as `America/Los_Angeles`.")
              .or("Etc/UTC"),
          Field.of(
              "service", new Kind.Link("run.Service"), "The service that is called: `${NAME}`."),
          Field.of("job", new Kind.Link("run.Job"), "The job that is run: `${NAME}`."),
          Field.of(
              "topic",
              new Kind.Link("pubsub.Topic"),
              "The topic to which a message is sent: `${NAME}`."),
          Field.of("url", Kind.Composed.PLAIN, "Any address that is called."),
          Field.of(
                  "path",
                  Kind.Text.of("/\\S*", "a path such as `/run`"),
                  "The path that is called of a service.")
              .or("/"),
          Field.of(
                  "method",
                  Kind.Choice.of("POST", "GET", "PUT", "DELETE", "PATCH", "HEAD"),
                  "How a service or address is called.")
              .or("POST"),
          Field.of("body", Kind.Text.ANY, "What is sent."),
          Field.of(
              "identity",
              new Kind.Link("iam.ServiceAccount"),
              "As whom it calls: `${NAME}` of a component of type identity, which is allowed to."),
          Field.of("deadline", Spans.KIND, "The longest wait for an answer, at most `30m`.")
              .or("3m"),
          Field.of("retries", new Kind.Part(RETRIES), "How often a call that failed is repeated."));

  static final ComponentType TYPE = ComponentType.of(FORM, "cloudscheduler.Job", Schedule::from);

  static Schedule from(Settings given) {
    List<Called> calls = new ArrayList<>();
    given.value("service").ifPresent(link -> calls.add(new Called.Service(link)));
    given.value("job").ifPresent(link -> calls.add(new Called.Job(link)));
    given.value("topic").ifPresent(link -> calls.add(new Called.Topic(link)));
    given.value("url").ifPresent(address -> calls.add(new Called.Url(address)));
    Settings retries = given.part("retries");
    return new Schedule(
        given.maybeText("name"),
        given.maybeText("description"),
        given.text("cron"),
        given.text("timeZone"),
        calls,
        given.text("path"),
        given.text("method"),
        given.maybeText("body"),
        given.value("identity"),
        Spans.parse(given.text("deadline")),
        new Retries(
            retries.whole("count"),
            Spans.parse(retries.text("minBackoff")),
            Spans.parse(retries.text("maxBackoff")),
            retries.whole("doublings"),
            Spans.parse(retries.text("within"))),
        new Places(
            given.place("cron"), given.place("timeZone"), given.place(), given.place("deadline")));
  }

  @Override
  public Expansion expand(Context context) {
    checkRules(context);
    String called = name.orElse(context.component());
    if (calls.size() != 1 || isElsewhere(context, calls.getFirst())) {
      return new Expansion(List.of(), List.of(), new TreeMap<>());
    }
    List<Resource> resources = new ArrayList<>();
    List<Check> checks = new ArrayList<>();
    Context.Part job =
        context
            .main("cloudscheduler.Job", context.place())
            .path("name", called)
            .path("region", context.region())
            .set("schedule", cron)
            .set("timeZone", timeZone)
            .set("retryConfig.retryCount", retries.count())
            .set("retryConfig.minBackoffDuration", seconds(retries.least()))
            .set("retryConfig.maxBackoffDuration", seconds(retries.most()))
            .set("retryConfig.maxDoublings", retries.doublings())
            .set("retryConfig.maxRetryDuration", seconds(retries.within()));
    description.ifPresent(text -> job.set("description", text));
    target(context, job, calls.getFirst(), resources, checks);
    Resource made = job.made();
    resources.add(made);
    checks.add(0, enabled(context, made.address()));
    checks.add(
        1,
        new Check(
            context.component() + " runs when it should",
            made.address(),
            new Expectation.DueAsDescribed(cron, timeZone, SHOWN_RUNS)));
    return new Expansion(resources, checks, new TreeMap<>(Map.of("name", Value.of(called))));
  }

  /// Of a service or job made elsewhere, nobody here knows the address.
  private boolean isElsewhere(Context context, Called called) {
    boolean elsewhere =
        switch (called) {
          case Called.Service(Value.Text _) -> true;
          case Called.Job(Value.Text _) -> true;
          case Called.Service _, Called.Job _, Called.Topic _, Called.Url _ -> false;
        };
    if (elsewhere) {
      context.error(
          Code.INVALID_VALUE,
          places.whole(),
          "the schedule `" + context.component() + "` calls what is not in this blueprint.",
          "write its address instead: `url: https://…`.");
    }
    return elsewhere;
  }

  private static Check enabled(Context context, Address job) {
    return new Check(
        context.component() + " is enabled",
        job,
        new Expectation.FieldIs("state", List.of(Value.of("ENABLED"))));
  }

  private static String seconds(Duration span) {
    return span.toSeconds() + "s";
  }

  private void checkRules(Context context) {
    try {
      Cron.parse("0 0 * * *", timeZone);
      try {
        Cron.parse(cron, timeZone);
      } catch (Cron.Malformed e) {
        context.error(
            Code.INVALID_VALUE,
            places.cron(),
            "`" + cron + "` is no cron expression: " + e.getMessage() + ".",
            "write five fields: minute, hour, day of the month, month, day of the week, such as `0 6 * * *` for every day at 06:00.");
      }
    } catch (Cron.Malformed e) {
      context.error(
          Code.INVALID_VALUE,
          places.timeZone(),
          e.getMessage() + ".",
          "write a name of the IANA time zone database, such as `America/Los_Angeles`.");
    }
    if (calls.size() != 1) {
      context.error(
          calls.isEmpty() ? Code.MISSING_FIELD : Code.INVALID_VALUE,
          places.whole(),
          calls.isEmpty()
              ? "the schedule `" + context.component() + "` calls nothing."
              : "the schedule `" + context.component() + "` calls more than one thing.",
          "give it one of `service`, `job`, `topic` and `url`.");
    }
    if (deadline.compareTo(Duration.ofMinutes(30)) > 0 || deadline.toSeconds() < 15) {
      context.error(
          Code.INVALID_VALUE,
          places.deadline(),
          "`deadline` is " + Spans.shown(deadline) + "; Cloud Scheduler waits 15s to 30m.",
          "choose a time in between, and let what takes longer go on after it has answered.");
    }
    boolean anonymous =
        calls.stream().anyMatch(c -> c instanceof Called.Service || c instanceof Called.Job);
    if (anonymous && identity.isEmpty()) {
      context.error(
          Code.MISSING_FIELD,
          places.whole(),
          "the schedule `" + context.component() + "` does not say as whom it calls.",
          "add `identity: ${NAME}` with the name of a component of type identity.");
    }
  }

  private void target(
      Context context,
      Context.Part job,
      Called called,
      List<Resource> resources,
      List<Check> checks) {
    switch (called) {
      case Called.Topic(var link) -> {
        job.set("pubsubTarget.topicName", link)
            .set("pubsubTarget.data", encoded(body.orElse("{}")));
      }
      case Called.Url(var address) -> {
        http(job, address, method);
        identity.ifPresent(who -> oidc(job, who, address));
      }
      case Called.Service(var link) -> {
        Value uri = uri(link);
        http(job, path.equals("/") ? uri : joined(uri, path), method);
        identity.ifPresent(who -> {
          oidc(job, who, uri);
          mayCall(context, link, who, resources, checks);
        });
      }
      case Called.Job(var link) -> {
        http(
            job,
            joined(
                Value.of("https://run.googleapis.com/v2/"),
                new Value.Reference(target(link), "id"),
                ":run"),
            "POST");
        identity.ifPresent(who -> {
          job.set("httpTarget.oauthToken.serviceAccountEmail", Members.account(who));
          mayRun(context, link, who, resources, checks);
        });
      }
    }
  }

  private void http(Context.Part job, Value uri, String verb) {
    job.set("attemptDeadline", seconds(deadline))
        .set("httpTarget.uri", uri)
        .set("httpTarget.httpMethod", verb);
    body.ifPresent(text -> job.set("httpTarget.body", encoded(text)));
  }

  private static void oidc(Context.Part job, Value who, Value audience) {
    job.set("httpTarget.oidcToken.serviceAccountEmail", Members.account(who))
        .set("httpTarget.oidcToken.audience", audience);
  }

  private static Address target(Value link) {
    if (link instanceof Value.Reference(var target, _)) {
      return target;
    }
    throw new IllegalArgumentException("made elsewhere");
  }

  private static Value uri(Value link) {
    return new Value.Reference(target(link), "uri");
  }

  private static Value joined(Value before, String after) {
    return new Value.Template(List.of(before, Value.of(after)));
  }

  private static Value joined(Value before, Value middle, String after) {
    return new Value.Template(List.of(before, middle, Value.of(after)));
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void mayCall(
      Context context, Value service, Value who, List<Resource> resources, List<Check> checks) {
    resources.add(
        context
            .part("run.ServiceIamMember", Context.called(service), context.place())
            .path("location", context.region())
            .path("service", service)
            .path("role", CALL)
            .path("member", Members.of(who))
            .made());
    checks.add(
        permitted(
            context.component() + " may call " + Context.called(service),
            target(service),
            who,
            "run.routes.invoke"));
  }

  private static void mayRun(
      Context context, Value job, Value who, List<Resource> resources, List<Check> checks) {
    resources.add(
        context
            .part("run.JobIamMember", Context.called(job), context.place())
            .path("location", context.region())
            .path("job", job)
            .path("role", Job.RUN)
            .path("member", Members.of(who))
            .made());
    checks.add(
        permitted(
            context.component() + " may run " + Context.called(job),
            target(job),
            who,
            "run.jobs.run"));
  }

  private static Check permitted(String name, Address on, Value who, String permission) {
    return new Check(
        name,
        on,
        new Expectation.Permitted(
            Members.account(who), new TreeSet<>(Set.of(permission)), true, false));
  }
}
