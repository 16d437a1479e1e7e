package dev.groundwork.emulator.compute;

import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.Busy;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reserved addresses, global and regional, and ranges reserved for managed services. Those that
/// are not asked for by value are taken from what is free.
final class Addresses implements Behavior {
  static final String GLOBAL = "compute.GlobalAddress";
  static final String REGIONAL = "compute.Address";

  /// Where Google looks for a free range first.
  private static final List<Range> PRIVATE =
      Stream.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
          .flatMap(t -> Range.parse(t).stream())
          .toList();

  private static final Range BENCHMARKS = Range.of((198L << 24) + (18L << 16), 15);

  /// What networks in auto mode use or may use.
  private static final Range AUTO = Range.of((10L << 24) + (128L << 16), 9);

  private final ControlPlane plane;

  Addresses(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public Fields create(Edit edit, Fields wanted) {
    Names.check(edit.name());
    Fields address =
        wanted
            .with("status", "RESERVED")
            .with("description", wanted.text("description").orElse(""))
            .with("networkTier", wanted.text("networkTier").orElse("PREMIUM"));
    boolean internal = wanted.text("addressType").orElse("EXTERNAL").equals("INTERNAL");
    if (!internal) {
      return external(edit, address.with("addressType", "EXTERNAL"));
    }
    return wanted.text("purpose").orElse("").equals("VPC_PEERING")
        ? reservedRange(edit, address)
        : internal(edit, address);
  }

  private Fields external(Edit edit, Fields address) {
    if (address.text("purpose").orElse("").equals("VPC_PEERING")) {
      throw Names.invalid(
              "purpose", "VPC_PEERING", "Only internal addresses may have this purpose.")
          .asException();
    }
    if (address.text("address").isPresent()) {
      throw Names.invalid(
              "address", address.text("address").get(), "External addresses are chosen by Google.")
          .asException();
    }
    if (address.text("ipVersion").orElse("").equals("IPV6")) {
      return address.with("address", "2600:1901:0:" + plane.ids().hex(4) + "::");
    }
    // from the range for benchmarks (RFC 2544): who follows such an address reaches nobody
    Set<String> taken = new HashSet<>(taken(edit.transaction(), "198."));
    String free = "";
    do {
      free = BENCHMARKS.address(1 + plane.ids().number(BENCHMARKS.size() - 2));
    } while (taken.contains(free));
    return address.with("address", free);
  }

  private static List<String> taken(Transaction transaction, String prefix) {
    return transaction.under(Names.HOST + "/").stream()
        .filter(e -> e.type().equals(GLOBAL) || e.type().equals(REGIONAL))
        .flatMap(e -> e.body().text("address").stream())
        .filter(a -> a.startsWith(prefix))
        .toList();
  }

  private Fields reservedRange(Edit edit, Fields address) {
    String network =
        address
            .text("network")
            .orElseThrow(() ->
                Refusal.required("Required field 'resource.network' not specified").asException());
    int prefix =
        address
            .get("prefixLength")
            .map(v -> v instanceof Value.Num(var n) ? n.intValue() : 24)
            .orElse(24);
    if (prefix < 8 || prefix > 30) {
      throw Names.invalid("prefixLength", Integer.toString(prefix), "Must be between 8 and 30.")
          .asException();
    }
    List<Range> used = used(edit, network);
    Optional<String> asked = address.text("address");
    if (asked.isPresent()) {
      Range range =
          Range.parse(asked.get() + "/" + prefix)
              .orElseThrow(() ->
                  Names.invalid("address", asked.get(), "Must be an IPv4 address.").asException());
      if (!range.address().equals(asked.get())) {
        throw Names.invalid(
                "address",
                asked.get(),
                "Must be the first address of a range with prefix length " + prefix + ".")
            .asException();
      }
      if (used.stream().anyMatch(range::overlaps)) {
        throw Names.invalid(
                "address",
                asked.get() + "/" + prefix,
                "Requested range conflicts with other resources: IP range already in use in the network.")
            .asException();
      }
      return address.with("prefixLength", prefix);
    }
    return address.with("address", free(used, prefix).address()).with("prefixLength", prefix);
  }

  static Range free(List<Range> used, int prefix) {
    for (Range block : PRIVATE) {
      for (long first = block.first();
          first + (1L << (32 - prefix)) - 1 <= block.last();
          first += 1L << (32 - prefix)) {
        Range candidate = Range.of(first, prefix);
        if (!candidate.overlaps(AUTO) && used.stream().noneMatch(candidate::overlaps)) {
          return candidate;
        }
      }
    }
    throw new Refusal(
            400,
            "FAILED_PRECONDITION",
            "ipSpaceExhausted",
            "IP space is exhausted in the network.",
            List.of())
        .asException();
  }

  /// Every range of the network that is taken.
  static List<Range> used(Edit edit, String network) {
    List<Range> used = new ArrayList<>();
    for (Entry other :
        edit.transaction().under(Names.key("projects/" + edit.path("project") + "/"))) {
      if (!Busy.isBeingDeleted(other) && Users.names(other, "network", network)) {
        if (other.type().equals(Subnetworks.TYPE)) {
          Subnetworks.ranges(other.body()).forEach(r -> Range.parse(r).ifPresent(used::add));
        } else if (other.type().equals(GLOBAL)) {
          Range.parse(range(other.body())).ifPresent(used::add);
        }
      }
    }
    return used;
  }

  /// The range that an address takes up.
  static String range(Fields address) {
    String prefix =
        address
            .get("prefixLength")
            .map(v -> v instanceof Value.Num(var n) ? "/" + n.toPlainString() : "")
            .orElse("");
    return address.text("address").orElse("") + prefix;
  }

  private Fields internal(Edit edit, Fields address) {
    Fields named =
        address.text("purpose").isPresent() ? address : address.with("purpose", "GCE_ENDPOINT");
    Optional<Entry> subnetwork =
        address
            .text("subnetwork")
            .flatMap(s -> edit.transaction().get(Names.key(Names.relative(s))));
    if (subnetwork.isEmpty()) {
      return named.text("address").isPresent()
          ? named
          : named.with(
              "address", free(used(edit, address.text("network").orElse("")), 32).address());
    }
    Range range =
        Range.parse(subnetwork.get().body().text("ipCidrRange").orElseThrow()).orElseThrow();
    List<String> taken = taken(edit.transaction(), "");
    if (named.text("address").isPresent()) {
      String asked = named.text("address").get();
      boolean inside = Range.parse(asked).map(range::contains).orElse(false);
      if (!inside) {
        throw Names.invalid(
                "address",
                asked,
                "Requested address is not in the range of the subnetwork, " + range + ".")
            .asException();
      }
      if (taken.contains(asked)) {
        throw Refusal.inUse("IP '" + asked + "' is already being used by another resource.")
            .withReason("ipInUseByAnotherResource")
            .asException();
      }
      return named;
    }
    // the first two and the last two of a subnetwork are Google's
    for (long offset = 2; offset < range.size() - 2; offset++) {
      if (!taken.contains(range.address(offset))) {
        return named.with("address", range.address(offset));
      }
    }
    throw new Refusal(
            400,
            "FAILED_PRECONDITION",
            "ipSpaceExhausted",
            "IP space of '" + range + "' is exhausted.",
            List.of())
        .asException();
  }

  @Override
  public void delete(Edit edit, Entry current) {
    List<Value> users = current.body().items("users");
    if (!users.isEmpty() && users.getFirst() instanceof Value.Text(var user)) {
      throw Users.inUse("address", Names.relative(edit.key()), Names.relative(user)).asException();
    }
    Users.refuse(edit.transaction(), edit.path("project"), "address", current, _ -> true);
  }
}
