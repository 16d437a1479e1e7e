package dev.groundwork.emulator.sql;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What an instance asks of its server.
///
/// @param major version of PostgreSQL
/// @param encryption asked of connections over the network
/// @param maxConnections Cloud SQL's for the machine type
/// @param flags the instance's database flags
/// @param addresses under which the API shows the instance, for its certificate
/// @param revoked serial numbers of client certificates that were deleted
record ServerSpec(
    int major,
    Encryption encryption,
    int maxConnections,
    SortedMap<String, String> flags,
    List<String> addresses,
    Set<BigInteger> revoked) {
  ServerSpec {
    flags = Collections.unmodifiableSortedMap(new TreeMap<>(flags));
    addresses = List.copyOf(addresses);
    revoked = Collections.unmodifiableSet(new TreeSet<>(revoked));
  }
}
