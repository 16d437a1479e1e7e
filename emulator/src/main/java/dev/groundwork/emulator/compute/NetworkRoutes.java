package dev.groundwork.emulator.compute;

import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Value.Fields;
import java.util.List;

/// Routes: those that clients make, and those that Google makes with networks and subnetworks.
final class NetworkRoutes implements Behavior {
  static final String TYPE = "compute.Route";

  private static final List<String> NEXT_HOPS =
      List.of("nextHopGateway", "nextHopInstance", "nextHopIp", "nextHopVpnTunnel", "nextHopIlb");

  @Override
  public Fields create(Edit edit, Fields wanted) {
    Names.check(edit.name());
    long hops = NEXT_HOPS.stream().filter(hop -> wanted.text(hop).isPresent()).count();
    if (hops != 1) {
      throw Refusal.invalid(
              "Invalid value for field 'resource': ''. Exactly one next hop must be specified.")
          .asException();
    }
    String range = wanted.text("destRange").orElse("");
    if (Range.parse(range).isEmpty() && !range.contains(":")) {
      throw Names.invalid("destRange", range, "Must be a CIDR address range.").asException();
    }
    return wanted
        .text("nextHopGateway")
        .map(gateway ->
            wanted.with(
                "nextHopGateway",
                Names.link(
                    "projects/"
                        + edit.path("project")
                        + "/global/gateways/"
                        + Names.last(gateway))))
        .orElse(wanted);
  }

  @Override
  public void delete(Edit edit, Entry current) {
    if (current.body().text("nextHopNetwork").isPresent()) {
      throw Refusal.invalid("The local route cannot be deleted.").asException();
    }
  }

  static void toTheInternet(
      ControlPlane plane, Transaction transaction, String project, String network) {
    String name = "projects/" + project + "/global/routes/default-route-" + plane.ids().hex(16);
    Fields route =
        Names.made(plane, "route", name)
            .with("description", "Default route to the Internet.")
            .with("network", network)
            .with("destRange", "0.0.0.0/0")
            .with("priority", 1000)
            .with(
                "nextHopGateway",
                Names.link("projects/" + project + "/global/gateways/default-internet-gateway"));
    put(transaction, name, route);
  }

  static void toSubnetwork(
      ControlPlane plane, Transaction transaction, String project, Fields subnetwork) {
    String range = subnetwork.text("ipCidrRange").orElse("");
    String network = subnetwork.text("network").orElseThrow();
    String name = "projects/" + project + "/global/routes/default-route-r-" + plane.ids().hex(16);
    Fields route =
        Names.made(plane, "route", name)
            .with("description", "Default local route to the subnetwork " + range + ".")
            .with("network", network)
            .with("destRange", range)
            .with("priority", 0)
            .with("nextHopNetwork", network);
    put(transaction, name, route);
  }

  /// Takes the route to a subnetwork that goes.
  static void drop(Transaction transaction, String project, Fields subnetwork) {
    for (Entry entry :
        transaction.under(Names.key("projects/" + project + "/global/routes/default-route-r-"))) {
      if (entry.body().text("network").equals(subnetwork.text("network"))
          && entry.body().text("destRange").equals(subnetwork.text("ipCidrRange"))) {
        transaction.drop(entry.key());
      }
    }
  }

  private static void put(Transaction transaction, String name, Fields route) {
    transaction.put(
        Entry.of(Names.key(name), TYPE, route).withHidden(Fields.EMPTY.with("googles", true)));
  }

  static boolean isGooglesOwn(Entry entry) {
    return entry.hidden().flag("googles");
  }
}
