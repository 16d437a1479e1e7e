import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// Connections over TLS to servers that one authority vouches for. Cloud SQL and Memorystore each
/// have an authority of their own for every instance, so a certificate that it signed is the
/// instance's; their certificates do not carry the private address.
final class Secured {
  private static final int PATIENCE_MILLIS = 3_000;

  private Secured() {}

  static Socket plain(String host, int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// TLS on a connection that stands.
  static SSLSocket over(Socket plain, String host, int port, String authority) throws IOException {
    if (authority == null || authority.isBlank()) {
      throw new IOException("no authority is given that vouches for the server");
    }
    try {
      SSLSocket socket =
          (SSLSocket)
              context(authority).getSocketFactory().createSocket(plain, host, port, true);
      socket.startHandshake();
      return socket;
    } catch (GeneralSecurityException e) {
      throw new IOException("the authority's certificate cannot be used", e);
    }
  }

  private static SSLContext context(String authority)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    int number = 0;
    for (Certificate certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(authority.getBytes(StandardCharsets.US_ASCII)))) {
      trusted.setCertificateEntry("authority" + number++, certificate);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
