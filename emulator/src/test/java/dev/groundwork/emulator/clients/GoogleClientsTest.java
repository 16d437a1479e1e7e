package dev.groundwork.emulator.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.rpc.AbortedException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.services.sqladmin.SQLAdmin;
import com.google.api.services.sqladmin.model.Database;
import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.Operation;
import com.google.api.services.sqladmin.model.Settings;
import com.google.api.services.sqladmin.model.User;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.Bucket;
import com.google.api.services.storage.model.StorageObject;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.secretmanager.v1.ListSecretsRequest;
import com.google.cloud.secretmanager.v1.ProjectName;
import com.google.cloud.secretmanager.v1.Replication;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import com.google.cloud.secretmanager.v1.SecretName;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.cloud.sql.ConnectorConfig;
import com.google.cloud.sql.ConnectorRegistry;
import com.google.iam.v1.Binding;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Google's own Java clients, unmodified: all they are told is where to go.
class GoogleClientsTest {
  private static final String PROJECT = "witnessed-by-java";

  /// Signs nothing, and waits for an answer as long as a busy machine needs.
  private static final HttpRequestInitializer PATIENT =
      request -> request.setReadTimeout(60_000).setConnectTimeout(60_000);

  @TempDir Path folder;
  private LocalCloud cloud;

  @BeforeEach
  void start() {
    cloud = new LocalCloud(folder);
    cloud.project(PROJECT, List.of("secretmanager", "sqladmin", "storage"));
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void secret_manager_keeps_versions_pages_and_refuses_in_the_clients_own_exceptions()
      throws Exception {
    try (SecretManagerServiceClient secrets = secrets()) {
      ProjectName project = ProjectName.of(PROJECT);
      Secret wanted =
          Secret.newBuilder()
              .setReplication(
                  Replication.newBuilder().setAutomatic(Replication.Automatic.getDefaultInstance()))
              .putLabels("team", "a")
              .build();

      Secret made = secrets.createSecret(project, "password", wanted);
      secrets.createSecret(project, "token", wanted);
      SecretVersion first = secrets.addSecretVersion(made.getName(), payload("one"));
      SecretVersion second = secrets.addSecretVersion(made.getName(), payload("two"));

      assertThat(made.getName()).endsWith("/secrets/password");
      assertThat(made.hasCreateTime()).isTrue();
      assertThat(first.getState()).isEqualTo(SecretVersion.State.ENABLED);
      assertThat(second.getName()).endsWith("/secrets/password/versions/2");
      assertThat(value(secrets, "latest")).isEqualTo("two");
      assertThat(value(secrets, "1")).isEqualTo("one");

      assertThat(secrets.disableSecretVersion(first.getName()).getState())
          .isEqualTo(SecretVersion.State.DISABLED);
      assertThat(secrets.destroySecretVersion(first.getName()).getState())
          .isEqualTo(SecretVersion.State.DESTROYED);

      Secret changed =
          secrets.updateSecret(
              made.toBuilder().clearLabels().putLabels("team", "b").build(),
              FieldMask.newBuilder().addPaths("labels").build());
      assertThat(changed.getLabelsMap()).containsOnly(Map.entry("team", "b"));

      SecretName name = SecretName.of(PROJECT, "password");
      Policy policy =
          Policy.newBuilder()
              .addBindings(
                  Binding.newBuilder()
                      .setRole("roles/secretmanager.secretAccessor")
                      .addMembers("allUsers"))
              .build();
      secrets.setIamPolicy(
          SetIamPolicyRequest.newBuilder().setResource(name.toString()).setPolicy(policy).build());
      assertThat(
              secrets
                  .getIamPolicy(
                      GetIamPolicyRequest.newBuilder().setResource(name.toString()).build())
                  .getBindingsList())
          .isEqualTo(policy.getBindingsList());

      assertThat(
              secrets
                  .listSecrets(
                      ListSecretsRequest.newBuilder()
                          .setParent(project.toString())
                          .setPageSize(1)
                          .build())
                  .iterateAll())
          .extracting(Secret::getName)
          .hasSize(2)
          .doesNotHaveDuplicates();

      assertThatThrownBy(() -> secrets.createSecret(project, "password", wanted))
          // over HTTP this client knows no other name for 409
          .isInstanceOf(AbortedException.class)
          .hasMessageContaining("/secrets/password] already exists.");
      secrets.deleteSecret(name);
      assertThatThrownBy(() -> secrets.getSecret(name)).isInstanceOf(NotFoundException.class);
    }
  }

  private SecretManagerServiceClient secrets() throws IOException {
    SecretManagerServiceSettings.Builder settings =
        SecretManagerServiceSettings.newHttpJsonBuilder()
            .setEndpoint(cloud.api("secretmanager"))
            .setCredentialsProvider(NoCredentialsProvider.create());
    return SecretManagerServiceClient.create(settings.build());
  }

  private static SecretPayload payload(String text) {
    return SecretPayload.newBuilder().setData(ByteString.copyFromUtf8(text)).build();
  }

  private static String value(SecretManagerServiceClient secrets, String version) {
    return secrets
        .accessSecretVersion("projects/" + PROJECT + "/secrets/password/versions/" + version)
        .getPayload()
        .getData()
        .toStringUtf8();
  }

  @Test
  void cloud_storage_takes_a_large_upload_lists_by_folder_and_gives_the_bytes_back()
      throws Exception {
    Storage storage =
        new Storage.Builder(new NetHttpTransport(), GsonFactory.getDefaultInstance(), PATIENT)
            .setRootUrl(cloud.api("storage"))
            .setApplicationName("witness")
            .build();
    byte[] large = new byte[600_000];
    Arrays.fill(large, (byte) 7);

    Bucket bucket =
        storage.buckets().insert(PROJECT, new Bucket().setName("witnessed-bytes")).execute();
    // more than one chunk, so the client goes on where the last one ended
    Storage.Objects.Insert upload =
        storage
            .objects()
            .insert(
                bucket.getName(),
                new StorageObject().setName("a/large"),
                new ByteArrayContent("application/octet-stream", large));
    upload.getMediaHttpUploader().setChunkSize(256 * 1024);
    StorageObject stored = upload.execute();
    storage
        .objects()
        .insert(
            bucket.getName(),
            new StorageObject().setName("b/small"),
            new ByteArrayContent("text/plain", "hello".getBytes(UTF_8)))
        .execute();

    assertThat(bucket.getLocation()).isEqualTo("US");
    assertThat(stored.getSize().intValue()).isEqualTo(large.length);
    ByteArrayOutputStream back = new ByteArrayOutputStream();
    storage.objects().get(bucket.getName(), "a/large").executeMediaAndDownloadTo(back);
    assertThat(back.toByteArray()).isEqualTo(large);
    assertThat(storage.objects().list(bucket.getName()).setDelimiter("/").execute().getPrefixes())
        .containsExactly("a/", "b/");

    Bucket versioned =
        storage
            .buckets()
            .patch(
                bucket.getName(),
                new Bucket().setVersioning(new Bucket.Versioning().setEnabled(true)))
            .execute();
    assertThat(versioned.getVersioning().getEnabled()).isTrue();
    assertThatThrownBy(() -> storage.buckets().delete(bucket.getName()).execute())
        .isInstanceOfSatisfying(
            GoogleJsonResponseException.class,
            refused -> {
              assertThat(refused.getStatusCode()).isEqualTo(409);
              assertThat(refused.getDetails().getErrors().getFirst().getReason())
                  .isEqualTo("conflict");
            });
  }

  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      disabledReason =
          "only Linux gives each instance an address of its own, which connectors need")
  void cloud_sql_is_made_with_one_client_and_connected_to_with_the_other() throws Exception {
    SQLAdmin sql =
        new SQLAdmin.Builder(new NetHttpTransport(), GsonFactory.getDefaultInstance(), PATIENT)
            .setRootUrl(cloud.api("sqladmin"))
            .setApplicationName("witness")
            .build();
    DatabaseInstance wanted =
        new DatabaseInstance()
            .setName("orders-db")
            .setRegion("europe-west1")
            .setDatabaseVersion("POSTGRES_15")
            .setRootPassword("root-secret")
            .setSettings(new Settings().setTier("db-f1-micro"));

    await(sql, sql.instances().insert(PROJECT, wanted).execute());
    await(
        sql,
        sql.databases().insert(PROJECT, "orders-db", new Database().setName("orders")).execute());
    await(
        sql,
        sql.users()
            .insert(PROJECT, "orders-db", new User().setName("clerk").setPassword("clerk-secret"))
            .execute());

    DatabaseInstance made = sql.instances().get(PROJECT, "orders-db").execute();
    assertThat(made.getState()).isEqualTo("RUNNABLE");
    assertThat(made.getConnectionName()).isEqualTo(PROJECT + ":europe-west1:orders-db");
    assertThat(sql.databases().list(PROJECT, "orders-db").execute().getItems())
        .extracting(Database::getName)
        .contains("orders", "postgres");
    assertThatThrownBy(() -> sql.instances().insert(PROJECT, wanted).execute())
        .isInstanceOfSatisfying(
            GoogleJsonResponseException.class,
            refused ->
                assertThat(refused.getDetails().getErrors().getFirst().getReason())
                    .isEqualTo("instanceAlreadyExists"));

    assertThat(versionThroughConnector(made.getConnectionName())).startsWith("15.");

    await(sql, sql.instances().delete(PROJECT, "orders-db").execute());
    assertThatThrownBy(() -> sql.instances().get(PROJECT, "orders-db").execute())
        .isInstanceOf(GoogleJsonResponseException.class);
  }

  private static void await(SQLAdmin sql, Operation began) throws IOException {
    Instant end = Instant.now().plus(Duration.ofMinutes(1));
    Operation now = began;
    while (!now.getStatus().equals("DONE") && Instant.now().isBefore(end)) {
      Thread.onSpinWait();
      now = sql.operations().get(PROJECT, began.getName()).execute();
    }
    assertThat(now.getStatus()).isEqualTo("DONE");
    assertThat(now.getError()).isNull();
  }

  /// What PostgreSQL says of itself to who comes by the Cloud SQL connector for JDBC.
  private String versionThroughConnector(String instance) throws Exception {
    Date tomorrow = Date.from(Instant.now().plus(Duration.ofDays(1)));
    ConnectorRegistry.register(
        "witness",
        new ConnectorConfig.Builder()
            .withAdminRootUrl(cloud.api("sqladmin"))
            .withGoogleCredentials(GoogleCredentials.create(new AccessToken("emulator", tomorrow)))
            .build());
    String url =
        "jdbc:postgresql:///orders?socketFactory=com.google.cloud.sql.postgres.SocketFactory"
            + "&cloudSqlNamedConnector=witness&sslmode=disable&user=clerk&password=clerk-secret"
            + "&cloudSqlInstance="
            + instance;
    try (Connection connection = DriverManager.getConnection(url);
        ResultSet rows = connection.createStatement().executeQuery("SHOW server_version")) {
      rows.next();
      return rows.getString(1);
    } finally {
      ConnectorRegistry.reset();
    }
  }
}
