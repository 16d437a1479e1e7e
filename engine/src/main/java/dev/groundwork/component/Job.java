package dev.groundwork.component;

import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check;
import dev.groundwork.verify.Check.Expectation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A container that runs to its end when it is told to: a Cloud Run job.
///
/// @param name empty for the component's own
/// @param tasks how many containers one run has
/// @param parallelism how many of them run at the same time; empty for Google's choice
/// @param retries how often a task that failed is tried again
/// @param timeout longest time that one task may take
/// @param runners the IAM members who may run it
/// @param labels of the job alone
public record Job(
    Optional<String> name,
    Container container,
    List<String> arguments,
    long tasks,
    Optional<Long> parallelism,
    long retries,
    Duration timeout,
    Optional<Value> connector,
    boolean allTraffic,
    List<Value> runners,
    SequencedMap<String, String> labels)
    implements Component {

  static final String RUN = "roles/run.invoker";

  static final Form FORM = form();

  static final ComponentType TYPE = ComponentType.of(FORM, "run.Job", Job::from);

  private static Form form() {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.of("name", Naming.COMPUTE, "Its name at Google; by default the component's."));
    fields.addAll(Container.FIELDS);
    fields.addAll(
        List.of(
            Field.of(
                "arguments", new Kind.ListOf(Kind.Text.ANY), "What the program is called with."),
            Field.of("tasks", new Kind.Whole(1, 10_000), "How many containers one run has.").or(1),
            Field.of(
                "parallelism",
                new Kind.Whole(1, 10_000),
                "How many of them run at the same time; by default Google chooses."),
            Field.of(
                    "retries",
                    new Kind.Whole(0, 10),
                    "How often a task that failed is tried again.")
                .or(3),
            Field.of("timeout", Spans.KIND, "The longest time that one task may take.").or("10m"),
            Field.of(
                "connector",
                new Kind.Link("vpcaccess.Connector"),
                "The connector through which it reaches a network: `${connector}`."),
            Field.of(
                    "egress",
                    Kind.Choice.of("private-ranges", "all"),
                    "Which of its traffic goes through the connector.")
                .or("private-ranges"),
            Field.of(
                "runners",
                new Kind.ListOf(new Kind.Member()),
                "Who may run it: IAM members, or `${identity}` for a component of type identity."),
            Field.of(
                "labels",
                new Kind.MapOf(Naming.LABEL_KEY, Naming.LABEL_VALUE),
                "Labels of the job alone.")));
    return new Form(
        "job", "A container that runs to its end when it is told to: a Cloud Run job.", fields);
  }

  static Job from(Settings given) {
    return new Job(
        given.maybeText("name"),
        Container.from(given),
        given.texts("arguments"),
        given.whole("tasks"),
        given.maybeWhole("parallelism"),
        given.whole("retries"),
        Spans.parse(given.text("timeout")),
        given.value("connector"),
        given.text("egress").equals("all"),
        given.values("runners"),
        given.named("labels"));
  }

  @Override
  public Expansion expand(Context context) {
    List<Resource> resources = new ArrayList<>();
    List<Check> checks = new ArrayList<>();
    String called = name.orElse(context.component());
    container.grants(context, resources, checks);
    Resource job = Container.after(resources, job(context, called));
    resources.add(job);
    checks.add(
        new Check(
            context.component() + " is ready",
            job.address(),
            new Expectation.FieldIs(
                "terminalCondition.state", List.of(Value.of("CONDITION_SUCCEEDED")))));
    container.checks(context, job, "template.template.containers", checks);
    for (Value runner : new LinkedHashSet<>(runners)) {
      runner(context, job, runner, resources, checks);
    }
    return new Expansion(
        resources,
        checks,
        new TreeMap<>(Map.of("name", Value.of(called))),
        container.images(context));
  }

  private Resource job(Context context, String called) {
    Value.Fields body = container.body();
    if (!arguments.isEmpty()) {
      body = body.with("args", Value.texts(arguments));
    }
    Context.Part part =
        context
            .main("run.Job", context.place())
            .path("name", called)
            .path("location", context.region())
            .set("template.taskCount", tasks)
            .set("template.template.serviceAccount", container.account())
            .set("template.template.maxRetries", retries)
            .set("template.template.timeout", timeout.toSeconds() + "s")
            .set("template.template.containers", Value.list(body));
    parallelism.ifPresent(most -> part.set("template.parallelism", most));
    connector.ifPresent(link ->
        part.set("template.template.vpcAccess.connector", link)
            .set(
                "template.template.vpcAccess.egress",
                allTraffic ? "ALL_TRAFFIC" : "PRIVATE_RANGES_ONLY"));
    labels.forEach((key, value) -> part.set("labels." + key, value));
    return part.made();
  }

  private static void runner(
      Context context, Resource job, Value member, List<Resource> resources, List<Check> checks) {
    String who = Context.called(member);
    Resource granted =
        context
            .part("run.JobIamMember", who, context.place())
            .path("location", context.region())
            .path("job", Context.link(job.address()))
            .path("role", RUN)
            .path("member", member)
            .made();
    resources.add(granted);
    checks.add(
        new Check(
            context.component() + " is open to " + who,
            granted.address(),
            new Expectation.Exists()));
    Members.accountOf(member)
        .ifPresent(account ->
            checks.add(
                new Check(
                    who + " may run " + context.component(),
                    job.address(),
                    new Expectation.Permitted(
                        account, new TreeSet<>(Set.of("run.jobs.run")), true, false))));
  }
}
