package dev.groundwork.emulator.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.sql.ConnectorConfig;
import com.google.cloud.sql.ConnectorRegistry;
import dev.groundwork.emulator.control.Reachable;
import dev.groundwork.emulator.http.HttpFront;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Google's own connector, unmodified: it asks the API for the instance and a certificate, and
/// comes in at port 3307.
@EnabledOnOs(
    value = OS.LINUX,
    disabledReason = "only Linux gives each instance an address of its own, which connectors need")
class ConnectorTest {
  @TempDir Path folder;

  @Test
  void googles_socket_factory_connects_and_who_has_no_certificate_does_not() throws Exception {
    try (CloudSql sql = new CloudSql(folder);
        HttpFront front = sql.listen()) {
      sql.done("POST", "instances", CloudSql.postgres("db", 14));
      GoogleCredentials credentials =
          GoogleCredentials.create(
              new AccessToken("emulator", Date.from(Instant.now().plus(Duration.ofDays(1)))));
      ConnectorRegistry.register(
          "emulator",
          new ConnectorConfig.Builder()
              .withAdminRootUrl("http://127.0.0.1:" + front.port() + "/sqladmin.googleapis.com/")
              .withGoogleCredentials(credentials)
              .build());
      String url =
          "jdbc:postgresql:///postgres?socketFactory=com.google.cloud.sql.postgres.SocketFactory"
              + "&cloudSqlInstance=p:us-central1:db&cloudSqlNamedConnector=emulator&ipTypes=PRIVATE&user=postgres&sslmode=disable";

      try (Connection connection = DriverManager.getConnection(url + "&password=root-secret");
          ResultSet rows = connection.createStatement().executeQuery("SHOW server_version")) {
        rows.next();
        assertThat(rows.getString(1)).startsWith("14.");
      } finally {
        ConnectorRegistry.reset();
      }

      Reachable gate = sql.reachable("db", 3307);
      assertThatThrownBy(() -> greet(gate)).isInstanceOf(IOException.class);
    }
  }

  /// A TLS client that trusts everyone and shows no certificate, and so hears of its refusal when
  /// it reads.
  private static void greet(Reachable gate) throws Exception {
    TrustManager everyone =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {everyone}, new SecureRandom());
    try (SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(InetAddress.ofLiteral(gate.host()), gate.hostPort())) {
      socket.startHandshake();
      if (socket.getInputStream().read() < 0) {
        throw new IOException("closed");
      }
    }
  }
}
