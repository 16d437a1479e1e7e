package dev.groundwork.emulator.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/// Addresses on this machine alone. Linux has the whole of 127/8 as loopback, so that each server
/// can have an address of its own and the ports that its service uses; elsewhere there is 127.0.0.1
/// alone, and free ports.
public final class Loopbacks {
  private Loopbacks() {}

  /// An address at which nothing listens yet on these ports; empty where there is 127.0.0.1 alone.
  ///
  /// @param name of what will listen: the same name gets the same address where it can
  public static Optional<String> own(String name, int... ports) {
    CRC32 hash = new CRC32();
    hash.update(name.getBytes(StandardCharsets.UTF_8));
    long start = hash.getValue();
    for (int attempt = 0; attempt < 50; attempt++) {
      String host = numbered(start + attempt * 7919L);
      if (Arrays.stream(ports).allMatch(port -> canListen(host, port))) {
        return Optional.of(host);
      }
    }
    return Optional.empty();
  }

  /// In 127.64.0.0/10, without network-like last bytes: away from what people type by hand.
  private static String numbered(long number) {
    return "127.%d.%d.%d"
        .formatted(
            64 + Math.floorMod(number >> 16, 64),
            Math.floorMod(number >> 8, 256),
            1 + Math.floorMod(number, 254));
  }

  /// Whether the port can be listened on now.
  public static boolean canListen(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(host), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// A port of 127.0.0.1 at which nothing listens.
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("no free port on 127.0.0.1", e);
    }
  }
}
