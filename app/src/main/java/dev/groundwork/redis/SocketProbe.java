package dev.groundwork.redis;

import dev.groundwork.cloud.Cloud.SecretValue;
import dev.groundwork.redis.Conversation.Said;
import dev.groundwork.verify.CacheProbe;
import dev.groundwork.verify.DatabaseProbe.Result;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// Asks running caches over sockets of their own: a `PING` with the password, one without, and one
/// without TLS.
///
/// The server's certificate must be signed by one of the instance's own authorities. Its name is
/// not compared: Memorystore's certificates do not carry the address.
public final class SocketProbe implements CacheProbe {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final List<String> PING = List.of("PING");

  private final UnaryOperator<InetSocketAddress> route;

  /// @param route from a cache's address to where it is reached from here: itself, or the
  ///   emulator's stand-in
  public SocketProbe(UnaryOperator<InetSocketAddress> route) {
    this.route = route;
  }

  @Override
  public Result probe(Cache cache) {
    InetSocketAddress at =
        route.apply(InetSocketAddress.createUnresolved(cache.host(), cache.port()));
    InetSocketAddress reached = new InetSocketAddress(at.getHostString(), at.getPort());
    List<String> evidence = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    try {
      asWanted(cache, reached, evidence, wrong);
      if (cache.password().isPresent()) {
        withoutPassword(cache, reached, evidence, wrong);
      }
      if (cache.tls()) {
        withoutTls(reached, evidence, wrong);
      }
    } catch (GeneralSecurityException e) {
      return new Result.Broken("its authority's certificate cannot be used: " + e.getMessage());
    } catch (IOException e) {
      return new Result.Unknown(
          "asking " + cache.host() + ":" + cache.port() + ": " + e.getMessage());
    }
    return wrong.isEmpty()
        ? new Result.Held(String.join("; ", evidence))
        : new Result.Broken(String.join("; ", wrong));
  }

  private static void asWanted(
      Cache cache, InetSocketAddress at, List<String> evidence, List<String> wrong)
      throws IOException, GeneralSecurityException {
    try (Socket socket = open(cache, at);
        Conversation conversation = new Conversation(socket)) {
      Optional<String> password = cache.password().map(SecretValue.Revealed::value);
      if (password.isPresent() && conversation.ask(List.of("AUTH", password.get())).isError()) {
        wrong.add("it refuses its own password");
        return;
      }
      Said said = conversation.ask(PING);
      if (said.isError() || !said.text().equals("PONG")) {
        wrong.add("PING is answered " + said.text());
      } else {
        evidence.add(
            "PONG"
                + (socket instanceof SSLSocket secured
                    ? " over " + secured.getSession().getProtocol()
                    : ""));
      }
    }
  }

  private static void withoutPassword(
      Cache cache, InetSocketAddress at, List<String> evidence, List<String> wrong)
      throws IOException, GeneralSecurityException {
    try (Conversation conversation = new Conversation(open(cache, at))) {
      if (conversation.ask(PING).isError()) {
        evidence.add("without password refused");
      } else {
        wrong.add("it answers without a password as well");
      }
    }
  }

  private static void withoutTls(InetSocketAddress at, List<String> evidence, List<String> wrong) {
    try (Conversation conversation = new Conversation(plain(at))) {
      conversation.ask(PING);
      wrong.add("it answers without TLS as well");
    } catch (IOException _) {
      evidence.add("without TLS refused");
    }
  }

  private static Socket open(Cache cache, InetSocketAddress at)
      throws IOException, GeneralSecurityException {
    Socket plain = plain(at);
    if (!cache.tls()) {
      return plain;
    }
    SSLSocket secured =
        (SSLSocket)
            context(cache.authorities())
                .getSocketFactory()
                .createSocket(plain, at.getHostString(), at.getPort(), true);
    secured.startHandshake();
    return secured;
  }

  private static Socket plain(InetSocketAddress at) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(at, PATIENCE_MILLIS);
    return socket;
  }

  private static SSLContext context(List<String> authorities)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    CertificateFactory certificates = CertificateFactory.getInstance("X.509");
    int number = 0;
    for (String pem : authorities) {
      for (Certificate certificate :
          certificates.generateCertificates(
              new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
        trusted.setCertificateEntry("authority" + number++, certificate);
      }
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
