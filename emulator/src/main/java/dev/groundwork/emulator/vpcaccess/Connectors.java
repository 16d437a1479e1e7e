package dev.groundwork.emulator.vpcaccess;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Operation;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.control.Work;
import dev.groundwork.emulator.control.Work.Outcome;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Optional;

/// Connectors. Each holds its network and subnet through its machines, so that neither can be
/// deleted before it.
///
/// What Google finds out only while it makes the machines, a range that is taken, ends the
/// operation with an error and leaves a connector in the state `ERROR`, to be deleted by hand.
final class Connectors implements Behavior {
  private static final String COMPUTE = "compute.googleapis.com/";
  private static final String LINK = "https://www.googleapis.com/compute/v1/";

  private final ControlPlane plane;

  Connectors(ControlPlane plane) {
    this.plane = plane;
  }

  /// Google says it in its own words, below.
  @Override
  public boolean refusesMissing(String field) {
    return false;
  }

  @Override
  public Fields create(Edit edit, Fields wanted) {
    if (!edit.name().matches("[a-z]([-a-z0-9]{0,23}[a-z0-9])?")) {
      throw Refusal.invalid("Connector ID must follow the pattern ^[a-z][-a-z0-9]{0,23}[a-z0-9]$.")
          .asException();
    }
    boolean subnet = !wanted.text("subnet.name").orElse("").isEmpty();
    boolean range = !wanted.text("ipCidrRange").orElse("").isEmpty();
    if (subnet == range) {
      throw Refusal.invalid(
              "Exactly one of 'subnet' or 'network' with 'ip_cidr_range' must be specified.")
          .asException();
    }
    Fields connector = subnet ? inSubnet(edit, wanted) : inRange(edit, wanted);
    connector = sized(connector);
    return connector.with("state", "CREATING");
  }

  private Fields inRange(Edit edit, Fields wanted) {
    String range = wanted.text("ipCidrRange").orElse("");
    if (Slice.parse(range).filter(s -> s.prefix() == 28).isEmpty()) {
      throw Refusal.invalid(
              "IP CIDR range must have a mask of /28 and be in CIDR notation, such as 10.8.0.0/28; '"
                  + range
                  + "' was given.")
          .asException();
    }
    String network = last(wanted.text("network").orElse("default"));
    if (edit.transaction().get(networkKey(edit.path("project"), network)).isEmpty()) {
      throw Refusal.notFound(
              "VPC network '"
                  + network
                  + "' was not found in project '"
                  + edit.path("project")
                  + "'.")
          .asException();
    }
    return wanted.with("network", network);
  }

  private Fields inSubnet(Edit edit, Fields wanted) {
    String project = wanted.text("subnet.projectId").orElse(edit.path("project"));
    String name = last(wanted.text("subnet.name").orElse(""));
    Optional<Entry> subnet = edit.transaction().get(subnetKey(project, edit.path("region"), name));
    if (subnet.isEmpty()) {
      throw Refusal.notFound(
              "Subnet '"
                  + name
                  + "' was not found in region '"
                  + edit.path("region")
                  + "' of project '"
                  + project
                  + "'.")
          .asException();
    }
    String range = subnet.get().body().text("ipCidrRange").orElse("");
    if (!range.endsWith("/28")) {
      throw Refusal.invalid(
              "Subnet '"
                  + name
                  + "' must have a mask of /28 to be used by a connector; it has "
                  + range
                  + ".")
          .asException();
    }
    return wanted
        .with("subnet.name", name)
        .with("subnet.projectId", project)
        .with("network", last(subnet.get().body().text("network").orElse("")));
  }

  /// Both counts, and the throughput that follows from them.
  private static Fields sized(Fields connector) {
    long least = number(connector, "minInstances", number(connector, "minThroughput", 200) / 100);
    long most = number(connector, "maxInstances", number(connector, "maxThroughput", 1000) / 100);
    if (least < 2 || least > 9 || most < 3 || most > 10 || least >= most) {
      throw Refusal.invalid(
              "Invalid number of instances: min_instances must be from 2 to 9, max_instances from 3 to 10, and min_instances less than max_instances; "
                  + least
                  + " and "
                  + most
                  + " were given.")
          .asException();
    }
    return connector
        .with("minInstances", least)
        .with("maxInstances", most)
        .with("minThroughput", least * 100)
        .with("maxThroughput", most * 100);
  }

  private static long number(Fields body, String field, long otherwise) {
    return body.get(field)
        .map(v -> v instanceof Value.Num(var n) ? n.longValue() : otherwise)
        .filter(n -> n != 0)
        .orElse(otherwise);
  }

  @Override
  public Fields update(Edit edit, Fields before, Fields after) {
    if (before.text("state").orElse("").equals("ERROR")) {
      throw Refusal.precondition(
              "Connector '" + edit.name() + "' is in state ERROR: delete it and create it again.")
          .asException();
    }
    Fields resized = sized(after.without("minThroughput").without("maxThroughput"));
    boolean shrinks =
        number(resized, "minInstances", 2) < number(before, "minInstances", 2)
            || number(resized, "maxInstances", 10) < number(before, "maxInstances", 10);
    if (shrinks) {
      throw Refusal.invalid(
              "The number of instances of a connector can be increased but not decreased.")
          .asException();
    }
    // the deprecated throughputs stay what they were
    return resized
        .with("minThroughput", before.get("minThroughput").orElseThrow())
        .with("maxThroughput", before.get("maxThroughput").orElseThrow())
        .with("state", "UPDATING");
  }

  @Override
  public Optional<Work> work(Operation operation) {
    return operation.action() == Action.CREATE
        ? Optional.of(() -> made(operation.target()))
        : Optional.empty();
  }

  private Outcome made(String key) {
    Optional<Entry> entry = plane.store().get(key);
    boolean taken = entry.map(e -> isTaken(key, e.body())).orElse(false);
    return taken
        ? new Outcome.Flawed(
            now -> now.withBody(now.body().with("state", "ERROR")),
            Refusal.precondition(
                "Operation failed: Invalid IP CIDR range was provided. It conflicts with an existing subnetwork. Please delete the connector manually."))
        : new Outcome.Done(now -> now.withBody(now.body().with("state", "READY")));
  }

  private boolean isTaken(String key, Fields connector) {
    Optional<Slice> mine = connector.text("ipCidrRange").flatMap(Slice::parse);
    if (mine.isEmpty()) {
      return false;
    }
    String project = part(key, 2);
    String network = connector.text("network").orElse("");
    boolean bySubnet =
        plane.store().under(COMPUTE + "projects/" + project + "/").stream()
            .filter(e ->
                e.type().equals("compute.Subnetwork") || e.type().equals("compute.GlobalAddress"))
            .filter(e -> last(e.body().text("network").orElse("")).equals(network))
            .flatMap(e -> ranges(e.body()).stream())
            .anyMatch(mine.get()::overlaps);
    boolean byConnector =
        plane.store().under(VpcAccess.HOST + "/projects/" + project + "/").stream()
            .filter(e -> !e.key().equals(key) && e.type().equals("vpcaccess.Connector"))
            .filter(e -> e.body().text("network").orElse("").equals(network))
            .flatMap(e -> e.body().text("ipCidrRange").flatMap(Slice::parse).stream())
            .anyMatch(mine.get()::overlaps);
    return bySubnet || byConnector;
  }

  private static List<Slice> ranges(Fields body) {
    List<Slice> ranges = new java.util.ArrayList<>();
    body.text("ipCidrRange").flatMap(Slice::parse).ifPresent(ranges::add);
    for (Value value : body.items("secondaryIpRanges")) {
      ((Fields) value).text("ipCidrRange").flatMap(Slice::parse).ifPresent(ranges::add);
    }
    body.text("address")
        .flatMap(a -> body.get("prefixLength").flatMap(p -> Slice.parse(a + "/" + plain(p))))
        .ifPresent(ranges::add);
    return ranges;
  }

  private static String plain(Value value) {
    return value instanceof Value.Num(var n) ? n.toPlainString() : "32";
  }

  @Override
  public Entry settled(Transaction transaction, Operation operation, Entry now) {
    String machine = machineKey(now.key());
    if (operation.action() == Action.DELETE) {
      transaction.drop(machine);
      return now;
    }
    String project = part(now.key(), 2);
    Fields held =
        Fields.EMPTY
            .with("name", last(machine))
            .with("network", link(networkKey(project, now.body().text("network").orElse(""))));
    Optional<String> subnet = now.body().text("subnet.name");
    if (subnet.isPresent()) {
      held =
          held.with(
              "subnetwork",
              link(
                  subnetKey(
                      now.body().text("subnet.projectId").orElse(project),
                      part(now.key(), 4),
                      subnet.get())));
    }
    transaction.put(Entry.of(machine, "vpcaccess.Machine", held));
    return now.body().text("state").orElse("").equals("UPDATING")
        ? now.withBody(now.body().with("state", "READY"))
        : now;
  }

  @Override
  public Optional<Fields> metadata(Operation operation, Entry target) {
    Fields metadata =
        Fields.EMPTY
            .with("method", "google.cloud.vpcaccess.v1.VpcAccessService." + method(operation))
            .with("createTime", Times.micros(operation.began()))
            .with("target", target.key().substring(VpcAccess.HOST.length() + 1));
    boolean ends = operation.shown().get("metadata").isPresent();
    metadata = ends ? metadata.with("endTime", Times.micros(plane.clock().instant())) : metadata;
    return Optional.of(Operation.typed("google.cloud.vpcaccess.v1.OperationMetadata", metadata));
  }

  private static String method(Operation operation) {
    return switch (operation.action()) {
      case CREATE -> "CreateConnector";
      case UPDATE -> "UpdateConnector";
      case DELETE -> "DeleteConnector";
      case READ, LIST -> "GetConnector";
    };
  }

  @Override
  public Optional<Refusal> absent(Ask ask, String relativeName) {
    return Optional.of(Refusal.notFound("Connector " + relativeName + " could not be found."));
  }

  @Override
  public Optional<Refusal> present(Ask ask, String relativeName) {
    return Optional.of(Refusal.alreadyExists("Requested entity already exists: " + relativeName));
  }

  /// One of its machines, as the network sees it.
  private static String machineKey(String connectorKey) {
    String region = part(connectorKey, 4);
    return COMPUTE
        + "projects/"
        + part(connectorKey, 2)
        + "/zones/"
        + region
        + "-b/instances/aet-"
        + region.replace("-", "")
        + "-"
        + last(connectorKey);
  }

  private static String networkKey(String project, String name) {
    return COMPUTE + "projects/" + project + "/global/networks/" + name;
  }

  private static String subnetKey(String project, String region, String name) {
    return COMPUTE + "projects/" + project + "/regions/" + region + "/subnetworks/" + name;
  }

  private static String link(String key) {
    return LINK + key.substring(COMPUTE.length());
  }

  private static String part(String key, int index) {
    return key.split("/", -1)[index];
  }

  private static String last(String link) {
    return link.substring(link.lastIndexOf('/') + 1);
  }
}
