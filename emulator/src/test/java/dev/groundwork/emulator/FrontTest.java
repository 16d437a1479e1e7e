package dev.groundwork.emulator;

import static dev.groundwork.emulator.GoogleCloud.SECRETS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.emulator.GoogleCloud.Said;
import dev.groundwork.resource.Json;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ways in which a request reaches an API.
class FrontTest {
  @TempDir private Path folder;
  private GoogleCloud cloud;

  @BeforeEach
  void begin() {
    cloud = new GoogleCloud(folder);
    cloud.project("p-one-1", "secretmanager");
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  /// The status line of what a raw request is answered.
  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), cloud.emulator.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
          .readLine();
    }
  }

  @Test
  void by_the_first_segment_of_the_path() {
    assertThat(cloud.get(SECRETS + "p-one-1/secrets").status()).isEqualTo(200);
  }

  @Test
  void by_the_host_header() throws IOException {
    String request =
        "GET /v1/projects/%s/secrets HTTP/1.1\r\nHost: secretmanager.googleapis.com\r\nConnection: close\r\n\r\n";
    assertThat(raw(request.formatted("p-one-1"))).contains("200");
    assertThat(raw(request.formatted("p-two-1"))).contains("403");
  }

  @Test
  void by_the_absolute_url_of_a_request_to_a_proxy() throws IOException {
    assertThat(
            raw(
                "GET http://secretmanager.googleapis.com/v1/projects/p-one-1/secrets HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .contains("200");
  }

  @Test
  void through_the_proxy_over_tls_under_an_authority_that_the_client_trusts() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(cloud.emulator.proxyAuthority())) {
      trusted.setCertificateEntry(
          "emulator", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    try (HttpClient client =
        HttpClient.newBuilder()
            .sslContext(context)
            .proxy(
                ProxySelector.of(
                    new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), cloud.emulator.proxyPort())))
            .build()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(
                      URI.create(
                          "https://secretmanager.googleapis.com/v1/projects/p-one-1/secrets"))
                  .build(),
              BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void the_proxy_leads_nowhere_else() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), cloud.emulator.proxyPort())) {
      socket
          .getOutputStream()
          .write("CONNECT example.com:443 HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      String line =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
              .readLine();
      assertThat(line).contains("403");
    }
  }

  @Test
  void packed_bodies_are_unpacked() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write("{\"replication\": {\"automatic\": {}}}".getBytes(StandardCharsets.UTF_8));
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create(cloud.emulator.url() + "/" + SECRETS + "p-one-1/secrets?secretId=a"))
              .header("Content-Encoding", "gzip")
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofByteArray(packed.toByteArray()))
              .build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      assertThat(Json.parseFields(response.body()).text("name").orElse("")).endsWith("/secrets/a");
    }
  }

  @Test
  void an_unknown_route_is_answered_like_nothing_that_google_says() {
    Said said = cloud.get("secretmanager.googleapis.com/v1/nonsense");
    assertThat(said.status()).isEqualTo(501);
    assertThat(said.message())
        .isEqualTo(
            "Groundwork's emulator does not emulate GET https://secretmanager.googleapis.com/v1/nonsense.");
    assertThat(cloud.get("nonsense.googleapis.com/v1/x").status()).isEqualTo(501);
    assertThat(cloud.get("nonsense").status()).isEqualTo(404);
  }

  @Test
  void older_names_of_an_api_lead_to_it_too() {
    cloud.operation(
        GoogleCloud.USAGE,
        cloud.post(
            GoogleCloud.USAGE + "/v1beta1/projects/p-one-1/services/compute.googleapis.com:enable",
            ""));
    assertThat(
            cloud
                .get("www.googleapis.com/compute/beta/projects/p-one-1/global/networks/default")
                .status())
        .isEqualTo(200);
  }

  @Test
  void any_credentials_are_given_a_token() {
    assertThat(
            cloud
                .post(
                    "oauth2.googleapis.com/token",
                    "{\"grant_type\": \"refresh_token\", \"refresh_token\": \"any\"}")
                .body()
                .text("access_token"))
        .isPresent();
    assertThat(
            cloud
                .with("Metadata-Flavor", "Google")
                .get("computeMetadata/v1/instance/service-accounts/default/token")
                .body()
                .text("access_token"))
        .isPresent();
  }

  @Test
  void what_was_answered_survives_a_restart() {
    cloud.post(SECRETS + "p-one-1/secrets?secretId=a", "{\"replication\": {\"automatic\": {}}}");
    cloud.close();
    cloud = new GoogleCloud(folder);
    assertThat(cloud.get(SECRETS + "p-one-1/secrets/a").status()).isEqualTo(200);
  }

  @Test
  void a_reset_forgets_everything() {
    cloud.post(SECRETS + "p-one-1/secrets?secretId=a", "{\"replication\": {\"automatic\": {}}}");
    cloud.post("emulator/v1/reset", "");
    assertThat(cloud.get(GoogleCloud.CRM + "/v1/projects/p-one-1").status()).isEqualTo(403);
    cloud.project("p-one-1", "secretmanager");
    assertThat(cloud.get(SECRETS + "p-one-1/secrets/a").status()).isEqualTo(404);
  }

  @Test
  void only_this_machine_is_listened_to() throws IOException {
    assertThat(
            InetAddress.getByName(URI.create(cloud.emulator.url()).getHost()).isLoopbackAddress())
        .isTrue();
  }
}
