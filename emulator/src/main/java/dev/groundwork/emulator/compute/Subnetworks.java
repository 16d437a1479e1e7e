package dev.groundwork.emulator.compute;

import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.Busy;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Links;
import dev.groundwork.emulator.control.Operation;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Subnetworks: ranges of one network never overlap, not with each other and not with what is
/// reserved for managed services.
final class Subnetworks implements Behavior {
  static final String TYPE = "compute.Subnetwork";

  private final ControlPlane plane;

  Subnetworks(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public Fields create(Edit edit, Fields wanted) {
    Names.check(edit.name());
    if (!Places.isRegion(edit.path("region"))) {
      throw Names.invalid("region", edit.path("region"), "Unknown region.").asException();
    }
    Range range = range(edit, wanted);
    Fields subnetwork =
        wanted
            .with("ipCidrRange", wanted.text("ipCidrRange").orElse(range.toString()))
            .with("gatewayAddress", range.address(1));
    subnetwork =
        subnetwork.get("enableFlowLogs").isPresent()
            ? subnetwork
            : subnetwork.with("enableFlowLogs", subnetwork.flag("logConfig.enable"));
    subnetwork =
        subnetwork.get("logConfig").isPresent()
            ? subnetwork
            : subnetwork.with(
                "logConfig", Fields.EMPTY.with("enable", subnetwork.flag("enableFlowLogs")));
    subnetwork =
        subnetwork.text("purpose").orElse("").equals("PRIVATE")
            ? subnetwork.with("state", "READY")
            : subnetwork;
    checkRanges(edit, subnetwork);
    NetworkRoutes.toSubnetwork(plane, edit.transaction(), edit.path("project"), subnetwork);
    return subnetwork;
  }

  /// The range asked for; one of the usual size where an internal range was reserved elsewhere,
  /// which is not looked at.
  private static Range range(Edit edit, Fields wanted) {
    Optional<String> asked = wanted.text("ipCidrRange").filter(r -> !r.isEmpty());
    if (asked.isEmpty() && wanted.text("reservedInternalRange").isPresent()) {
      List<Range> used = new ArrayList<>(Addresses.used(edit, wanted.text("network").orElse("")));
      ranges(wanted).forEach(r -> Range.parse(r).ifPresent(used::add));
      return Addresses.free(used, 20);
    }
    return range(
        "ipCidrRange",
        asked.orElseThrow(() ->
            Refusal.required("Required field 'resource.ipCidrRange' not specified").asException()));
  }

  @Override
  public Fields update(Edit edit, Fields before, Fields after) {
    String was = before.text("ipCidrRange").orElse("");
    String is = after.text("ipCidrRange").orElse("");
    if (!was.equals(is)) {
      if (!range("ipCidrRange", is).contains(range("ipCidrRange", was))) {
        throw Names.invalid("ipCidrRange", is, "New range must contain the old one, " + was + ".")
            .asException();
      }
      NetworkRoutes.drop(edit.transaction(), edit.path("project"), before);
      NetworkRoutes.toSubnetwork(plane, edit.transaction(), edit.path("project"), after);
    }
    checkRanges(edit, after);
    boolean logged = after.flag("logConfig.enable") != before.flag("logConfig.enable");
    return logged ? after.with("enableFlowLogs", after.flag("logConfig.enable")) : after;
  }

  @Override
  public void delete(Edit edit, Entry current) {
    Users.refuse(edit.transaction(), edit.path("project"), "subnetwork", current, _ -> true);
    boolean auto =
        edit.transaction()
            .get(Names.key(Names.relative(current.body().text("network").orElse(""))))
            .map(n ->
                n.body().flag("autoCreateSubnetworks")
                    && n.body().text("name").equals(Optional.of(edit.name())))
            .orElse(false);
    if (auto) {
      throw Refusal.invalid(
              "Invalid resource usage: 'Cannot delete auto subnetwork from an auto subnet mode network.'.")
          .withReason("invalidUsage")
          .asException();
    }
  }

  @Override
  public Entry settled(Transaction transaction, Operation operation, Entry now) {
    if (operation.action() == Action.DELETE) {
      String project = now.key().split("/", -1)[2];
      NetworkRoutes.drop(transaction, project, now.body());
    }
    return now;
  }

  private void checkRanges(Edit edit, Fields subnetwork) {
    String network = subnetwork.text("network").orElse("");
    List<Range> mine = new ArrayList<>();
    for (String text : ranges(subnetwork)) {
      Range range = range("ipCidrRange", text);
      if (mine.stream().anyMatch(range::overlaps)) {
        throw conflict(
                text, "subnetwork '" + edit.name() + "' in region '" + edit.path("region") + "'")
            .asException();
      }
      mine.add(range);
    }
    for (Entry other :
        edit.transaction().under(Names.key("projects/" + edit.path("project") + "/"))) {
      if (!other.key().equals(edit.key())
          && !Busy.isBeingDeleted(other)
          && Users.names(other, "network", network)) {
        if (other.type().equals(TYPE)) {
          String where =
              "existing subnetwork '"
                  + Names.last(other.key())
                  + "' in region '"
                  + Names.last(other.body().text("region").orElse(""))
                  + "'";
          ranges(other.body()).forEach(theirs -> refuseOverlap(mine, theirs, where));
        } else if (other.type().equals(Addresses.GLOBAL)) {
          refuseOverlap(
              mine,
              Addresses.range(other.body()),
              "reserved range '" + Names.last(other.key()) + "'");
        }
      }
    }
  }

  private static void refuseOverlap(List<Range> mine, String theirs, String where) {
    Optional<Range> range = Range.parse(theirs);
    mine.stream()
        .filter(m -> range.isPresent() && m.overlaps(range.get()))
        .findFirst()
        .ifPresent(m -> {
          throw conflict(m.toString(), where).asException();
        });
  }

  private static Refusal conflict(String range, String where) {
    return Refusal.invalid("Invalid IPCidrRange: " + range + " conflicts with " + where + ".");
  }

  /// All ranges that a subnetwork takes up.
  static List<String> ranges(Fields subnetwork) {
    List<String> ranges = new ArrayList<>(Links.texts(subnetwork, "secondaryIpRanges.ipCidrRange"));
    subnetwork.text("ipCidrRange").ifPresent(ranges::addFirst);
    return ranges;
  }

  private static Range range(String field, String text) {
    Optional<Range> range =
        Range.parse(text).filter(r -> text.contains("/") && r.prefix() >= 4 && r.prefix() <= 29);
    return range.orElseThrow(() ->
        Names.invalid(
                field,
                text,
                "Must be a CIDR address range that is contained in the RFC 1918 and other valid ranges, with a prefix of 4 to 29 bits.")
            .asException());
  }
}
