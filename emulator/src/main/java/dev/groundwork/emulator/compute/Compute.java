package dev.groundwork.emulator.compute;

import static dev.groundwork.resource.Call.Verb.GET;
import static dev.groundwork.resource.Call.Verb.POST;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Kind;
import dev.groundwork.emulator.control.Operation;
import dev.groundwork.emulator.control.Projects.Project;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.control.Starts;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.iam.Iam;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/// Compute Engine, see the package.
public final class Compute implements Service {
  private static final String NETWORK = "compute/v1/projects/{project}/global/networks/{name}";

  private final ControlPlane plane;
  private final Networks networks;

  public Compute(ControlPlane plane) {
    this.plane = plane;
    networks = new Networks(plane);
  }

  @Override
  public String host() {
    return Names.HOST;
  }

  @Override
  public void install(Installation into) {
    into.alias("compute/beta/", "compute/v1/");
    into.alias("compute/alpha/", "compute/v1/");
    into.behavior(Networks.TYPE, networks);
    into.behavior(Subnetworks.TYPE, new Subnetworks(plane));
    into.behavior(Addresses.GLOBAL, new Addresses(plane));
    into.behavior(Addresses.REGIONAL, new Addresses(plane));
    into.behavior(Firewalls.TYPE, new Firewalls());
    into.behavior(NetworkRoutes.TYPE, new NetworkRoutes());
    into.behavior(Routers.TYPE, new Routers());
    into.route(
        POST, NETWORK + "/removePeering", ask -> change(ask, "removePeering", this::removePeering));
    into.route(
        POST,
        NETWORK + "/switchToCustomMode",
        ask ->
            change(
                ask,
                "switchToCustomMode",
                (_, e) -> e.withBody(e.body().with("autoCreateSubnetworks", false))));
    // to clients global and regional addresses are of one kind
    List<Kind> addresses =
        List.of(Addresses.REGIONAL, Addresses.GLOBAL).stream()
            .map(plane.catalog()::get)
            .map(Kind::new)
            .toList();
    into.route(
        GET,
        "compute/v1/projects/{project}/aggregated/addresses",
        ask -> Reply.ok(plane.aggregates().of(ask, addresses)));
    new PlaceRoutes(plane).install(into);
    into.whenEnabled(this::begin);
  }

  private Entry removePeering(Transaction transaction, Entry network) {
    if (Peerings.of(transaction, network.key()).isEmpty()) {
      throw Refusal.invalid(
              "Invalid value for field 'name': 'There is no peering of that name on the network.'.")
          .asException();
    }
    Peerings.drop(transaction, network.key());
    return network;
  }

  private Reply change(Ask ask, String verb, BiFunction<Transaction, Entry, Entry> change) {
    Kind kind = new Kind(plane.catalog().get(Networks.TYPE));
    Map<String, String> path = new TreeMap<>(ask.path());
    return plane
        .store()
        .change(transaction -> {
          Entry before =
              transaction
                  .get(kind.key(path))
                  .orElseThrow(() ->
                      Refusal.notFound(
                              "The resource '" + kind.relativeName(path) + "' was not found")
                          .asException());
          Entry after = transaction.put(change.apply(transaction, before));
          Operation.Start start =
              Starts.of(kind, path, Action.UPDATE, verb, after.body()).from(before);
          return Reply.ok(plane.operations().show(plane.operations().begin(transaction, start)));
        });
  }

  /// What a project has once Compute is enabled: a default account, and a network with rules that
  /// let the usual in.
  private void begin(Transaction transaction, Project project) {
    Iam.make(
        plane,
        transaction,
        project.id(),
        project.number() + "-compute@developer.gserviceaccount.com",
        "Compute Engine default service account");
    String name = "projects/" + project.id() + "/global/networks/default";
    if (transaction.get(Names.key(name)).isEmpty()
        && transaction.get(Names.key("projects/" + project.id())).isEmpty()) {
      DefaultNetwork.make(plane, transaction, project.id(), networks);
      // once: who deletes the network does not get it back by enabling Compute again
      transaction.put(
          Entry.of(Names.key("projects/" + project.id()), "compute.Project", Fields.EMPTY));
    }
  }
}
