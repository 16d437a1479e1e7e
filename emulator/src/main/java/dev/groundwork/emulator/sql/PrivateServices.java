package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.servicenetworking.ReservedRanges;
import dev.groundwork.emulator.servicenetworking.ReservedRanges.Reserved;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value.Fields;
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
    List<Reserved> ranges =
        ReservedRanges.of(plane, transaction, key)
            .orElseThrow(() -> Refusals.notPeered(instance).asException());
    Set<String> taken = taken(transaction);
    Optional<String> only =
        body.text("settings.ipConfiguration.allocatedIpRange").filter(r -> !r.isEmpty());
    return ranges.stream()
        .filter(range -> only.map(range.name()::equals).orElse(true))
        .flatMap(range -> free(range, taken).stream())
        .findFirst()
        .orElseThrow(() ->
            Refusals.invalid(
                    "Couldn't find free blocks in allocated IP ranges. Please allocate new ranges for this service provider.")
                .asException());
  }

  private static Optional<String> free(Reserved range, Set<String> taken) {
    for (long at = FIRST; at < range.size() - 1; at++) {
      String address = ReservedRanges.address(range.first() + at);
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
}
