package dev.groundwork.component;

import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check;
import dev.groundwork.verify.Check.Expectation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The way from serverless programs into a network: machines of a Serverless VPC connector.
///
/// @param name empty for the component's own
/// @param network the network that it makes its range in; empty when it stands in a subnet
/// @param range the 16 addresses that it takes, in CIDR notation; empty when it stands in a subnet
/// @param subnet the subnet of 16 addresses that it stands in; empty when it makes its own
/// @param least machines at least
/// @param most machines at most
/// @param place where the number of machines stands
public record Connector(
    Optional<String> name,
    Optional<Value> network,
    Optional<String> range,
    Optional<Value> subnet,
    String machine,
    long least,
    long most,
    Place place)
    implements Component {

  private static final Form INSTANCES =
      Form.of(
          "machines of a connector",
          "How many machines it has.",
          Field.of("min", new Kind.Whole(2, 9), "Machines at least.").or(2),
          Field.of("max", new Kind.Whole(3, 10), "Machines at most.").or(3));

  static final Form FORM =
      Form.of(
          "connector",
          "The way from serverless programs into a network.",
          Field.of("name", Naming.CONNECTOR, "Its name at Google; by default the component's."),
          Field.of(
              "network",
              new Kind.Link("compute.Network"),
              "The network; `range` says which of its addresses the connector takes."),
          Field.of(
              "range",
              new Kind.Range(28, 28),
              "The addresses that it takes, a /28 that nothing else has."),
          Field.of(
              "subnet",
              new Kind.Link("compute.Subnetwork"),
              "Instead of `network` and `range`: a subnet of size /28 that nothing else uses."),
          Field.of(
                  "machine",
                  Kind.Choice.of("f1-micro", "e2-micro", "e2-standard-4"),
                  "The type of its machines.")
              .or("e2-micro"),
          Field.of("instances", new Kind.Part(INSTANCES), "How many machines it has."));

  static final ComponentType TYPE = ComponentType.of(FORM, "vpcaccess.Connector", Connector::from);

  static Connector from(Settings given) {
    Settings instances = given.part("instances");
    return new Connector(
        given.maybeText("name"),
        given.value("network"),
        given.maybeText("range"),
        given.value("subnet"),
        given.text("machine"),
        instances.whole("min"),
        instances.whole("max"),
        given.place("instances"));
  }

  @Override
  public Expansion expand(Context context) {
    checkRules(context);
    String called = name.orElse(context.component());
    Context.Part part =
        context
            .main("vpcaccess.Connector", context.place())
            .path("name", called)
            .path("region", context.region())
            .set("machineType", machine)
            .set("minInstances", least)
            .set("maxInstances", most);
    network.ifPresent(link -> part.set("network", link));
    range.ifPresent(addresses -> part.set("ipCidrRange", addresses));
    subnet.ifPresent(link -> part.set("subnet.name", link));
    Resource connector = part.made();
    Address address = connector.address();
    String who = context.component();
    return new Expansion(
        List.of(connector),
        List.of(
            is(who + " is ready", address, "state", Value.of("READY")),
            is(
                who + " has " + least + " to " + most + " machines",
                address,
                "maxInstances",
                Value.of(most)),
            is(
                who + " has machines of type " + machine,
                address,
                "machineType",
                Value.of(machine))),
        new TreeMap<>(Map.of("name", Value.of(called))));
  }

  private void checkRules(Context context) {
    if (least >= most) {
      context.error(
          Code.INVALID_VALUE,
          place,
          "`min` is " + least + " and `max` is " + most + ": the most must be more than the least.",
          "make `max` at least " + (least + 1) + ".");
    }
    if (subnet.isPresent() == network.isPresent() || network.isPresent() != range.isPresent()) {
      context.error(
          Code.INVALID_VALUE,
          context.place(),
          "a connector stands either in a network, with a `range` of its own, or in a `subnet`.",
          "write `network: ${network}` and `range: 10.8.0.0/28`, or `subnet: ${network.subnets.NAME}`.");
    }
  }

  private static Check is(String name, Address connector, String field, Value wanted) {
    return new Check(name, connector, new Expectation.FieldIs(field, List.of(wanted)));
  }
}
