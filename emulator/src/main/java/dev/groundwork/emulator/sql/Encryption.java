package dev.groundwork.emulator.sql;

/// What a server asks of connections over the network.
enum Encryption {
  /// TLS or not.
  EITHER,
  /// TLS.
  REQUIRED,
  /// TLS with a certificate that the instance issued.
  CLIENT_CERTIFICATE
}
