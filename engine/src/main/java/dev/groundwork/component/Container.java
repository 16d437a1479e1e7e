package dev.groundwork.component;

import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check;
import dev.groundwork.verify.Check.Expectation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/// The container of a service or job: what runs, as whom, with how much, and what it is told.
///
/// @param local the program that stands for the image on a machine without a container engine
/// @param identity the service account as which it runs
/// @param milliCpus thousandths of a processor
/// @param memory as Google writes it: `512Mi`
/// @param env variables that everybody may see
/// @param secrets variables whose values are secrets: the secret by the variable
/// @param place where the component stands
record Container(
    Value image,
    Optional<Local> local,
    Value identity,
    long milliCpus,
    String memory,
    SequencedMap<String, Value> env,
    SequencedMap<String, Value> secrets,
    Place place) {

  private static final String READ = "roles/secretmanager.secretAccessor";

  /// The program that stands for an image.
  record Local(String folder, List<String> command) {}

  private static final Form LOCAL =
      Form.of(
          "local image",
          "What stands for the image on a machine without a container engine.",
          Field.of("folder", Kind.Path.ANY, "The folder it runs in, inside the blueprint's own.")
              .must(),
          Field.of(
                  "command",
                  new Kind.ListOf(Kind.Text.ANY),
                  "The program and its arguments, such as `[java, Server.java]`.")
              .must());

  private static final Kind.Text VARIABLE =
      Kind.Text.of(
          "[A-Za-z_][A-Za-z0-9_]*", "letters, digits and underscores, not starting with a digit");

  /// The fields that services and jobs share.
  static final List<Field> FIELDS =
      List.of(
          Field.of(
                  "image",
                  Kind.Composed.PLAIN,
                  "The container image, such as `us-central1-docker.pkg.dev/${project.id}/apps/web:1`.")
              .must(),
          Field.of(
              "local",
              new Kind.Part(LOCAL),
              "What stands for the image on this machine, where no container engine runs. Google is not told."),
          Field.of(
                  "identity",
                  new Kind.Link("iam.ServiceAccount"),
                  "The service account as which it runs: `${NAME}` of a component of type identity.")
              .must(),
          Field.of(
                  "cpu",
                  new Kind.Scalar(
                      Kind.Text.of(
                          "0?\\.[0-9]{1,3}|[1-9][0-9]?(\\.[05])?|[1-9][0-9]*m",
                          "a number of processors such as `1` or `0.5`, or `1000m`")),
                  "Processors for each instance.")
              .or("1"),
          Field.of(
                  "memory",
                  Kind.Text.of("[1-9][0-9]*(Mi|Gi)", "an amount such as `512Mi` or `1Gi`"),
                  "Memory for each instance.")
              .or("512Mi"),
          Field.of(
              "env",
              new Kind.MapOf(VARIABLE, Kind.Composed.PLAIN),
              "Environment variables, by name; no secrets."),
          Field.of(
              "secrets",
              new Kind.MapOf(VARIABLE, new Kind.Link("secretmanager.Secret")),
              "Environment variables that hold secrets: `API_KEY: ${api-key}`. The identity is allowed to read them."));

  static Container from(Settings given) {
    return new Container(
        given.value("image").orElseThrow(),
        given
            .maybePart("local")
            .map(local -> new Local(local.text("folder"), local.texts("command"))),
        given.value("identity").orElseThrow(),
        milliCpus(given.text("cpu")),
        given.text("memory"),
        given.namedValues("env"),
        given.namedValues("secrets"),
        given.place("image"));
  }

  private static long milliCpus(String text) {
    return text.endsWith("m")
        ? Long.parseLong(text.substring(0, text.length() - 1))
        : new BigDecimal(text).movePointRight(3).longValueExact();
  }

  /// As Google shows it.
  String cpu() {
    return milliCpus + "m";
  }

  /// The container without ports and probes.
  Value.Fields body() {
    List<Value> variables = new ArrayList<>();
    env.forEach(
        (name, value) -> variables.add(Value.fields().with("name", name).with("value", value)));
    secrets.forEach((name, secret) ->
        variables.add(
            Value.fields()
                .with("name", name)
                .with("valueSource.secretKeyRef.secret", secret)
                .with("valueSource.secretKeyRef.version", "latest")));
    Value.Fields body =
        Value.fields()
            .with("image", image)
            .with("resources.limits.cpu", cpu())
            .with("resources.limits.memory", memory);
    return variables.isEmpty() ? body : body.with("env", new Value.Items(variables));
  }

  /// The identity as Cloud Run names it.
  Value account() {
    return identity instanceof Value.Text ? Members.account(identity) : identity;
  }

  /// What lets the identity read the secrets.
  void grants(Context context, List<Resource> resources, List<Check> checks) {
    for (Value secret : new LinkedHashSet<>(secrets.values())) {
      String name = Context.called(secret);
      Context.Part part =
          context
              .part("secretmanager.SecretIamMember", name, context.place())
              .path("role", READ)
              .path("member", Members.of(identity));
      if (secret instanceof Value.Text(var elsewhere)) {
        part.path("project", elsewhere.split("/", -1)[1]).path("secret", name);
      } else {
        part.path("secret", secret);
      }
      Resource granted = part.made();
      resources.add(granted);
      checks.add(
          new Check(
              context.component() + " is granted " + name,
              granted.address(),
              new Expectation.Exists()));
      if (secret instanceof Value.Reference(var holder, _)) {
        checks.add(
            new Check(
                context.component() + " may read " + name,
                holder,
                new Expectation.Permitted(
                    Members.account(identity),
                    new TreeSet<>(Set.of("secretmanager.versions.access")),
                    true,
                    false)));
      }
    }
  }

  /// What runs, after its grants: it starts by reading its secrets.
  static Resource after(List<Resource> grants, Resource runs) {
    TreeSet<Address> dependsOn = new TreeSet<>(runs.dependsOn());
    grants.forEach(grant -> dependsOn.add(grant.address()));
    return new Resource(
        runs.address(), runs.type(), runs.path(), runs.body(), dependsOn, runs.place());
  }

  /// What stands for the image on this machine; a mistake is reported.
  List<LocalImage> images(Context context) {
    if (local.isEmpty()) {
      return List.of();
    }
    if (!(image instanceof Value.Text(var name))) {
      context.error(
          Code.INVALID_VALUE,
          place,
          "the image of `"
              + context.component()
              + "` is known only after apply, so nothing on this machine can stand for it before.",
          "name it without references to resources: `us-central1-docker.pkg.dev/${project.id}/REPOSITORY/IMAGE:TAG`.");
      return List.of();
    }
    return List.of(new LocalImage(name, local.get().folder(), local.get().command()));
  }

  /// Checks of the limits.
  ///
  /// @param at the path of the containers
  void checks(Context context, Resource resource, String at, List<Check> checks) {
    checks.add(
        new Check(
            context.component() + " has " + cpus(),
            resource.address(),
            new Expectation.FieldIs(
                at + ".resources.limits.cpu", List.of(Value.of(cpu()), Value.of(whole())))));
    checks.add(
        new Check(
            context.component() + " has " + memory + " of memory",
            resource.address(),
            new Expectation.FieldIs(at + ".resources.limits.memory", List.of(Value.of(memory)))));
  }

  private String whole() {
    return BigDecimal.valueOf(milliCpus, 3).stripTrailingZeros().toPlainString();
  }

  private String cpus() {
    return milliCpus == 1000 ? "1 processor" : whole() + " processors";
  }
}
