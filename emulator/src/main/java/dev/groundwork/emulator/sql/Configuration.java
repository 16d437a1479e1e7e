package dev.groundwork.emulator.sql;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How a server runs.
///
/// @param place where it listens
/// @param encryption what it asks of connections over the network
/// @param maxConnections Cloud SQL's for the machine type; a flag overrides it
/// @param flags settings that the user chose
record Configuration(
    Loopback place, Encryption encryption, int maxConnections, SortedMap<String, String> flags) {
  Configuration {
    flags = Collections.unmodifiableSortedMap(new TreeMap<>(flags));
  }

  /// The text of `postgresql.conf`.
  ///
  /// Data survives the end of the server, however sudden, but not that of the operating system:
  /// that is what `fsync` is for, and what makes an emulator slow.
  String settings(ClusterFiles files) {
    StringBuilder text = new StringBuilder();
    Map<String, String> fixed = new TreeMap<>();
    fixed.put("listen_addresses", place.host());
    fixed.put("port", String.valueOf(place.port()));
    fixed.put("unix_socket_directories", files.socketFolder().toString());
    fixed.put("unix_socket_permissions", "0700");
    fixed.put("hba_file", files.access().toString());
    fixed.put("ident_file", files.identities().toString());
    fixed.put("ssl", "on");
    fixed.put("ssl_cert_file", files.certificate().toString());
    fixed.put("ssl_key_file", files.key().toString());
    fixed.put("ssl_ca_file", files.clientAuthority().toString());
    fixed.put("ssl_crl_file", files.revoked().toString());
    fixed.put("fsync", "off");
    fixed.put("full_page_writes", "off");
    fixed.put("cluster_name", "");
    fixed.put("log_line_prefix", "%m [%p] ");
    Map<String, String> ours = new TreeMap<>();
    ours.put("shared_buffers", "16MB");
    ours.put("dynamic_shared_memory_type", "posix");
    ours.put("max_connections", String.valueOf(maxConnections));
    ours.put("shared_preload_libraries", "pg_stat_statements");
    ours.put("password_encryption", "scram-sha-256");
    ours.put("TimeZone", "UTC");
    ours.put("log_timezone", "UTC");
    ours.put(
        "wal_level", "on".equals(flags.get("cloudsql.logical_decoding")) ? "logical" : "replica");
    ours.putAll(flags);
    ours.putAll(fixed);
    ours.forEach((name, value) ->
        text.append(name).append(" = '").append(value.replace("'", "''")).append("'\n"));
    return text.toString();
  }

  /// The text of `pg_hba.conf`.
  String access() {
    StringBuilder text = new StringBuilder();
    text.append("local all ").append(Template.ADMINISTRATOR).append(" trust\n");
    // the gate of the connectors, which has checked a certificate before
    text.append("local all all scram-sha-256\n");
    text.append("host all ").append(Template.ADMINISTRATOR).append(" all reject\n");
    switch (encryption) {
      case EITHER -> text.append("host all all all scram-sha-256\n");
      case REQUIRED ->
          text.append("hostnossl all all all reject\nhostssl all all all scram-sha-256\n");
      case CLIENT_CERTIFICATE ->
          text.append(
              "hostnossl all all all reject\nhostssl all all all scram-sha-256 clientcert=verify-ca\n");
    }
    return text.toString();
  }
}
