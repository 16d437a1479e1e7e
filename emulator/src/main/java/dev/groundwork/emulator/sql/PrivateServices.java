package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.control.Busy;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Addresses for instances out of the ranges that their network has reserved for Google's services.
final class PrivateServices {
  /// The first address of a range that an instance gets; Google keeps those before for itself.
  private static final long FIRST = 3;

  private final ControlPlane plane;

  PrivateServices(ControlPlane plane) {
    this.plane = plane;
  }

  /// An address for a new instance.
  ///
  /// @throws dev.groundwork.emulator.control.Refused when the network is not there or has no
  ///   connection to Google's services
  String address(Transaction transaction, InstanceKey instance, Fields body) {
    ResourceType networks = plane.catalog().get("compute.Network");
    String network = body.text("settings.ipConfiguration.privateNetwork").orElse("");
    String key =
        plane
            .links()
            .resolve(transaction, networks, network, Map.of("project", instance.project()))
            .filter(k -> transaction.get(k).isPresent())
            .orElseThrow(() -> Refusals.noNetwork(instance).asException());
    Entry connection =
        connection(transaction, key).orElseThrow(() -> Refusals.notPeered(instance).asException());
    Set<String> taken = taken(transaction);
    Optional<String> only =
        body.text("settings.ipConfiguration.allocatedIpRange").filter(r -> !r.isEmpty());
    for (Value range : connection.body().items("reservedPeeringRanges")) {
      String name = range instanceof Value.Text(var text) ? text : "";
      if (only.map(name::equals).orElse(true)) {
        Optional<String> free = reserved(transaction, key, name).flatMap(r -> free(r, taken));
        if (free.isPresent()) {
          return free.get();
        }
      }
    }
    throw Refusals.invalid(
            "Couldn't find free blocks in allocated IP ranges. Please allocate new ranges for this service provider.")
        .asException();
  }

  private Optional<Entry> connection(Transaction transaction, String network) {
    ResourceType networks = plane.catalog().get("compute.Network");
    return transaction.under("servicenetworking.googleapis.com/").stream()
        .filter(e -> e.type().equals("servicenetworking.Connection") && !Busy.isBeingCreated(e))
        .filter(e ->
            plane
                .links()
                .resolve(transaction, networks, e.body().text("network").orElse(""), Map.of())
                .map(network::equals)
                .orElse(false))
        .findFirst();
  }

  /// A reserved range: its first address and how many there are.
  private record Range(long first, long size) {}

  private static Optional<Range> reserved(Transaction transaction, String network, String name) {
    String project = network.substring(0, network.indexOf("/global/"));
    return transaction
        .get(project + "/global/addresses/" + name)
        .map(Entry::body)
        .filter(a -> a.text("address").isPresent())
        .map(a -> {
          int prefix =
              a.get("prefixLength")
                  .map(v -> v instanceof Value.Num(BigDecimal n) ? n.intValue() : 16)
                  .orElse(16);
          return new Range(number(a.text("address").orElseThrow()), 1L << (32 - prefix));
        });
  }

  private static Optional<String> free(Range range, Set<String> taken) {
    for (long at = FIRST; at < range.size() - 1; at++) {
      String address = text(range.first() + at);
      if (!taken.contains(address)) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  private static Set<String> taken(Transaction transaction) {
    Set<String> taken = new HashSet<>();
    for (Entry entry : transaction.under(Instances.HOST + "/")) {
      if (entry.type().equals(Instances.TYPE)) {
        addresses(entry.body(), "PRIVATE").forEach(taken::add);
      }
    }
    return taken;
  }

  /// The addresses of an instance of one type, `PRIVATE` or `PRIMARY`.
  static List<String> addresses(Fields body, String type) {
    return body.items("ipAddresses").stream()
        .filter(a -> a instanceof Fields f && f.text("type").orElse("").equals(type))
        .flatMap(a -> ((Fields) a).text("ipAddress").stream())
        .toList();
  }

  private static long number(String address) {
    long number = 0;
    for (String part : address.split("\\.", -1)) {
      number = number << 8 | Long.parseLong(part);
    }
    return number;
  }

  private static String text(long number) {
    return (number >> 24 & 255)
        + "."
        + (number >> 16 & 255)
        + "."
        + (number >> 8 & 255)
        + "."
        + (number & 255);
  }
}
