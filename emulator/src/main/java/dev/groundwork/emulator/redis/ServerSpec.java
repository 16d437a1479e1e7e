package dev.groundwork.emulator.redis;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What an instance asks of its server.
///
/// @param auth whether clients must say the password
/// @param tls whether connections are encrypted
/// @param address as the API shows it; the certificate names it too
/// @param memoryBytes how much it may hold
/// @param configs further settings, in Redis' own words
record ServerSpec(
    boolean auth,
    boolean tls,
    String address,
    long memoryBytes,
    SortedMap<String, String> configs) {
  static final int PLAIN_PORT = 6379;
  static final int TLS_PORT = 6378;

  ServerSpec {
    configs = Collections.unmodifiableSortedMap(new TreeMap<>(configs));
  }

  ServerSpec(
      boolean auth, boolean tls, String address, long memoryBytes, Map<String, String> configs) {
    this(auth, tls, address, memoryBytes, new TreeMap<>(configs));
  }

  /// The port that Memorystore uses.
  int port() {
    return tls ? TLS_PORT : PLAIN_PORT;
  }
}
