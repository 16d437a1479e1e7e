package dev.groundwork.component;

import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Address;
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

/// A container that answers requests: a Cloud Run service. Only its invokers may call it, unless it
/// is said to be public.
///
/// @param name empty for the component's own
/// @param concurrency requests that one instance answers at the same time
/// @param timeout longest time that one answer may take
/// @param least instances kept ready
/// @param most instances at most
/// @param generation of the execution environment, 1 or 2
/// @param connector through which it reaches a network; empty for none
/// @param allTraffic whether all its traffic goes through the connector, or only what goes to
///   private addresses
/// @param healthCheck the path that answers 2xx when the container is well; empty for none
/// @param invokers the IAM members who may call it
/// @param labels of the service alone
/// @param place where the component stands
public record Service(
    Optional<String> name,
    Container container,
    long port,
    long concurrency,
    Duration timeout,
    long least,
    long most,
    long generation,
    Optional<Value> connector,
    boolean allTraffic,
    String ingress,
    Optional<String> healthCheck,
    List<Value> invokers,
    boolean isPublic,
    SequencedMap<String, String> labels,
    Place place)
    implements Component {

  private static final String INVOKE = "roles/run.invoker";

  private static final Form SCALING =
      Form.of(
          "scaling",
          "How many instances it has.",
          Field.of("min", new Kind.Whole(0, 1000), "Instances kept ready.").or(0),
          Field.of("max", new Kind.Whole(1, 1000), "Instances at most.").or(10));

  static final Form FORM = form();

  static final ComponentType TYPE =
      ComponentType.of(FORM, "run.Service", Service::from).withOutputs(Map.of("url", "uri"));

  private static Form form() {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.of("name", Naming.SERVICE, "Its name at Google; by default the component's."));
    fields.addAll(Container.FIELDS);
    fields.addAll(
        List.of(
            Field.of(
                    "port",
                    new Kind.Whole(1, 65535),
                    "The port on which the container listens; it is told by the variable PORT.")
                .or(8080),
            Field.of(
                    "concurrency",
                    new Kind.Whole(1, 1000),
                    "Requests that one instance answers at the same time.")
                .or(80),
            Field.of("timeout", Spans.KIND, "The longest time that one answer may take.").or("5m"),
            Field.of("scaling", new Kind.Part(SCALING), "How many instances it has."),
            Field.of(
                    "generation",
                    new Kind.Whole(1, 2),
                    "The generation of the execution environment.")
                .or(2),
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
                    "ingress",
                    Kind.Choice.of("all", "internal", "internal-and-load-balancer"),
                    "From where requests may come; who may send them, `invokers` says.")
                .or("all"),
            Field.of(
                "healthCheck",
                Kind.Text.of("/\\S*", "a path such as `/health`"),
                "The path that answers 2xx when the container is well; asked when it starts, and from then on."),
            Field.of(
                "invokers",
                new Kind.ListOf(new Kind.Member()),
                "Who may call it: IAM members, or `${identity}` for a component of type identity."),
            Field.of("public", new Kind.Flag(), "Whether everybody may call it.").or(false),
            Field.of(
                "labels",
                new Kind.MapOf(Naming.LABEL_KEY, Naming.LABEL_VALUE),
                "Labels of the service alone.")));
    return new Form("service", "A container that answers requests: a Cloud Run service.", fields);
  }

  static Service from(Settings given) {
    Settings scaling = given.part("scaling");
    return new Service(
        given.maybeText("name"),
        Container.from(given),
        given.whole("port"),
        given.whole("concurrency"),
        Spans.parse(given.text("timeout")),
        scaling.whole("min"),
        scaling.whole("max"),
        given.whole("generation"),
        given.value("connector"),
        given.text("egress").equals("all"),
        given.text("ingress"),
        given.maybeText("healthCheck"),
        given.values("invokers"),
        given.flag("public"),
        given.named("labels"),
        given.place("scaling"));
  }

  @Override
  public Expansion expand(Context context) {
    checkRules(context);
    List<Resource> resources = new ArrayList<>();
    List<Check> checks = new ArrayList<>();
    String called = name.orElse(context.component());
    container.grants(context, resources, checks);
    Resource service = Container.after(resources, service(context, called));
    resources.add(service);
    checks(context, service, checks);
    invokers(context, service, resources, checks);
    doors(context, service, checks);
    return new Expansion(
        resources,
        checks,
        new TreeMap<>(
            Map.of("name", Value.of(called), "url", new Value.Reference(service.address(), "uri"))),
        container.images(context));
  }

  private void checkRules(Context context) {
    if (least > most) {
      context.error(
          Code.INVALID_VALUE,
          place,
          "`min` is " + least + " and `max` is " + most + ": the least is more than the most.",
          "make `max` at least " + least + ".");
    }
    if (timeout.compareTo(Duration.ofHours(1)) > 0 || timeout.isZero()) {
      context.error(
          Code.INVALID_VALUE,
          context.place(),
          "Cloud Run ends an answer after an hour at the latest; `timeout` is "
              + Spans.shown(timeout)
              + ".",
          "choose at most `1h`, or use a component of type `job`.");
    }
    if (container.milliCpus() < 1000 && concurrency > 1) {
      context.error(
          Code.INVALID_VALUE,
          context.place(),
          "with less than one processor an instance answers one request at a time.",
          "add `concurrency: 1`, or give it `cpu: 1`.");
    }
  }

  private Resource service(Context context, String called) {
    Context.Part part =
        context
            .main("run.Service", context.place())
            .path("name", called)
            .path("location", context.region())
            .set("ingress", "INGRESS_TRAFFIC_" + ingressWord())
            .set("template.serviceAccount", container.account())
            .set("template.executionEnvironment", "EXECUTION_ENVIRONMENT_GEN" + generation)
            .set("template.maxInstanceRequestConcurrency", concurrency)
            .set("template.timeout", timeout.toSeconds() + "s")
            .set("template.scaling.maxInstanceCount", most);
    if (least > 0) {
      part.set("template.scaling.minInstanceCount", least);
    }
    connector.ifPresent(link ->
        part.set("template.vpcAccess.connector", link)
            .set("template.vpcAccess.egress", allTraffic ? "ALL_TRAFFIC" : "PRIVATE_RANGES_ONLY"));
    Value.Fields body =
        container.body().with("ports", Value.list(Value.fields().with("containerPort", port)));
    if (healthCheck.isPresent()) {
      body =
          body.with("startupProbe.httpGet.path", healthCheck.get())
              .with("startupProbe.periodSeconds", 10)
              .with("startupProbe.failureThreshold", 12)
              .with("livenessProbe.httpGet.path", healthCheck.get())
              .with("livenessProbe.periodSeconds", 30);
    }
    part.set("template.containers", Value.list(body));
    labels.forEach((key, value) -> part.set("labels." + key, value));
    return part.made();
  }

  private String ingressWord() {
    return switch (ingress) {
      case "all" -> "ALL";
      case "internal" -> "INTERNAL_ONLY";
      case "internal-and-load-balancer" -> "INTERNAL_LOAD_BALANCER";
      default -> throw new IllegalArgumentException(ingress);
    };
  }

  private void checks(Context context, Resource service, List<Check> checks) {
    String who = context.component();
    Address address = service.address();
    checks.add(
        new Check(
            who + " is ready",
            address,
            new Expectation.FieldIs(
                "terminalCondition.state", List.of(Value.of("CONDITION_SUCCEEDED")))));
    container.checks(context, service, "template.containers", checks);
    checks.add(
        is(
            who + " has at most " + most + (most == 1 ? " instance" : " instances"),
            address,
            "template.scaling.maxInstanceCount",
            Value.of(most)));
    checks.add(
        least == 0
            ? new Check(
                who + " scales to zero",
                address,
                new Expectation.FieldAbsent("template.scaling.minInstanceCount"))
            : is(
                who + " keeps " + least + " ready",
                address,
                "template.scaling.minInstanceCount",
                Value.of(least)));
    checks.add(
        is(
            who + " answers " + concurrency + " requests at a time in each",
            address,
            "template.maxInstanceRequestConcurrency",
            Value.of(concurrency)));
    checks.add(
        is(
            who + " has " + Spans.shown(timeout) + " for an answer",
            address,
            "template.timeout",
            Value.of(timeout.toSeconds() + "s")));
    checks.add(
        is(
            who + " runs in generation " + generation,
            address,
            "template.executionEnvironment",
            Value.of("EXECUTION_ENVIRONMENT_GEN" + generation)));
  }

  private static Check is(String name, Address address, String field, Value wanted) {
    return new Check(name, address, new Expectation.FieldIs(field, List.of(wanted)));
  }

  private void invokers(
      Context context, Resource service, List<Resource> resources, List<Check> checks) {
    List<Value> members = new ArrayList<>(new LinkedHashSet<>(invokers));
    if (isPublic) {
      members.add(Value.of("allUsers"));
    }
    for (Value member : members) {
      Resource granted =
          context
              .part("run.ServiceIamMember", Context.called(member), context.place())
              .path("location", context.region())
              .path("service", Context.link(service.address()))
              .path("role", INVOKE)
              .path("member", member)
              .made();
      resources.add(granted);
      checks.add(
          new Check(
              context.component() + " is open to " + Context.called(member),
              granted.address(),
              new Expectation.Exists()));
      Members.accountOf(member)
          .ifPresent(account ->
              checks.add(
                  new Check(
                      Context.called(member) + " may call " + context.component(),
                      service.address(),
                      new Expectation.Permitted(
                          account, new TreeSet<>(Set.of("run.routes.invoke")), true, false))));
    }
  }

  /// That nobody else gets in, and that those who do get an answer.
  private void doors(Context context, Resource service, List<Check> checks) {
    if (!isPublic) {
      checks.add(
          new Check(
              context.component() + " is not public",
              service.address(),
              new Expectation.NoMember(
                  "run.ServiceIamMember",
                  "service",
                  INVOKE,
                  List.of("allUsers", "allAuthenticatedUsers"))));
      checks.add(
          new Check(
              context.component() + " refuses strangers",
              service.address(),
              new Expectation.RefusesStrangers("uri", healthCheck.orElse("/"))));
    }
    Optional<Value> caller =
        invokers.stream().flatMap(member -> Members.accountOf(member).stream()).findFirst();
    if (healthCheck.isPresent() && ingress.equals("all") && (isPublic || caller.isPresent())) {
      checks.add(
          new Check(
              context.component() + " answers",
              service.address(),
              new Expectation.Answers(
                  "uri", healthCheck.get(), isPublic ? Optional.empty() : caller)));
    }
  }
}
