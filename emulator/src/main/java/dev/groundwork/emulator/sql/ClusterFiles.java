package dev.groundwork.emulator.sql;

import java.nio.file.Path;

/// Where the files of a server are.
///
/// @param folder of all but the socket
/// @param socketFolder short, because the path of a socket may have only some hundred characters
record ClusterFiles(Path folder, Path socketFolder) {
  /// Holds the data, and what the server must be able to read.
  Path server() {
    return folder.resolve("server");
  }

  Path data() {
    return server().resolve("data");
  }

  Path settings() {
    return server().resolve("postgresql.conf");
  }

  Path access() {
    return server().resolve("pg_hba.conf");
  }

  Path identities() {
    return server().resolve("pg_ident.conf");
  }

  Path certificate() {
    return server().resolve("server.crt");
  }

  Path key() {
    return server().resolve("server.key");
  }

  Path clientAuthority() {
    return server().resolve("client-ca.crt");
  }

  Path revoked() {
    return server().resolve("client-ca.crl");
  }

  Path log() {
    return folder.resolve("postgresql.log");
  }

  Path socket(Loopback place) {
    return socketFolder.resolve(".s.PGSQL." + place.port());
  }

  Path process() {
    return data().resolve("postmaster.pid");
  }
}
