package dev.groundwork.verify;

import dev.groundwork.cloud.Cloud.SecretValue;
import java.util.List;
import java.util.Optional;

/// The port to running caches: connects to one as it asks for, and as it must not allow. Blocking;
/// called by many threads at a time; writes nothing.
@FunctionalInterface
public interface CacheProbe {

  DatabaseProbe.Result probe(Cache cache);

  /// How a cache is reached.
  ///
  /// @param host its address in the network
  /// @param tls whether connections are encrypted
  /// @param authorities the certificates, in PEM, of the authorities that may have signed the
  ///   server's own
  /// @param password empty when it asks for none; not shown by `toString`
  record Cache(
      String host,
      int port,
      boolean tls,
      List<String> authorities,
      Optional<SecretValue.Revealed> password) {
    public Cache {
      authorities = List.copyOf(authorities);
    }
  }
}
