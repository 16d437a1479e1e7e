package dev.groundwork.emulator.servicenetworking;

import static dev.groundwork.resource.Call.Verb.GET;
import static dev.groundwork.resource.Call.Verb.PATCH;
import static dev.groundwork.resource.Call.Verb.POST;

import dev.groundwork.emulator.compute.Peerings;
import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.Busy;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Links;
import dev.groundwork.emulator.control.Masks;
import dev.groundwork.emulator.control.Operation;
import dev.groundwork.emulator.control.Projects.Project;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Templates;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Service Networking, see the package. A network has one connection; while it stands, the network
/// shows its peering.
public final class ServiceNetworking implements Service {
  private static final String HOST = "servicenetworking.googleapis.com";
  private static final String TYPE = "servicenetworking.Connection";
  private static final String SERVICE = "services/servicenetworking.googleapis.com";
  private static final String COLLECTION = "v1/" + SERVICE + "/connections";
  private static final String MESSAGE = "google.cloud.servicenetworking.v1.Connection";

  private final ControlPlane plane;

  public ServiceNetworking(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public String host() {
    return HOST;
  }

  @Override
  public void install(Installation into) {
    into.alias("v1beta/", "v1/");
    into.behavior(TYPE, new Connections());
    into.open(POST, COLLECTION, this::create);
    into.open(GET, COLLECTION, this::list);
    into.open(GET, "v1/services/-/connections", this::list);
    into.open(PATCH, COLLECTION + "/-", this::update);
    into.open(PATCH, COLLECTION + "/{name}", this::update);
    into.open(POST, COLLECTION + "/servicenetworking-googleapis-com", this::delete);
  }

  private final class Connections implements Behavior {
    @Override
    public Entry settled(Transaction transaction, Operation operation, Entry now) {
      String network = networkKey(now.body());
      if (operation.action() == Action.DELETE) {
        Peerings.drop(transaction, network);
      } else if (Peerings.of(transaction, network).isEmpty()) {
        Peerings.make(plane, transaction, network);
      }
      return now;
    }
  }

  private Reply create(Ask ask) {
    Place place = place(ask.body().text("network").orElse(""));
    return plane
        .store()
        .change(transaction -> {
          if (transaction.get(key(place)).isPresent()) {
            throw Refusal.precondition(
                    "Cannot modify allocated ranges in CreateConnection. Please use UpdateConnection.")
                .asException();
          }
          return make(transaction, place, ask.body());
        });
  }

  private Reply make(Transaction transaction, Place place, Fields wanted) {
    Fields connection = connection(transaction, place, wanted);
    transaction.put(Busy.creating(Entry.of(key(place), TYPE, connection)));
    return begin(
        transaction,
        start(place, Action.CREATE, 75).answering(Operation.typed(MESSAGE, connection)));
  }

  private Fields connection(Transaction transaction, Place place, Fields wanted) {
    List<String> ranges = Links.texts(wanted, "reservedPeeringRanges");
    if (ranges.isEmpty()) {
      throw Refusal.invalid(
              "Request contains an invalid argument: reservedPeeringRanges must name at least one allocated range.")
          .asException();
    }
    for (String range : ranges) {
      boolean stands =
          transaction
              .get(
                  "compute.googleapis.com/projects/"
                      + place.project().id()
                      + "/global/addresses/"
                      + range)
              .filter(e -> !Busy.isBeingDeleted(e))
              .filter(e -> e.body().text("purpose").equals(Optional.of("VPC_PEERING")))
              .filter(e ->
                  e.body()
                      .text("network")
                      .map(n -> n.endsWith("/networks/" + place.network()))
                      .orElse(false))
              .isPresent();
      if (!stands) {
        throw Refusal.invalid(
                "Invalid value for field 'reserved_peering_ranges': '"
                    + range
                    + "'. The range is not allocated for network '"
                    + place.network()
                    + "'.")
            .asException();
      }
    }
    return Fields.EMPTY
        .with("network", place.name())
        .with("reservedPeeringRanges", Value.texts(ranges))
        .with("peering", Peerings.NAME)
        .with("service", SERVICE);
  }

  /// With `force` a connection that is not there is made.
  private Reply update(Ask ask) {
    Place place = place(ask.body().text("network").orElse(""));
    List<String> paths = Masks.paths(ask.queryOr("updateMask", "reservedPeeringRanges"));
    return plane
        .store()
        .change(transaction -> {
          Optional<Entry> there = transaction.get(key(place));
          if (there.isEmpty()) {
            if (!ask.queryOr("force", "false").equals("true")) {
              throw Refusal.notFound(
                      "Connection of network '" + place.network() + "' was not found.")
                  .asException();
            }
            return make(transaction, place, ask.body());
          }
          Fields wanted = connection(transaction, place, ask.body());
          Fields after = Masks.apply(there.get().body(), wanted, paths);
          transaction.put(there.get().withBody(after));
          return begin(
              transaction,
              start(place, Action.UPDATE, 75)
                  .from(there.get())
                  .answering(Operation.typed(MESSAGE, after)));
        });
  }

  /// Refused in the end, not at once, while a managed service still has an address in the network.
  private Reply delete(Ask ask) {
    Place place = place(ask.body().text("consumerNetwork").orElse(""));
    return plane
        .store()
        .change(transaction -> {
          Entry entry =
              transaction
                  .get(key(place))
                  .orElseThrow(() ->
                      Refusal.notFound(
                              "Connection of network '" + place.network() + "' was not found.")
                          .asException());
          Operation.Start start =
              start(place, Action.DELETE, 60)
                  .from(entry)
                  .answering(Operation.typed("google.protobuf.Empty", Fields.EMPTY));
          if (isUsed(transaction, place)) {
            Refusal refusal =
                Refusal.precondition(
                    "Failed to delete connection; Producer services (e.g. CloudSQL, Cloud Memstore, etc.) are still using this connection.");
            return Reply.ok(
                plane
                    .operations()
                    .show(plane.operations().beginFailing(transaction, start, refusal)));
          }
          return begin(transaction, start);
        });
  }

  /// Whether anything stands that says by its type that it needs the network's connection.
  private boolean isUsed(Transaction transaction, Place place) {
    for (ResourceType type : plane.catalog().types()) {
      for (ResourceType.Follows follows : type.follows()) {
        if (follows.type().equals(TYPE)
            && transaction.under(type.host() + "/").stream()
                .anyMatch(e -> uses(transaction, e, type, follows.mine(), place))) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean uses(
      Transaction transaction, Entry entry, ResourceType type, String field, Place place) {
    return entry.type().equals(type.name())
        && plane
            .links()
            .targets(transaction, type, field, entry.body(), Map.of())
            .contains(place.key());
  }

  private Operation.Start start(Place place, Action action, int seconds) {
    return Operation.Start.longRunning(HOST, action, TYPE, key(place), Duration.ofSeconds(seconds))
        .named("operations/pssn.p24-" + place.project().number() + "-" + plane.ids().uuid());
  }

  private Reply begin(Transaction transaction, Operation.Start start) {
    return Reply.ok(plane.operations().show(plane.operations().begin(transaction, start)));
  }

  private Reply list(Ask ask) {
    Place place = place(ask.queryOr("network", ""));
    return Reply.ok(
        plane
            .store()
            .get(key(place))
            .filter(e -> !Busy.isBeingCreated(e))
            .map(e -> Fields.EMPTY.with("connections", Value.list(e.body())))
            .orElse(Fields.EMPTY));
  }

  /// A consumer's network.
  private record Place(Project project, String network) {
    String name() {
      return "projects/" + project.number() + "/global/networks/" + network;
    }

    String key() {
      return "compute.googleapis.com/projects/" + project.id() + "/global/networks/" + network;
    }
  }

  private Place place(String name) {
    Map<String, String> parts =
        Templates.match("projects/{project}/global/networks/{network}", name)
            .orElseThrow(() ->
                Refusal.invalid(
                        "Invalid value for field 'network': '"
                            + name
                            + "'. Must be projects/{project}/global/networks/{network}.")
                    .asException());
    String project =
        plane.requireApi(HOST, Optional.ofNullable(parts.get("project")).orElseThrow(), HOST);
    Place place =
        new Place(
            plane.projects().find(project).orElseThrow(),
            Optional.ofNullable(parts.get("network")).orElseThrow());
    if (plane.store().get(place.key()).isEmpty()) {
      throw Refusal.notFound("Network '" + place.name() + "' was not found.").asException();
    }
    return place;
  }

  private static String key(Place place) {
    return HOST
        + "/"
        + SERVICE
        + "/connections/projects/"
        + place.project().id()
        + "/global/networks/"
        + place.network();
  }

  private String networkKey(Fields connection) {
    return place(connection.text("network").orElseThrow()).key();
  }
}
