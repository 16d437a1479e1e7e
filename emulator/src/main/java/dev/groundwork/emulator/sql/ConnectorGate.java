package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.tls.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// The door by which Google's connectors and the Auth Proxy come in: TLS with a certificate that
/// the instance has issued lately, and behind it the database's protocol, unchanged.
final class ConnectorGate implements AutoCloseable {
  private final SSLServerSocket server;
  private final Path socket;
  private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();

  /// @param identity what it shows
  /// @param clients the authority whose certificates it lets in
  /// @param socket of the database server
  ConnectorGate(Loopback place, Identity identity, X509Certificate clients, Path socket)
      throws IOException {
    this.socket = socket;
    try {
      KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
      keys.load(null, null);
      keys.setKeyEntry(
          "server", identity.key(), new char[0], new Certificate[] {identity.certificate()});
      KeyManagerFactory own =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      own.init(keys, new char[0]);
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry("clients", clients);
      TrustManagerFactory theirs =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      theirs.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own.getKeyManagers(), theirs.getTrustManagers(), null);
      server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    server.setReuseAddress(true);
    server.setNeedClientAuth(true);
    server.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    server.bind(new InetSocketAddress(place.host(), place.gate()));
    Thread.ofVirtual().name("connector gate " + place.host()).start(this::listen);
  }

  private void listen() {
    while (!server.isClosed()) {
      try {
        SSLSocket client = (SSLSocket) server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        // closed, or a client that went away before it was there
      }
    }
  }

  private void serve(SSLSocket client) {
    try (client;
        SocketChannel database = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      open.add(client);
      open.add(database);
      client.setTcpNoDelay(true);
      client.startHandshake();
      database.connect(UnixDomainSocketAddress.of(socket));
      Thread back = Thread.ofVirtual().start(() -> pump(Channels.newInputStream(database), client));
      InputStream in = client.getInputStream();
      OutputStream out = Channels.newOutputStream(database);
      in.transferTo(out);
      database.shutdownOutput();
      back.join();
      open.remove(database);
    } catch (IOException e) {
      // no certificate, a database that is down, a client that hung up: nobody is there to be told
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  private static void pump(InputStream from, SSLSocket to) {
    try {
      from.transferTo(to.getOutputStream());
      to.close();
    } catch (IOException e) {
      // the client has gone
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (AutoCloseable connection : Set.copyOf(open)) {
      try {
        connection.close();
      } catch (Exception e) {
        // it is going anyway
      }
    }
  }
}
