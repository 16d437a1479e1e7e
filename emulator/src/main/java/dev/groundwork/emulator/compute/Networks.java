package dev.groundwork.emulator.compute;

import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.Busy;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Operation;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Networks. One in auto mode brings a subnetwork in each region; each has a default route to the
/// internet. Its subnetworks and peerings are shown in it, kept on their own.
final class Networks implements Behavior {
  static final String TYPE = "compute.Network";

  private final ControlPlane plane;

  Networks(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public Fields create(Edit edit, Fields wanted) {
    Names.check(edit.name());
    Fields network =
        wanted.get("autoCreateSubnetworks").isPresent()
            ? wanted
            : wanted.with("autoCreateSubnetworks", false);
    // called so, but Google's recorded answers name the network here as in selfLink
    network =
        withInternalRange(network.with("selfLinkWithId", network.text("selfLink").orElseThrow()));
    bring(edit.transaction(), edit.path("project"), network);
    return network;
  }

  /// Google chooses the internal range when it is asked for, also later.
  @Override
  public Fields update(Edit edit, Fields before, Fields after) {
    return withInternalRange(after);
  }

  private Fields withInternalRange(Fields network) {
    return network.flag("enableUlaInternalIpv6") && network.text("internalIpv6Range").isEmpty()
        ? network.with(
            "internalIpv6Range",
            "fd20:" + plane.ids().hex(3) + ":" + plane.ids().hex(3) + ":0:0:0:0:0/48")
        : network;
  }

  /// What comes with a network.
  void bring(Transaction transaction, String project, Fields network) {
    String link = network.text("selfLink").orElseThrow();
    NetworkRoutes.toTheInternet(plane, transaction, project, link);
    if (network.flag("autoCreateSubnetworks")) {
      for (String region : Places.regions()) {
        String name =
            "projects/"
                + project
                + "/regions/"
                + region
                + "/subnetworks/"
                + network.text("name").orElseThrow();
        Fields subnetwork =
            Names.made(plane, "subnetwork", name)
                .with("network", link)
                .with("ipCidrRange", Places.range(region).toString())
                .with("gatewayAddress", Places.range(region).address(1))
                .with("region", Names.link("projects/" + project + "/regions/" + region))
                .with("privateIpGoogleAccess", false)
                .with("privateIpv6GoogleAccess", "DISABLE_GOOGLE_ACCESS")
                .with("purpose", "PRIVATE")
                .with("stackType", "IPV4_ONLY")
                .with("state", "READY")
                .with("fingerprint", plane.ids().etag());
        transaction.put(Entry.of(Names.key(name), Subnetworks.TYPE, subnetwork));
        NetworkRoutes.toSubnetwork(plane, transaction, project, subnetwork);
      }
    }
  }

  /// A network that is used is found so only when its deletion is carried out. Routes that Google
  /// made, and the subnetworks of a network in auto mode, go with it; anything else holds it.
  @Override
  public void ending(Transaction transaction, Operation operation, Entry now) {
    if (operation.action() != Action.DELETE) {
      return;
    }
    String project = project(now.key());
    Users.refuse(transaction, project, "network", now, e -> !goesWith(e, now));
    if (Peerings.of(transaction, now.key()).isPresent()) {
      String route = "projects/" + project + "/global/routes/peering-route-" + plane.ids().hex(16);
      throw Users.inUse("network", Names.relative(now.key()), route).asException();
    }
  }

  @Override
  public Entry settled(Transaction transaction, Operation operation, Entry now) {
    if (operation.action() == Action.DELETE) {
      String link = now.body().text("selfLink").orElseThrow();
      for (Entry entry : transaction.under(Names.key("projects/" + project(now.key()) + "/"))) {
        if (Users.names(entry, "network", link) && goesWith(entry, now)) {
          transaction.drop(entry.key());
        }
      }
    }
    return now;
  }

  private static boolean goesWith(Entry entry, Entry network) {
    boolean auto = network.body().flag("autoCreateSubnetworks");
    return NetworkRoutes.isGooglesOwn(entry)
        || (auto
            && entry.type().equals(Subnetworks.TYPE)
            && Names.last(entry.key()).equals(Names.last(network.key())));
  }

  private static String project(String key) {
    return key.split("/", -1)[2];
  }

  @Override
  public Optional<String> verb(Action action) {
    return action == Action.UPDATE ? Optional.of("updateNetwork") : Optional.empty();
  }

  @Override
  public Fields show(Entry entry) {
    return show(List.of(entry)).getFirst();
  }

  @Override
  public List<Fields> show(List<Entry> entries) {
    if (entries.isEmpty()) {
      return List.of();
    }
    String key = entries.getFirst().key();
    String project = key.substring(0, key.indexOf("/global/") + 1);
    Map<String, List<Value>> subnetworks = new HashMap<>();
    for (Entry entry : plane.store().under(project + "regions/")) {
      if (entry.type().equals(Subnetworks.TYPE) && !Busy.isBeingCreated(entry)) {
        subnetworks
            .computeIfAbsent(entry.body().text("network").orElse(""), _ -> new ArrayList<>())
            .add(Value.of(entry.body().text("selfLink").orElse("")));
      }
    }
    return entries.stream()
        .map(e ->
            shown(e, subnetworks.getOrDefault(e.body().text("selfLink").orElse(""), List.of())))
        .toList();
  }

  private Fields shown(Entry entry, List<Value> subnetworks) {
    Fields shown = entry.body();
    shown = subnetworks.isEmpty() ? shown : shown.with("subnetworks", new Value.Items(subnetworks));
    Optional<Fields> peering = plane.store().get(Peerings.key(entry.key())).map(Entry::body);
    return peering.isEmpty() ? shown : shown.with("peerings", Value.list(peering.get()));
  }
}
