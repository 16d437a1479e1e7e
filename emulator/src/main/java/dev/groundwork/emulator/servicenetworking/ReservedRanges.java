package dev.groundwork.emulator.servicenetworking;

import dev.groundwork.emulator.control.Busy;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The ranges that a network has reserved for Google's services by its private connection, for the
/// services that put their instances there.
public final class ReservedRanges {
  /// One of them.
  ///
  /// @param name of the global address
  /// @param first address
  /// @param size how many addresses there are
  public record Reserved(String name, long first, long size) {}

  private ReservedRanges() {}

  /// Those of a network, in the connection's order.
  ///
  /// @param network its key in the store
  /// @return empty when the network has no connection
  public static Optional<List<Reserved>> of(
      ControlPlane plane, Transaction transaction, String network) {
    return connection(plane, transaction, network)
        .map(connection -> {
          List<Reserved> ranges = new ArrayList<>();
          for (Value range : connection.body().items("reservedPeeringRanges")) {
            if (range instanceof Value.Text(var name)) {
              reserved(transaction, network, name).ifPresent(ranges::add);
            }
          }
          return ranges;
        });
  }

  private static Optional<Entry> connection(
      ControlPlane plane, Transaction transaction, String network) {
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

  private static Optional<Reserved> reserved(Transaction transaction, String network, String name) {
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
          return new Reserved(name, number(a.text("address").orElseThrow()), 1L << (32 - prefix));
        });
  }

  /// An IPv4 address as a number.
  public static long number(String address) {
    long number = 0;
    for (String part : address.split("\\.", -1)) {
      number = number << 8 | Long.parseLong(part);
    }
    return number;
  }

  /// The IPv4 address that `number` stands for.
  public static String address(long number) {
    return (number >> 24 & 255)
        + "."
        + (number >> 16 & 255)
        + "."
        + (number >> 8 & 255)
        + "."
        + (number & 255);
  }
}
