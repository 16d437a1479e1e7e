package dev.groundwork.emulator.redis;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a server is started with.
final class Configuration {
  /// Commands that Memorystore keeps to itself; to clients they are unknown.
  private static final List<String> BLOCKED =
      List.of(
          "BGREWRITEAOF",
          "BGSAVE",
          "CLUSTER",
          "DEBUG",
          "FAILOVER",
          "LASTSAVE",
          "MIGRATE",
          "MODULE",
          "PSYNC",
          "REPLICAOF",
          "SAVE",
          "SHUTDOWN",
          "SLAVEOF",
          "SYNC");

  /// Memorystore's own defaults, where they are not Redis'.
  private static final Map<String, String> DEFAULTS = Map.of("maxmemory-policy", "volatile-lru");

  private Configuration() {}

  /// The settings that a running server takes, by Redis' names.
  static Map<String, String> live(ServerSpec spec, String password) {
    Map<String, String> live = new TreeMap<>(DEFAULTS);
    live.put("maxmemory", Long.toString(maxMemory(spec)));
    live.put("requirepass", spec.auth() ? password : "");
    spec.configs()
        .forEach((name, value) -> {
          if (!name.equals("maxmemory-gb") && !name.equals("databases")) {
            live.put(name, value);
          }
        });
    return live;
  }

  /// The whole file.
  ///
  /// @param folder the server's; what it writes goes there
  /// @param hidden what CONFIG is called, which no client knows
  static String file(
      ServerSpec spec, Place place, Path folder, Path socket, String password, String hidden) {
    StringBuilder out = new StringBuilder();
    line(out, "bind", place.host());
    line(out, "port", spec.tls() ? "0" : Integer.toString(place.port()));
    if (spec.tls()) {
      line(out, "tls-port", Integer.toString(place.port()));
      line(out, "tls-cert-file", folder.resolve("server.crt").toString());
      line(out, "tls-key-file", folder.resolve("server.key").toString());
      line(out, "tls-auth-clients", "no");
      line(out, "tls-protocols", "TLSv1.2 TLSv1.3");
    }
    line(out, "protected-mode", "no");
    line(out, "unixsocket", socket.toString());
    line(out, "unixsocketperm", "700");
    line(out, "daemonize", "no");
    line(out, "pidfile", folder.resolve("redis.pid").toString());
    line(out, "dir", folder.toString());
    line(out, "dbfilename", "dump.rdb");
    line(out, "appendonly", "no");
    // saved when it ends, so that its keys are there when the emulator is started again
    out.append("save 3600 1\n");
    line(out, "databases", spec.configs().getOrDefault("databases", "16"));
    live(spec, password).forEach((name, value) -> line(out, name, value));
    renamed(out, "CONFIG", hidden);
    BLOCKED.forEach(command -> renamed(out, command, ""));
    return out.toString();
  }

  /// Whether a running server must be started again to become this: the rest it takes as it goes.
  static boolean needsRestart(ServerSpec now, ServerSpec wanted) {
    return now.tls() != wanted.tls()
        || !now.configs()
            .getOrDefault("databases", "16")
            .equals(wanted.configs().getOrDefault("databases", "16"));
  }

  private static long maxMemory(ServerSpec spec) {
    return spec.configs().containsKey("maxmemory-gb")
        ? new BigDecimal(spec.configs().get("maxmemory-gb"))
            .multiply(BigDecimal.valueOf(1L << 30))
            .longValue()
        : spec.memoryBytes();
  }

  private static void line(StringBuilder out, String name, String value) {
    out.append(name).append(" \"");
    out.append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append("\"\n");
  }

  private static void renamed(StringBuilder out, String command, String name) {
    out.append("rename-command ").append(command).append(" \"").append(name).append("\"\n");
  }
}
