package dev.groundwork.emulator.compute;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;

/// The network `default` of a new project, in auto mode, with its four firewall rules.
final class DefaultNetwork {
  private DefaultNetwork() {}

  static void make(ControlPlane plane, Transaction transaction, String project, Networks networks) {
    String name = "projects/" + project + "/global/networks/default";
    Fields network = Names.made(plane, "network", name);
    network =
        network
            .with("selfLinkWithId", Names.link(name))
            .with("description", "Default network for the project")
            .with("autoCreateSubnetworks", true)
            .with("routingConfig.routingMode", "REGIONAL")
            .with("routingConfig.bgpBestPathSelectionMode", "LEGACY")
            .with("networkFirewallPolicyEnforcementOrder", "AFTER_CLASSIC_FIREWALL");
    transaction.put(Entry.of(Names.key(name), Networks.TYPE, network));
    networks.bring(transaction, project, network);
    String link = Names.link(name);
    rule(
        plane,
        transaction,
        project,
        link,
        "default-allow-icmp",
        "Allow ICMP from anywhere",
        "0.0.0.0/0",
        allow("icmp", List.of()));
    rule(
        plane,
        transaction,
        project,
        link,
        "default-allow-internal",
        "Allow internal traffic on the default network",
        "10.128.0.0/9",
        allow("tcp", List.of("0-65535")),
        allow("udp", List.of("0-65535")),
        allow("icmp", List.of()));
    rule(
        plane,
        transaction,
        project,
        link,
        "default-allow-rdp",
        "Allow RDP from anywhere",
        "0.0.0.0/0",
        allow("tcp", List.of("3389")));
    rule(
        plane,
        transaction,
        project,
        link,
        "default-allow-ssh",
        "Allow SSH from anywhere",
        "0.0.0.0/0",
        allow("tcp", List.of("22")));
  }

  private static Value allow(String protocol, List<String> ports) {
    Fields allowed = Fields.EMPTY.with("IPProtocol", protocol);
    return ports.isEmpty() ? allowed : allowed.with("ports", Value.texts(ports));
  }

  private static void rule(
      ControlPlane plane,
      Transaction transaction,
      String project,
      String network,
      String name,
      String description,
      String from,
      Value... allowed) {
    String relative = "projects/" + project + "/global/firewalls/" + name;
    Fields rule =
        Names.made(plane, "firewall", relative)
            .with("description", description)
            .with("network", network)
            .with("priority", 65534)
            .with("sourceRanges", Value.list(Value.of(from)))
            .with("allowed", Value.list(allowed))
            .with("direction", "INGRESS")
            .with("disabled", false)
            .with("logConfig", Fields.EMPTY.with("enable", false));
    transaction.put(Entry.of(Names.key(relative), Firewalls.TYPE, rule));
  }
}
