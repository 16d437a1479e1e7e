package dev.groundwork.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.emulator.control.Reachable;
import dev.groundwork.emulator.tls.Pem;
import dev.groundwork.resource.Value.Fields;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Memorystore, with a real Redis behind each instance.
@EnabledOnOs(
    value = OS.LINUX,
    disabledReason = "the Redis program that comes with the emulator is for Linux")
class RedisTest {
  private static final String HOST = "redis.googleapis.com";
  private static final String IN =
      HOST + "/v1/projects/shop-project/locations/us-central1/instances";

  @TempDir Path folder;

  @Test
  void an_instance_is_a_redis_that_keeps_its_keys_and_address_when_the_emulator_starts_again()
      throws Exception {
    Reachable before;
    try (GoogleCloud cloud = cloud()) {
      create(cloud, "cache", "{\"tier\": \"BASIC\", \"memorySizeGb\": 1}");
      before = reachable(cloud);
      assertThat(before.port()).isEqualTo(6379);
      assertThat(before.address()).isEqualTo(shown(cloud, "cache").text("host").orElseThrow());
      assertThat(said(before, "SET kept 42", "GET kept")).containsExactly("+OK", "$2", "42");
    }
    assertThatThrownBy(() -> said(before, "PING")).isInstanceOf(ConnectException.class);

    try (GoogleCloud cloud = new GoogleCloud(folder)) {
      assertThat(reachable(cloud)).isEqualTo(before);
      assertThat(said(before, "GET kept")).containsExactly("$2", "42");

      done(cloud, cloud.delete(IN + "/cache"));

      assertThatThrownBy(() -> said(before, "PING")).isInstanceOf(ConnectException.class);
      assertThat(folder.resolve("redis/shop-project/us-central1/cache")).doesNotExist();
      assertThat(cloud.get(IN + "/cache").status()).isEqualTo(404);
    }
  }

  @Test
  void with_auth_a_client_must_say_the_string_that_only_one_call_tells() throws Exception {
    try (GoogleCloud cloud = cloud()) {
      Fields operation =
          create(
              cloud, "cache", "{\"tier\": \"BASIC\", \"memorySizeGb\": 1, \"authEnabled\": true}");
      String auth = cloud.get(IN + "/cache/authString").body().text("authString").orElseThrow();

      assertThat(said(reachable(cloud), "GET k")).first().asString().startsWith("-NOAUTH");
      assertThat(said(reachable(cloud), "AUTH wrong")).first().asString().startsWith("-WRONGPASS");
      assertThat(said(reachable(cloud), "AUTH " + auth, "PING")).containsExactly("+OK", "+PONG");
      assertThat(operation.toString()).doesNotContain(auth);
      assertThat(cloud.get(IN).body().toString()).doesNotContain(auth);

      done(cloud, cloud.patch(IN + "/cache?updateMask=authEnabled", "{\"authEnabled\": false}"));
      assertThat(said(reachable(cloud), "PING")).containsExactly("+PONG");
      assertThat(cloud.get(IN + "/cache/authString").body()).isEqualTo(Fields.EMPTY);

      done(cloud, cloud.patch(IN + "/cache?updateMask=authEnabled", "{\"authEnabled\": true}"));
      assertThat(cloud.get(IN + "/cache/authString").body().text("authString").orElseThrow())
          .isNotEqualTo(auth);
      assertThat(said(reachable(cloud), "AUTH " + auth))
          .first()
          .asString()
          .startsWith("-WRONGPASS");
    }
  }

  @Test
  void in_transit_encryption_is_tls_under_the_authority_that_the_instance_shows() throws Exception {
    try (GoogleCloud cloud = cloud()) {
      create(
          cloud,
          "cache",
          "{\"tier\": \"BASIC\", \"memorySizeGb\": 1, \"transitEncryptionMode\": \"SERVER_AUTHENTICATION\"}");
      Reachable at = reachable(cloud);
      Fields authority = (Fields) shown(cloud, "cache").items("serverCaCerts").getFirst();

      assertThat(at.port()).isEqualTo(6378);
      try (Socket socket = encrypted(at, authority.text("cert").orElseThrow())) {
        assertThat(said(socket, "PING")).containsExactly("+PONG");
      }
      // the control: another instance's authority does not vouch for this one
      create(
          cloud,
          "other",
          "{\"tier\": \"BASIC\", \"memorySizeGb\": 1, \"transitEncryptionMode\": \"SERVER_AUTHENTICATION\"}");
      Fields foreign = (Fields) shown(cloud, "other").items("serverCaCerts").getFirst();
      assertThatThrownBy(() -> encrypted(at, foreign.text("cert").orElseThrow()))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void settings_reach_the_running_server_and_the_commands_that_google_keeps_are_unknown()
      throws Exception {
    try (GoogleCloud cloud = cloud()) {
      create(
          cloud,
          "cache",
          "{\"tier\": \"BASIC\", \"memorySizeGb\": 1, \"redisConfigs\": {\"maxmemory-gb\": \"0.5\"}}");
      Reachable at = reachable(cloud);
      assertThat(said(at, "CONFIG GET maxmemory")).first().asString().startsWith("-ERR unknown");
      assertThat(memory(at)).contains("maxmemory:536870912", "maxmemory_policy:volatile-lru");
      said(at, "SET kept 1");

      done(
          cloud,
          cloud.patch(
              IN + "/cache?updateMask=redisConfigs",
              "{\"redisConfigs\": {\"maxmemory-policy\": \"allkeys-lru\"}}"));

      assertThat(memory(at)).contains("maxmemory:1073741824", "maxmemory_policy:allkeys-lru");
      assertThat(said(at, "GET kept")).containsExactly("$1", "1");
    }
  }

  @Test
  void a_basic_instance_loses_its_keys_when_resized_and_a_standard_one_keeps_them()
      throws Exception {
    try (GoogleCloud cloud = cloud()) {
      create(cloud, "cache", "{\"tier\": \"BASIC\", \"memorySizeGb\": 1}");
      said(reachable(cloud), "SET k 1");
      done(cloud, cloud.patch(IN + "/cache?updateMask=memorySizeGb", "{\"memorySizeGb\": 2}"));
      assertThat(said(reachable(cloud), "GET k")).containsExactly("$-1");
      done(cloud, cloud.delete(IN + "/cache"));

      create(cloud, "cache", "{\"tier\": \"STANDARD_HA\", \"memorySizeGb\": 1}");
      said(reachable(cloud), "SET k 1");
      done(cloud, cloud.patch(IN + "/cache?updateMask=memorySizeGb", "{\"memorySizeGb\": 2}"));
      assertThat(said(reachable(cloud), "GET k")).containsExactly("$1", "1");
    }
  }

  @Test
  void what_was_chosen_for_good_cannot_be_changed() {
    try (GoogleCloud cloud = cloud()) {
      create(cloud, "cache", "{\"tier\": \"BASIC\", \"memorySizeGb\": 1}");

      GoogleCloud.Said tier =
          cloud.patch(IN + "/cache?updateMask=tier", "{\"tier\": \"STANDARD_HA\"}");
      assertThat(tier.status()).isEqualTo(400);
      assertThat(tier.message())
          .isEqualTo("Invalid option 'tier': 'tier' cannot be updated on existing instances.");
      assertThat(cloud.patch(IN + "/cache", "{\"displayName\": \"x\"}").message())
          .isEqualTo("Update mask is empty");
      assertThat(cloud.post(IN + "/cache:failover", "{}").canonical())
          .isEqualTo("FAILED_PRECONDITION");
      assertThat(shown(cloud, "cache").text("tier")).contains("BASIC");
    }
  }

  @Test
  void an_instance_with_wrong_wishes_is_refused_before_anything_starts() {
    try (GoogleCloud cloud = cloud()) {
      assertThat(refused(cloud, "{\"tier\": \"BASIC\", \"memorySizeGb\": 301}"))
          .startsWith("Memory size must be between");
      assertThat(refused(cloud, "{\"tier\": \"BASIC\", \"memorySizeGb\": 1, \"replicaCount\": 1}"))
          .startsWith("Read replicas are only supported");
      assertThat(
              refused(
                  cloud,
                  "{\"tier\": \"BASIC\", \"memorySizeGb\": 1, \"redisConfigs\": {\"appendonly\": \"yes\"}}"))
          .isEqualTo("Redis config parameter 'appendonly' is not supported.");
      assertThat(
              refused(
                  cloud,
                  "{\"tier\": \"BASIC\", \"memorySizeGb\": 1, \"connectMode\": \"PRIVATE_SERVICE_ACCESS\"}"))
          .isEqualTo(
              "Google private service access is not enabled. Enable privateServiceAccess and try again.");
      assertThat(
              refused(
                  cloud,
                  "{\"tier\": \"BASIC\", \"memorySizeGb\": 1, \"authorizedNetwork\": \"projects/shop-project/global/networks/none\"}"))
          .contains("none");
      assertThat(cloud.get(IN).body()).isEqualTo(Fields.EMPTY);
    }
  }

  private static String refused(GoogleCloud cloud, String json) {
    return cloud.post(IN + "?instanceId=cache", json).message();
  }

  private GoogleCloud cloud() {
    GoogleCloud cloud = new GoogleCloud(folder);
    cloud.project("shop-project", "redis", "compute");
    return cloud;
  }

  private static Fields create(GoogleCloud cloud, String name, String json) {
    return done(cloud, cloud.post(IN + "?instanceId=" + name, json));
  }

  private static Fields shown(GoogleCloud cloud, String name) {
    Fields shown = cloud.get(IN + "/" + name).body();
    assertThat(shown.text("state")).contains("READY");
    return shown;
  }

  /// The operation, when it has ended well.
  private static Fields done(GoogleCloud cloud, GoogleCloud.Said said) {
    assertThat(said.status()).as("%s", said.body()).isEqualTo(200);
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    Fields now = said.body();
    while (!now.flag("done")) {
      assertThat(System.nanoTime()).isLessThan(end);
      now = cloud.get(HOST + "/v1/" + now.text("name").orElseThrow()).body();
    }
    assertThat(now.get("error")).isEmpty();
    return now;
  }

  private static Reachable reachable(GoogleCloud cloud) {
    return cloud.emulator.plane().reachable().stream()
        .filter(r -> r.resource().endsWith("/cache"))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> said(Reachable at, String... commands) throws IOException {
    try (Socket socket = new Socket(at.host(), at.hostPort())) {
      return said(socket, commands);
    }
  }

  private static String memory(Reachable at) throws IOException {
    return String.join("\n", said(at, "INFO memory"));
  }

  /// What the server says to commands as a person types them, line by line.
  private static List<String> said(Socket socket, String... commands) throws IOException {
    socket
        .getOutputStream()
        .write((String.join("\r\n", commands) + "\r\nQUIT\r\n").getBytes(StandardCharsets.UTF_8));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    List<String> lines = new ArrayList<>(in.lines().toList());
    assertThat(lines.removeLast()).isEqualTo("+OK");
    return lines;
  }

  private static Socket encrypted(Reachable at, String authority) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("memorystore", Pem.certificate(authority));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(at.host(), at.hostPort());
    try {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
