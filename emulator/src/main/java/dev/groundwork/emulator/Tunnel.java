package dev.groundwork.emulator;

import dev.groundwork.emulator.http.HttpFront;
import dev.groundwork.emulator.http.Passage;
import dev.groundwork.emulator.http.Proxy;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.http.Request;
import dev.groundwork.emulator.tls.Authority;
import dev.groundwork.emulator.tls.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// The way to the emulator for clients that insist on Google's own addresses: a proxy, and behind
/// it TLS under an authority of the emulator's own. Made when first asked for; the authority is
/// kept, so that a client trusts it once.
final class Tunnel implements AutoCloseable {
  private static final String NAME = "proxy-ca";
  private static final Duration LIFE = Duration.ofDays(3650);
  private static final Duration SERVER_LIFE = Duration.ofDays(365);

  private final InetAddress address;
  private final Path folder;
  private final Clock clock;
  private final Function<Request, Reply> answer;
  private final Passage passage;
  private final Proxy proxy;
  private Optional<HttpFront> tls = Optional.empty();

  Tunnel(
      InetAddress address,
      int plainPort,
      Path folder,
      Clock clock,
      Function<Request, Reply> answer,
      Passage passage) {
    this.address = address;
    this.passage = passage;
    this.folder = folder;
    this.clock = clock;
    this.answer = answer;
    proxy = new Proxy(address, plainPort, this::tlsPort);
  }

  int port() {
    return proxy.port();
  }

  /// The file with the authority's certificate, which clients must trust.
  Path certificate() {
    var _ = authority();
    return folder.resolve(NAME + ".crt");
  }

  /// A file with a token that stands for whoever owns everything here; it is no secret.
  Path accessToken() {
    Path file = folder.resolve("access-token");
    try {
      Files.createDirectories(folder);
      if (!Files.exists(file)) {
        Files.writeString(file, "emulator");
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized Authority authority() {
    try {
      if (Files.exists(folder.resolve(NAME + ".crt"))) {
        return Authority.load(folder, NAME);
      }
      Files.createDirectories(folder);
      Authority made = Authority.create("Groundwork emulator's proxy", clock.instant(), LIFE);
      made.save(folder, NAME);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized int tlsPort() {
    if (tls.isEmpty()) {
      Identity server =
          authority()
              .issueServer(
                  "googleapis.com",
                  List.of(
                      "*.googleapis.com",
                      "*.google.com",
                      "*.google.internal",
                      "googleapis.com",
                      "*.a.run.app"),
                  List.of(),
                  clock.instant(),
                  SERVER_LIFE);
      tls = Optional.of(new HttpFront(address, 0, context(server), answer, passage));
    }
    return tls.get().port();
  }

  private SSLContext context(Identity server) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      char[] none = new char[0];
      store.setKeyEntry(
          "server",
          server.key(),
          none,
          new Certificate[] {server.certificate(), authority().certificate()});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, none);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public synchronized void close() {
    proxy.close();
    tls.ifPresent(HttpFront::close);
  }
}
