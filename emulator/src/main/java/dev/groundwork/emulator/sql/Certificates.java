package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.tls.Authority;
import dev.groundwork.emulator.tls.Identity;
import dev.groundwork.emulator.tls.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// An instance's two authorities: the one that vouches for its server, and the one that vouches for
/// its clients. Their keys never leave the emulator's own folder.
///
/// @param server signs the server's certificate
/// @param clients signs certificates for clients
record Certificates(Authority server, Authority clients) {
  /// Ten years, as on the real Cloud SQL.
  static final Duration LIFE = Duration.ofDays(3652);

  /// Those in the folder; made when they are not there.
  static Certificates in(Path folder, Instant now) throws IOException {
    if (!Files.isRegularFile(folder.resolve("client-ca.crt"))) {
      PrivateFiles.folder(folder);
      Authority.create("Google Cloud SQL Server CA", now, LIFE).save(folder, "server-ca");
      Authority.create("Google Cloud SQL Client CA", now, LIFE).save(folder, "client-ca");
    }
    return new Certificates(
        Authority.load(folder, "server-ca"), Authority.load(folder, "client-ca"));
  }

  /// A certificate for the server, in Google's form: named `project:instance`, which is what the
  /// connectors compare.
  Identity forServer(String name, List<String> addresses, Instant now) {
    return server.issueServer(name, List.of("localhost"), addresses, now, LIFE);
  }
}
