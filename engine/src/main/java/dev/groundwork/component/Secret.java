package dev.groundwork.component;

import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check;
import dev.groundwork.verify.Check.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A secret in Secret Manager: generated, composed of other secrets, or a place for a value that is
/// added out of band.
///
/// @param name empty for the component's own
/// @param generated the length of the value to generate; empty when it is not
/// @param value text with other secrets inside; empty when it is not composed
/// @param locations the regions that hold copies; empty for Google's choice
/// @param readers the IAM members who may read it
public record Secret(
    Optional<String> name,
    Optional<Long> generated,
    Optional<Value> value,
    List<String> locations,
    List<Value> readers)
    implements Component {

  private static final String READ = "roles/secretmanager.secretAccessor";

  static final Form GENERATED =
      Form.of(
          "generated secret",
          "A value made at random, known to nobody until it is read.",
          Field.of("length", new Kind.Whole(16, 128), "How many letters and digits it has.")
              .or(32));

  static final Form FORM =
      Form.of(
          "secret",
          "A secret in Secret Manager: generated, composed of other secrets, or a place for a value that is added out of band.",
          Field.of("name", Naming.SECRET, "Its name at Google; by default the component's."),
          Field.of(
              "generated",
              new Kind.Switch(GENERATED),
              "The value is made at random when the secret is. Without it, the value is added out of band."),
          Field.of(
              "value",
              Kind.Composed.SECRET,
              "The value is composed of other secrets, such as `postgresql://app:${database.password}@${database.host}/app`."),
          Field.of(
              "locations",
              new Kind.ListOf(Naming.REGION),
              "The regions that hold copies; by default Google chooses."),
          Field.of(
              "readers",
              new Kind.ListOf(new Kind.Member()),
              "Who may read it: IAM members, or `${identity}` for a component of type identity."));

  static final ComponentType TYPE =
      ComponentType.of(FORM, "secretmanager.Secret", Secret::from)
          .withSecrets((component, path, _) ->
              path.equals(List.of("value"))
                  ? Optional.of(new Address("secretmanager.Secret", component))
                  : Optional.empty());

  static Secret from(Settings given) {
    return new Secret(
        given.maybeText("name"),
        given.maybePart("generated").map(generated -> generated.whole("length")),
        given.value("value"),
        given.texts("locations"),
        given.values("readers"));
  }

  @Override
  public Expansion expand(Context context) {
    List<Resource> resources = new ArrayList<>();
    List<Check> checks = new ArrayList<>();
    Context.Part part =
        context
            .main("secretmanager.Secret", context.place())
            .path("name", name.orElse(context.component()));
    if (locations.isEmpty()) {
      part.set("replication.automatic", Value.fields());
    } else {
      List<Value> replicas =
          locations.stream().<Value>map(region -> Value.fields().with("location", region)).toList();
      part.set("replication.userManaged.replicas", new Value.Items(replicas));
    }
    Resource secret = part.made();
    resources.add(secret);
    generated
        .<Value>map(length -> new Value.Generated(length.intValue()))
        .or(() -> value)
        .ifPresent(payload ->
            resources.add(
                context
                    .main("secretmanager.SecretVersion", context.place())
                    .path("secret", Context.link(secret.address()))
                    .set("payload.data", payload)
                    .made()));
    checks.add(
        new Check(
            context.component() + " has a value",
            secret.address(),
            new Expectation.SecretHasValue()));
    for (Value reader : readers) {
      Resource granted =
          context
              .part("secretmanager.SecretIamMember", Context.called(reader), context.place())
              .path("secret", Context.link(secret.address()))
              .path("role", READ)
              .path("member", reader)
              .made();
      resources.add(granted);
      checks.add(
          new Check(
              context.component() + " may be read by " + Context.called(reader),
              granted.address(),
              new Expectation.Exists()));
    }
    return new Expansion(
        resources,
        checks,
        new TreeMap<>(java.util.Map.of("secret", new Value.Secret(secret.address()))));
  }
}
