package dev.groundwork.emulator.sql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/// Where on this machine a server listens. Linux has the whole of 127/8 as loopback, so that each
/// instance has an address of its own and the ports that Cloud SQL uses; elsewhere there is
/// 127.0.0.1 alone, and free ports.
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
    CRC32 hash = new CRC32();
    hash.update(name.getBytes(StandardCharsets.UTF_8));
    long start = hash.getValue();
    for (int attempt = 0; attempt < 50; attempt++) {
      Optional<Loopback> free = own(start + attempt * 7919L);
      if (free.isPresent()) {
        return free.get();
      }
    }
    return new Loopback("127.0.0.1", freePort(), freePort());
  }

  /// Whether its ports can be listened on now.
  boolean isFree() {
    return canListen(host, port) && canListen(host, gate);
  }

  private static Optional<Loopback> own(long number) {
    // 127.64.0.0/10, without network-like last bytes: away from what people type by hand
    String host =
        "127.%d.%d.%d"
            .formatted(
                64 + Math.floorMod(number >> 16, 64),
                Math.floorMod(number >> 8, 256),
                1 + Math.floorMod(number, 254));
    Loopback place = new Loopback(host, DATABASE, GATE);
    return place.isFree() ? Optional.of(place) : Optional.empty();
  }

  private static boolean canListen(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(host), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("no free port on 127.0.0.1", e);
    }
  }
}
