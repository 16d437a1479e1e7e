package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.process.Loopbacks;

/// Where on this machine a server listens: at an address of its own and the ports that Cloud SQL
/// uses, where the machine has such addresses, else at 127.0.0.1 and free ports.
///
/// @param host a loopback address
/// @param port of the database
/// @param gate of the connectors' gate
record Loopback(String host, int port, int gate) {
  static final int DATABASE = 5432;
  static final int GATE = 3307;

  /// A place where nothing listens yet.
  ///
  /// @param name of the instance: the same name gets the same address where it can
  static Loopback choose(String name) {
    return Loopbacks.own(name, DATABASE, GATE)
        .map(host -> new Loopback(host, DATABASE, GATE))
        .orElseGet(() -> new Loopback("127.0.0.1", Loopbacks.freePort(), Loopbacks.freePort()));
  }

  /// Whether its ports can be listened on now.
  boolean isFree() {
    return Loopbacks.canListen(host, port) && Loopbacks.canListen(host, gate);
  }
}
