package dev.groundwork.component;

import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check;
import dev.groundwork.verify.Check.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/// A managed Redis inside a network. It asks for its password, which Google makes, and takes TLS
/// connections only, unless that is switched off.
///
/// @param name empty for the component's own
/// @param version as users write it, `7.0`
/// @param standard whether a second server takes over when the first fails
/// @param peered whether it is reached by a peering of its own instead of the network's range for
///   Google's services
/// @param configs settings of Redis itself, by name
public record Redis(
    Optional<String> name,
    String version,
    long sizeGib,
    boolean standard,
    Value network,
    boolean peered,
    boolean auth,
    boolean tls,
    SequencedMap<String, String> configs,
    SequencedMap<String, String> labels)
    implements Component {

  private static final String INSTANCE = "redis.Instance";
  private static final int PORT = 6379;
  private static final int PORT_OVER_TLS = 6378;

  static final Form FORM =
      Form.of(
          "redis",
          "A managed Redis inside a network: a Memorystore instance.",
          Field.of("name", Naming.REDIS, "Its name at Google; by default the component's."),
          Field.of(
                  "version",
                  new Kind.Scalar(
                      Kind.Text.of(
                          "3\\.2|4\\.0|5\\.0|6\\.x|7\\.0|7\\.2",
                          "a version of Redis that Memorystore offers: 7.2, 7.0, 6.x, 5.0, 4.0 or 3.2")),
                  "The version of Redis.")
              .or("7.0"),
          Field.of("sizeGib", new Kind.Whole(1, 300), "Its memory, in GiB.").or(1),
          Field.of(
                  "tier",
                  Kind.Choice.of("basic", "standard"),
                  "One server, or `standard`: a second one takes over when it fails.")
              .or("basic"),
          Field.of(
                  "network",
                  new Kind.Link("compute.Network"),
                  "The network that it stands in; nothing outside reaches it.")
              .must(),
          Field.of(
                  "access",
                  Kind.Choice.of("private-services", "direct-peering"),
                  "How the network reaches it: by its range for Google's services, or by a peering of its own.")
              .or("private-services"),
          Field.of("auth", new Kind.Flag(), "Whether it asks for a password, which Google makes.")
              .or(true),
          Field.of("tls", new Kind.Flag(), "Whether it takes TLS connections only.").or(true),
          Field.of(
              "configs",
              new Kind.MapOf(
                  Kind.Text.of("[a-z][a-z0-9-]*", "a setting such as `maxmemory-policy`"),
                  new Kind.Scalar(Kind.Text.of("(?s).*", "text"))),
              "Settings of Redis itself: `maxmemory-policy: allkeys-lru`."),
          Field.of(
              "labels",
              new Kind.MapOf(Naming.LABEL_KEY, Naming.LABEL_VALUE),
              "Labels of the cache alone."));

  static final ComponentType TYPE =
      ComponentType.of(FORM, INSTANCE, Redis::from)
          .withSecrets((component, path, _) ->
              path.equals(List.of("authString"))
                  ? Optional.of(new Address(INSTANCE, component))
                  : Optional.empty());

  static Redis from(Settings given) {
    return new Redis(
        given.maybeText("name"),
        given.text("version"),
        given.whole("sizeGib"),
        given.text("tier").equals("standard"),
        given.value("network").orElseThrow(),
        given.text("access").equals("direct-peering"),
        given.flag("auth"),
        given.flag("tls"),
        given.named("configs"),
        given.named("labels"));
  }

  @Override
  public Expansion expand(Context context) {
    Resource cache = cache(context);
    Map<String, Value> outputs =
        new TreeMap<>(
            Map.of(
                "instance", Value.of(name.orElse(context.component())),
                "host", new Value.Reference(cache.address(), "host"),
                "port", Value.of(tls ? PORT_OVER_TLS : PORT)));
    return new Expansion(
        List.of(cache), checks(context.component(), cache.address()), new TreeMap<>(outputs));
  }

  private Resource cache(Context context) {
    Context.Part part =
        context
            .main(INSTANCE, context.place())
            .path("name", name.orElse(context.component()))
            .path("region", context.region())
            .set("tier", standard ? "STANDARD_HA" : "BASIC")
            .set("memorySizeGb", sizeGib)
            .set("redisVersion", "REDIS_" + version.replace('.', '_').replace('x', 'X'))
            .set("authorizedNetwork", network)
            .set("connectMode", connectMode())
            .set("authEnabled", auth)
            .set("transitEncryptionMode", tls ? "SERVER_AUTHENTICATION" : "DISABLED");
    configs.forEach((setting, value) -> part.set("redisConfigs." + setting, value));
    labels.forEach((key, value) -> part.set("labels." + key, value));
    return part.made();
  }

  private String connectMode() {
    return peered ? "DIRECT_PEERING" : "PRIVATE_SERVICE_ACCESS";
  }

  private List<Check> checks(String who, Address cache) {
    List<Check> checks = new ArrayList<>();
    checks.add(is(who + " is ready", cache, "state", Value.of("READY")));
    checks.add(
        is(
            who + " is reached inside its network only",
            cache,
            "connectMode",
            Value.of(connectMode())));
    checks.add(is(who + " has " + sizeGib + " GiB", cache, "memorySizeGb", Value.of(sizeGib)));
    if (auth) {
      checks.add(is(who + " asks for its password", cache, "authEnabled", Value.of(true)));
    }
    if (tls) {
      checks.add(
          is(
              who + " takes TLS connections only by its settings",
              cache,
              "transitEncryptionMode",
              Value.of("SERVER_AUTHENTICATION")));
    }
    checks.add(
        new Check(
            tls ? who + " answers over TLS only" : who + " answers",
            cache,
            new Expectation.CacheAnswers(auth, tls)));
    return checks;
  }

  private static Check is(String name, Address cache, String field, Value wanted) {
    return new Check(name, cache, new Expectation.FieldIs(field, List.of(wanted)));
  }
}
