package dev.groundwork.emulator.compute;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Value.Fields;
import java.util.Optional;

/// The peering of a network with that of Google's managed services.
public final class Peerings {
  /// What Google calls it.
  public static final String NAME = "servicenetworking-googleapis-com";

  private static final String TYPE = "compute.Peering";

  private Peerings() {}

  /// @param network the network's key
  static String key(String network) {
    return "peering/" + network;
  }

  public static Optional<Entry> of(Transaction transaction, String network) {
    return transaction.get(key(network));
  }

  public static void make(ControlPlane plane, Transaction transaction, String network) {
    String tenant = "x" + plane.ids().hex(16) + "p-tp";
    Fields peering =
        Fields.EMPTY
            .with("name", NAME)
            .with(
                "network", Names.link("projects/" + tenant + "/global/networks/servicenetworking"))
            .with("state", "ACTIVE")
            .with("stateDetails", "[" + Times.pacific(plane.clock().instant()) + "]: Connected.")
            .with("autoCreateRoutes", true)
            .with("exchangeSubnetRoutes", true)
            .with("exportCustomRoutes", false)
            .with("importCustomRoutes", false)
            .with("exportSubnetRoutesWithPublicIp", false)
            .with("importSubnetRoutesWithPublicIp", false)
            .with("stackType", "IPV4_ONLY")
            .with("updateStrategy", "INDEPENDENT");
    transaction.put(Entry.of(key(network), TYPE, peering));
  }

  public static void drop(Transaction transaction, String network) {
    transaction.drop(key(network));
  }
}
