package dev.groundwork.emulator.redis;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.servicenetworking.ReservedRanges;
import dev.groundwork.emulator.servicenetworking.ReservedRanges.Reserved;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where in its network an instance stands: a small range of its own, and the address in it.
final class Networking {
  /// Addresses of a range that Google keeps for itself.
  private static final long FIRST = 3;

  /// Out of which directly peered instances get their ranges: 10.0.0.0/9 less what networks in auto
  /// mode have.
  private static final Block DIRECT = Block.of("10.0.0.0/9");

  private final ControlPlane plane;

  Networking(ControlPlane plane) {
    this.plane = plane;
  }

  /// A range of addresses.
  private record Block(long first, long size) {
    static Block of(String range) {
      String[] parts = range.split("/", -1);
      return new Block(ReservedRanges.number(parts[0]), 1L << (32 - Integer.parseInt(parts[1])));
    }

    boolean overlaps(Block other) {
      return first < other.first + other.size && other.first < first + size;
    }

    @Override
    public String toString() {
      return ReservedRanges.address(first)
          + "/"
          + (32 - Long.numberOfTrailingZeros(Long.highestOneBit(size)));
    }
  }

  /// The instance with network, range and addresses.
  ///
  /// @throws dev.groundwork.emulator.control.Refused when the network is not there, has no
  ///   connection to Google's services where it needs one, or no room
  Fields placed(Edit edit, Fields body) {
    String project = edit.path("project");
    String written =
        body.text("authorizedNetwork")
            .filter(n -> !n.isEmpty())
            .orElse("projects/" + project + "/global/networks/default");
    String network =
        plane
            .links()
            .resolve(
                edit.transaction(),
                plane.catalog().get("compute.Network"),
                written,
                Map.of("project", project))
            .filter(k -> isThere(edit.transaction(), project, k))
            .orElseThrow(() -> Refusals.noNetwork(written).asException());
    String relative = network.substring(network.indexOf('/') + 1);
    Block block = block(edit.transaction(), network, body);
    Fields placed =
        body.with("authorizedNetwork", relative)
            .with("reservedIpRange", block.toString())
            .with("host", ReservedRanges.address(block.first() + FIRST));
    if (body.text("secondaryIpRange").orElse("").equals("auto")) {
      List<Block> taken = taken(edit.transaction());
      taken.add(block);
      placed = placed.with("secondaryIpRange", free(DIRECT, 16, taken).toString());
    }
    return body.text("readReplicasMode").orElse("").equals("READ_REPLICAS_ENABLED")
        ? placed
            .with("readEndpoint", ReservedRanges.address(block.first() + FIRST + 1))
            .with("readEndpointPort", Rules.number(body, "port", ServerSpec.PLAIN_PORT))
        : placed;
  }

  /// Networks are unknown while Compute is not enabled: the default one is taken on trust.
  private boolean isThere(Transaction transaction, String project, String network) {
    boolean unknown =
        network.endsWith("/global/networks/default")
            && !plane.projects().isEnabled(project, "compute.googleapis.com");
    return unknown || transaction.get(network).isPresent();
  }

  private Block block(Transaction transaction, String network, Fields body) {
    long size = body.text("readReplicasMode").orElse("").equals("READ_REPLICAS_ENABLED") ? 16 : 8;
    Optional<String> asked = body.text("reservedIpRange").filter(r -> !r.isEmpty());
    if (!body.text("connectMode").orElse("").equals("PRIVATE_SERVICE_ACCESS")) {
      return asked.isPresent()
          ? given(transaction, asked.get(), size)
          : free(DIRECT, size, taken(transaction));
    }
    List<Reserved> ranges =
        ReservedRanges.of(plane, transaction, network)
            .orElseThrow(() -> Refusals.notPeered().asException());
    List<Block> taken = taken(transaction);
    for (Reserved range : ranges) {
      if (asked.isEmpty() || asked.get().equals(range.name())) {
        Optional<Block> free = firstFree(new Block(range.first(), range.size()), size, taken);
        if (free.isPresent()) {
          return free.get();
        }
      }
    }
    throw Refusals.noRange().asException();
  }

  private static Block given(Transaction transaction, String range, long size) {
    if (!range.matches("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}")) {
      throw Refusals.invalid(
              "instance.reserved_ip_range",
              "Invalid value for reserved_ip_range: " + range + " is not a CIDR range.")
          .asException();
    }
    Block block = Block.of(range);
    if (block.size() < size) {
      throw Refusals.invalid(
              "instance.reserved_ip_range",
              "The reserved IP range must be at least a /"
                  + (32 - Long.numberOfTrailingZeros(size))
                  + ".")
          .asException();
    }
    if (taken(transaction).stream().anyMatch(block::overlaps)) {
      throw Refusals.invalid(
              "instance.reserved_ip_range",
              "The reserved IP range " + range + " overlaps with another in the network.")
          .asException();
    }
    return block;
  }

  private static Block free(Block within, long size, List<Block> taken) {
    return firstFree(within, size, taken).orElseThrow(() -> Refusals.noRange().asException());
  }

  private static Optional<Block> firstFree(Block within, long size, List<Block> taken) {
    // the last blocks first: the first addresses of a shared range belong to Cloud SQL
    for (long at = within.first() + within.size() - size; at >= within.first(); at -= size) {
      Block block = new Block(at, size);
      if (taken.stream().noneMatch(block::overlaps)) {
        return Optional.of(block);
      }
    }
    return Optional.empty();
  }

  private static List<Block> taken(Transaction transaction) {
    List<Block> taken = new ArrayList<>();
    for (Entry entry : transaction.under(Instances.HOST + "/")) {
      if (entry.type().equals(Instances.TYPE)) {
        for (String field : List.of("reservedIpRange", "secondaryIpRange")) {
          entry
              .body()
              .text(field)
              .filter(r -> r.contains("/"))
              .map(Block::of)
              .ifPresent(taken::add);
        }
      }
    }
    return taken;
  }
}
