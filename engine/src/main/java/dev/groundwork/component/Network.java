package dev.groundwork.component;

import static dev.groundwork.component.Context.link;

import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check;
import dev.groundwork.verify.Check.Expectation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/// A private network: subnets, a way out, firewall rules, and a range for Google's own services
/// such as Cloud SQL. Subnets are made as described and never by Google alone.
///
/// @param name empty for the component's own
/// @param mtu largest packet, in bytes; empty for Google's default
/// @param globalRouting whether routes learned in one region are known in all
/// @param privateServices the range from which Google's services take their private addresses, in
///   CIDR notation
public record Network(
    Optional<String> name,
    Optional<String> description,
    Optional<Long> mtu,
    boolean globalRouting,
    SequencedMap<String, Subnet> subnets,
    Optional<PrivateServices> privateServices,
    Optional<Nat> nat,
    SequencedMap<String, Rule> firewall)
    implements Component {

  /// A range of addresses in one region.
  public record Subnet(
      Place place,
      String range,
      Optional<String> region,
      SequencedMap<String, String> secondaryRanges,
      boolean privateGoogleAccess,
      boolean flowLogs) {}

  /// The range from which Google's services take their private addresses.
  public record PrivateServices(Place place, String range) {}

  /// A way out to the internet for machines without a public address.
  public record Nat(Place place, Optional<String> region, boolean logging) {}

  /// A firewall rule. It is for outgoing traffic when it says `to`, else for incoming.
  public record Rule(
      Place place,
      Optional<String> description,
      List<String> allow,
      List<String> deny,
      List<String> from,
      List<String> to,
      List<String> sourceTags,
      List<String> targetTags,
      long priority,
      boolean logging) {}

  private static final Kind RANGE = new Kind.Range(8, 29);
  private static final Kind ANY_RANGE = new Kind.Range(0, 32);
  private static final Kind TRAFFIC =
      new Kind.ListOf(
          Kind.Text.of(
              "(all|icmp|esp|ah|ipip|sctp|\\d{1,3})|(tcp|udp|sctp)(:\\d{1,5}(-\\d{1,5})?)?",
              "a protocol and a port such as `tcp:5432`, `tcp:8000-8080`, `icmp` or `all`"));

  static final Form SUBNET =
      Form.of(
          "subnet",
          "A range of addresses in one region.",
          Field.of("range", RANGE, "The addresses, in CIDR notation.").must(),
          Field.of("region", Naming.REGION, "The region; by default the blueprint's."),
          Field.of(
              "secondaryRanges",
              new Kind.MapOf(Naming.COMPUTE, RANGE),
              "More ranges by name, for the pods and services of clusters."),
          Field.of(
                  "privateGoogleAccess",
                  new Kind.Flag(),
                  "Whether machines without a public address reach Google's APIs.")
              .or(true),
          Field.of("flowLogs", new Kind.Flag(), "Whether connections are logged.").or(false));

  static final Form NAT =
      Form.of(
          "NAT",
          "A way out to the internet for machines without a public address.",
          Field.of("region", Naming.REGION, "The region; by default the blueprint's."),
          Field.of("logging", new Kind.Flag(), "Whether errors are logged.").or(true));

  static final Form RULE =
      Form.of(
          "firewall rule",
          "Which traffic may pass. With `to` it is about outgoing traffic, else about incoming.",
          Field.of("description", Kind.Text.ANY, "What it is for."),
          Field.of("allow", TRAFFIC, "Protocols and ports let through: `tcp:5432`, `icmp`, `all`."),
          Field.of("deny", TRAFFIC, "Protocols and ports refused."),
          Field.of("from", new Kind.ListOf(ANY_RANGE), "Ranges that the traffic comes from."),
          Field.of("to", new Kind.ListOf(ANY_RANGE), "Ranges that the traffic goes to."),
          Field.of(
              "sourceTags",
              new Kind.ListOf(Naming.TAG),
              "Tags of machines that the traffic comes from."),
          Field.of(
              "targetTags",
              new Kind.ListOf(Naming.TAG),
              "Tags of machines that the rule is for; without them it is for all."),
          Field.of("priority", new Kind.Whole(0, 65535), "The lower, the sooner the rule decides.")
              .or(1000),
          Field.of("logging", new Kind.Flag(), "Whether connections are logged.").or(false));

  static final Form FORM =
      Form.of(
          "network",
          "A private network with its subnets, firewall rules, a way out, and a range for Google's own services.",
          Field.of("name", Naming.COMPUTE, "Its name at Google; by default the component's."),
          Field.of("description", Kind.Text.ANY, "What it is for."),
          Field.of("mtu", new Kind.Whole(1300, 8896), "Largest packet, in bytes."),
          Field.of(
                  "globalRouting",
                  new Kind.Flag(),
                  "Whether routes learned in one region are known in all.")
              .or(false),
          Field.of(
              "subnets",
              new Kind.MapOf(Naming.COMPUTE, new Kind.Part(SUBNET)),
              "Ranges of addresses, by name."),
          Field.of(
              "privateServices",
              new Kind.Range(8, 24),
              "The range from which Google's services, such as Cloud SQL, take their private addresses."),
          Field.of(
              "nat",
              new Kind.Switch(NAT),
              "A way out to the internet for machines without a public address."),
          Field.of(
              "firewall",
              new Kind.MapOf(Naming.COMPUTE, new Kind.Part(RULE)),
              "Firewall rules, by name. Without a rule nothing comes in."));

  static final ComponentType TYPE =
      ComponentType.of(FORM, "compute.Network", Network::from)
          .withParts(Map.of("subnets", "compute.Subnetwork", "firewall", "compute.Firewall"));

  static Network from(Settings given) {
    return new Network(
        given.maybeText("name"),
        given.maybeText("description"),
        given.maybeWhole("mtu"),
        given.flag("globalRouting"),
        each(given.parts("subnets"), Network::subnet),
        given
            .maybeText("privateServices")
            .map(range -> new PrivateServices(given.place("privateServices"), range)),
        given
            .maybePart("nat")
            .map(nat -> new Nat(nat.place(), nat.maybeText("region"), nat.flag("logging"))),
        each(given.parts("firewall"), Network::rule));
  }

  private static <T> SequencedMap<String, T> each(
      SequencedMap<String, Settings> parts, java.util.function.Function<Settings, T> make) {
    SequencedMap<String, T> made = new LinkedHashMap<>();
    parts.forEach((name, part) -> made.put(name, make.apply(part)));
    return made;
  }

  private static Subnet subnet(Settings given) {
    return new Subnet(
        given.place(),
        given.text("range"),
        given.maybeText("region"),
        given.named("secondaryRanges"),
        given.flag("privateGoogleAccess"),
        given.flag("flowLogs"));
  }

  private static Rule rule(Settings given) {
    return new Rule(
        given.place(),
        given.maybeText("description"),
        given.texts("allow"),
        given.texts("deny"),
        given.texts("from"),
        given.texts("to"),
        given.texts("sourceTags"),
        given.texts("targetTags"),
        given.whole("priority"),
        given.flag("logging"));
  }

  @Override
  public Expansion expand(Context context) {
    new NetworkRules(this, context).apply();
    List<Resource> resources = new ArrayList<>();
    List<Check> checks = new ArrayList<>();
    Resource network = network(context);
    resources.add(network);
    checks.add(
        new Check(context.component() + " is there", network.address(), new Expectation.Exists()));
    subnets.forEach((key, subnet) -> {
      Resource made = subnet(context, key, subnet);
      resources.add(made);
      checks.add(
          new Check(
              context.component() + " has the subnet " + key,
              made.address(),
              new Expectation.Exists()));
    });
    privateServices.ifPresent(services -> {
      Resource range = privateRange(context, services);
      Resource connection = connection(context, services, range.address());
      resources.add(range);
      resources.add(connection);
      checks.add(
          new Check(
              context.component() + " is connected to Google's services",
              connection.address(),
              new Expectation.Exists()));
    });
    nat.ifPresent(out -> resources.add(router(context, out)));
    firewall.forEach((key, rule) -> resources.add(rule(context, key, rule)));
    return new Expansion(
        resources, checks, new TreeMap<>(Map.of("name", Value.of(called(context)))));
  }

  private String called(Context context) {
    return name.orElse(context.component());
  }

  private Resource network(Context context) {
    Context.Part network =
        context
            .main("compute.Network", context.place())
            .path("name", called(context))
            .set("autoCreateSubnetworks", false)
            .set("routingConfig.routingMode", globalRouting ? "GLOBAL" : "REGIONAL");
    description.ifPresent(text -> network.set("description", text));
    mtu.ifPresent(bytes -> network.set("mtu", bytes));
    return network.made();
  }

  private Resource subnet(Context context, String key, Subnet subnet) {
    Context.Part made =
        context
            .part("compute.Subnetwork", key, subnet.place())
            .path("name", key)
            .path("region", subnet.region().orElse(context.region()))
            .set("network", link(context.address("compute.Network")))
            .set("ipCidrRange", subnet.range())
            .set("privateIpGoogleAccess", subnet.privateGoogleAccess());
    if (subnet.flowLogs()) {
      made.set("logConfig.enable", true);
    }
    if (!subnet.secondaryRanges().isEmpty()) {
      List<Value> ranges = new ArrayList<>();
      subnet
          .secondaryRanges()
          .forEach((name, range) ->
              ranges.add(Value.fields().with("rangeName", name).with("ipCidrRange", range)));
      made.set("secondaryIpRanges", new Value.Items(ranges));
    }
    return made.made();
  }

  private Resource privateRange(Context context, PrivateServices services) {
    int slash = services.range().indexOf('/');
    return context
        .part("compute.GlobalAddress", "private-services", services.place())
        .path("name", called(context) + "-private-services")
        .set("purpose", "VPC_PEERING")
        .set("addressType", "INTERNAL")
        .set("address", services.range().substring(0, slash))
        .set("prefixLength", Long.parseLong(services.range().substring(slash + 1)))
        .set("network", link(context.address("compute.Network")))
        .made();
  }

  private Resource connection(Context context, PrivateServices services, Address range) {
    return context
        .part("servicenetworking.Connection", "private-services", services.place())
        .path("network", link(context.address("compute.Network")))
        .set("reservedPeeringRanges", Value.list(link(range)))
        .made();
  }

  private Resource router(Context context, Nat out) {
    String called = called(context) + "-nat";
    return context
        .part("compute.Router", "nat", out.place())
        .path("name", called)
        .path("region", out.region().orElse(context.region()))
        .set("network", link(context.address("compute.Network")))
        .set(
            "nats",
            Value.list(
                Value.fields()
                    .with("name", called)
                    .with("natIpAllocateOption", "AUTO_ONLY")
                    .with("sourceSubnetworkIpRangesToNat", "ALL_SUBNETWORKS_ALL_IP_RANGES")
                    .with(
                        "logConfig",
                        Value.fields()
                            .with("enable", out.logging())
                            .with("filter", "ERRORS_ONLY"))))
        .made();
  }

  private Resource rule(Context context, String key, Rule rule) {
    boolean outgoing = !rule.to().isEmpty();
    Context.Part made =
        context
            .part("compute.Firewall", key, rule.place())
            .path("name", key)
            .set("network", link(context.address("compute.Network")))
            .set("direction", outgoing ? "EGRESS" : "INGRESS")
            .set("priority", rule.priority());
    rule.description().ifPresent(text -> made.set("description", text));
    setTexts(made, "sourceRanges", rule.from());
    setTexts(made, "destinationRanges", rule.to());
    setTexts(made, "sourceTags", rule.sourceTags());
    setTexts(made, "targetTags", rule.targetTags());
    if (!rule.allow().isEmpty()) {
      made.set("allowed", traffic(rule.allow()));
    }
    if (!rule.deny().isEmpty()) {
      made.set("denied", traffic(rule.deny()));
    }
    if (rule.logging()) {
      made.set("logConfig.enable", true);
    }
    return made.made();
  }

  private static void setTexts(Context.Part part, String field, List<String> texts) {
    if (!texts.isEmpty()) {
      part.set(field, Value.texts(texts));
    }
  }

  /// `tcp:80`, `tcp:443` as Google groups them: one entry per protocol.
  private static Value traffic(List<String> words) {
    SequencedMap<String, List<String>> ports = new LinkedHashMap<>();
    for (String word : words) {
      int colon = word.indexOf(':');
      List<String> of =
          ports.computeIfAbsent(
              colon < 0 ? word : word.substring(0, colon), _ -> new ArrayList<>());
      if (colon >= 0) {
        of.add(word.substring(colon + 1));
      }
    }
    List<Value> entries = new ArrayList<>();
    ports.forEach((protocol, of) -> {
      Value.Fields entry = Value.fields().with("IPProtocol", protocol);
      entries.add(of.isEmpty() ? entry : entry.with("ports", Value.texts(of)));
    });
    return new Value.Items(entries);
  }
}
