package dev.groundwork.gcp;

import dev.groundwork.gcp.EmulatorControl.Said;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.net.InetSocketAddress;
import java.util.function.UnaryOperator;

/// Where the servers behind an emulator are reached from this machine: the addresses of the
/// networks it plays exist inside it only.
public final class EmulatedAddresses implements UnaryOperator<InetSocketAddress> {
  private final EmulatorControl emulator;

  public EmulatedAddresses(EmulatorControl emulator) {
    this.emulator = emulator;
  }

  /// @return the address itself when the emulator knows of no stand-in
  @Override
  public InetSocketAddress apply(InetSocketAddress address) {
    try {
      if (emulator.get("addresses") instanceof Said.Yes(Fields body)) {
        for (Value item : body.items("addresses")) {
          if (item instanceof Fields stand
              && stand.text("address").orElse("").equals(address.getHostString())
              && number(stand, "port") == address.getPort()) {
            return InetSocketAddress.createUnresolved(
                stand.text("host").orElse(""), number(stand, "hostPort"));
          }
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return address;
  }

  private static int number(Fields fields, String name) {
    return fields.get(name).orElse(new Value.Null()) instanceof Value.Num(var value)
        ? value.intValue()
        : 0;
  }
}
