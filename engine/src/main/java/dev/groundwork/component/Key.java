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

/// A key of Cloud KMS in a ring of its own. Neither can be deleted: left out of the blueprint, both
/// stay.
///
/// @param name empty for the component's own
/// @param ring the ring's name; empty for the key's
/// @param location empty for the blueprint's region
/// @param rotation how often a new version becomes the one in use; empty for never by itself
/// @param users the IAM members who may encrypt and decrypt with it
/// @param labels of the key alone
public record Key(
    Optional<String> name,
    Optional<String> ring,
    Optional<String> location,
    Optional<Duration> rotation,
    boolean hardware,
    List<Value> users,
    SequencedMap<String, String> labels)
    implements Component {

  private static final String USE = "roles/cloudkms.cryptoKeyEncrypterDecrypter";

  private static final Kind.Text NAME =
      Kind.Text.of("[A-Za-z0-9_-]{1,63}", "at most 63 letters, digits, hyphens and underscores");

  static final Form FORM =
      Form.of(
          "key",
          "A key of Cloud KMS that encrypts and decrypts; it cannot be deleted.",
          Field.of("name", NAME, "Its name at Google; by default the component's."),
          Field.of("ring", NAME, "The name of its ring; by default the key's."),
          Field.of(
              "location",
              Kind.Text.of("[a-z]+[-a-z0-9]*", "a region such as `us-central1`, or `global`"),
              "Where it is kept; by default the blueprint's region."),
          Field.of(
              "rotation",
              Spans.KIND,
              "How often a new version becomes the one in use: `90d`, at least `1d`."),
          Field.of(
                  "protection",
                  Kind.Choice.of("software", "hardware"),
                  "Whether it is kept in a hardware module.")
              .or("software"),
          Field.of(
              "users",
              new Kind.ListOf(new Kind.Member()),
              "Who may encrypt and decrypt with it: IAM members, or `${identity}`."),
          Field.of(
              "labels",
              new Kind.MapOf(Naming.LABEL_KEY, Naming.LABEL_VALUE),
              "Labels of the key alone."));

  static final ComponentType TYPE = ComponentType.of(FORM, "kms.CryptoKey", Key::from);

  static Key from(Settings given) {
    return new Key(
        given.maybeText("name"),
        given.maybeText("ring"),
        given.maybeText("location"),
        given.maybeText("rotation").map(Spans::parse),
        given.text("protection").equals("hardware"),
        given.values("users"),
        given.named("labels"));
  }

  @Override
  public Expansion expand(Context context) {
    String called = name.orElse(context.component());
    String where = location.orElse(context.region());
    List<Resource> resources = new ArrayList<>();
    List<Check> checks = new ArrayList<>();
    Resource keyRing =
        context
            .main("kms.KeyRing", context.place())
            .path("name", ring.orElse(called))
            .path("location", where)
            .made();
    resources.add(keyRing);
    Context.Part part =
        context
            .main("kms.CryptoKey", context.place())
            .path("name", called)
            .path("location", where)
            .path("keyRing", Context.link(keyRing.address()))
            .set("purpose", "ENCRYPT_DECRYPT");
    rotation.ifPresent(every -> part.set("rotationPeriod", every.toSeconds() + "s"));
    if (hardware) {
      part.set("versionTemplate.protectionLevel", "HSM")
          .set("versionTemplate.algorithm", "GOOGLE_SYMMETRIC_ENCRYPTION");
    }
    labels.forEach((key, value) -> part.set("labels." + key, value));
    Resource key = part.made();
    resources.add(key);
    checks.add(
        new Check(
            context.component() + " is in use",
            key.address(),
            new Expectation.FieldIs("primary.state", List.of(Value.of("ENABLED")))));
    rotation.ifPresent(every ->
        checks.add(
            new Check(
                context.component() + " rotates every " + Spans.shown(every),
                key.address(),
                new Expectation.FieldIs(
                    "rotationPeriod", List.of(Value.of(every.toSeconds() + "s"))))));
    for (Value user : new LinkedHashSet<>(users)) {
      user(context, key, where, keyRing, user, resources, checks);
    }
    return new Expansion(
        resources, checks, new TreeMap<>(Map.of("key", new Value.Reference(key.address(), "id"))));
  }

  private static void user(
      Context context,
      Resource key,
      String where,
      Resource keyRing,
      Value member,
      List<Resource> resources,
      List<Check> checks) {
    String who = Context.called(member);
    Resource granted =
        context
            .part("kms.CryptoKeyIamMember", who, context.place())
            .path("location", where)
            .path("keyRing", Context.link(keyRing.address()))
            .path("cryptoKey", Context.link(key.address()))
            .path("role", USE)
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
                    who + " may use " + context.component(),
                    key.address(),
                    new Expectation.Permitted(
                        account,
                        new TreeSet<>(
                            Set.of(
                                "cloudkms.cryptoKeyVersions.useToDecrypt",
                                "cloudkms.cryptoKeyVersions.useToEncrypt")),
                        true,
                        false))));
  }
}
