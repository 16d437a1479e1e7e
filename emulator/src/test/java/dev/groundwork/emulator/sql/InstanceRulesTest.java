package dev.groundwork.emulator.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.emulator.http.Reply;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Cloud SQL refuses, and what it makes of what it takes. No server is started here: these are
/// instances of a version that has none behind it.
class InstanceRulesTest {
  @TempDir static Path folder;
  private static CloudSql sql;

  @BeforeAll
  static void open() {
    sql = new CloudSql(folder);
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  /// A PostgreSQL 12: the control plane alone.
  private static Fields old(String name) {
    return CloudSql.postgres(name, 12);
  }

  private static Fields refused(Fields instance) {
    Reply reply = sql.call("POST", "instances", instance);
    assertThat(reply.status()).as(instance.toString()).isGreaterThanOrEqualTo(400);
    return CloudSql.body(reply);
  }

  private static String message(Fields error) {
    return error.text("error.message").orElse("");
  }

  @Test
  void a_private_instance_needs_a_connection_to_googles_services() {
    Fields lonely =
        old("lonely")
            .with("settings.ipConfiguration.privateNetwork", "projects/p/global/networks/lonely");

    assertThat(message(refused(lonely)))
        .startsWith(
            "Invalid request: Incorrect Service Networking config for instance: p:lonely:NETWORK_NOT_PEERED.");
    assertThat(
            message(
                refused(
                    old("nowhere")
                        .with(
                            "settings.ipConfiguration.privateNetwork",
                            "projects/p/global/networks/nowhere"))))
        .isNotEmpty();
    assertThat(sql.done("POST", "instances", old("peered")).get("error")).isEmpty();
    assertThat(sql.done("POST", "instances", old("peered-2")).get("error")).isEmpty();
    assertThat(PrivateServices.addresses(sql.get("instances/peered"), "PRIVATE"))
        .doesNotContainAnyElementsOf(
            PrivateServices.addresses(sql.get("instances/peered-2"), "PRIVATE"));
  }

  @Test
  void an_instance_must_be_reachable_somehow() {
    Fields nowhere = old("hidden");
    nowhere = nowhere.without("settings.ipConfiguration.privateNetwork");

    assertThat(message(refused(nowhere)))
        .isEqualTo(
            "Invalid request: At least one of Public IP or Private IP or PSC connectivity must be enabled.");
  }

  @ParameterizedTest
  @CsvSource({
    "POSTGRES_15, db-f1-micro, ENTERPRISE, ''",
    "POSTGRES_15, db-custom-2-7680, ENTERPRISE, ''",
    "POSTGRES_15, db-custom-3-7680, ENTERPRISE, vCPUs must be 1 or an even number",
    "POSTGRES_15, db-custom-2-7681, ENTERPRISE, memory must be a multiple of 256 MiB",
    "POSTGRES_15, db-custom-8-3840, ENTERPRISE, between 0.9 and 6.5 GiB per vCPU",
    "POSTGRES_15, db-n1-standard-1, ENTERPRISE, Only custom or shared-core instance Billing Tier type allowed for PostgreSQL database.",
    "MYSQL_8_0, db-n1-standard-1, ENTERPRISE, ''",
    "POSTGRES_16, db-f1-micro, ENTERPRISE_PLUS, Invalid Tier (db-f1-micro) for (ENTERPRISE_PLUS) Edition. Use a predefined Tier like db-perf-optimized-N-* instead.",
    "POSTGRES_16, db-perf-optimized-N-2, ENTERPRISE_PLUS, ''",
    "POSTGRES_16, db-perf-optimized-N-2, ENTERPRISE, Invalid Tier (db-perf-optimized-N-2) for (ENTERPRISE) Edition",
    "POSTGRES_15, db-huge, ENTERPRISE, Invalid Tier (db-huge)"
  })
  void a_machine_type_must_fit_database_and_edition(
      String version, String tier, String edition, String refusal) {
    String said =
        Tier.refusal(tier, Version.find(version).orElseThrow(), edition)
            .map(r -> r.message())
            .orElse("");

    if (refusal.isEmpty()) {
      assertThat(said).isEmpty();
    } else {
      assertThat(said).contains(refusal);
    }
  }

  @Test
  void from_postgresql_16_on_an_instance_without_an_edition_is_of_the_dearer_one() {
    Fields sixteen = CloudSql.postgres("sixteen", 16).without("settings.edition");

    assertThat(message(refused(sixteen)))
        .contains("Invalid Tier (db-f1-micro) for (ENTERPRISE_PLUS) Edition");
    assertThat(Version.find("POSTGRES_15").orElseThrow().defaultEdition()).isEqualTo("ENTERPRISE");
  }

  @ParameterizedTest
  @CsvSource({
    "name, Shouting, instance name (Shouting)",
    "region, mars-north1, Invalid region: mars-north1.",
    "databaseVersion, POSTGRES_3, databaseVersion (POSTGRES_3).",
    "settings.dataDiskSizeGb, 9, Disk size must be between",
    "settings.locationPreference.zone, europe-west1-b, different geographical region"
  })
  void what_makes_no_sense_is_refused(String field, String value, String refusal) {
    assertThat(message(refused(old("sense").with(field, value)))).contains(refusal);
  }

  @Test
  void an_unknown_field_is_refused() {
    assertThat(message(refused(old("unknown").with("settings.teir", "db-f1-micro"))))
        .contains("Unknown name \"teir\" at 'settings': Cannot find field.");
  }

  @Test
  void a_disk_grows_but_does_not_shrink_and_a_region_stays() {
    sql.done("POST", "instances", old("disk").with("settings.dataDiskSizeGb", "20"));

    Fields shrunk =
        CloudSql.body(
            sql.call(
                "PATCH", "instances/disk", Fields.EMPTY.with("settings.dataDiskSizeGb", "10")));
    Fields moved =
        CloudSql.body(
            sql.call("PATCH", "instances/disk", Fields.EMPTY.with("region", "europe-west1")));
    sql.done("PATCH", "instances/disk", Fields.EMPTY.with("settings.dataDiskSizeGb", "30"));

    assertThat(message(shrunk)).contains("Disk resize only allows increasing the size");
    assertThat(message(moved)).isNotEmpty();
    assertThat(sql.get("instances/disk").text("settings.dataDiskSizeGb")).contains("30");
    assertThat(sql.get("instances/disk").text("settings.settingsVersion")).contains("2");
  }

  @Test
  void the_two_ways_to_ask_for_encryption_agree() {
    Fields asked =
        old("ssl")
            .without("settings.ipConfiguration.sslMode")
            .with("settings.ipConfiguration.requireSsl", true);
    sql.done("POST", "instances", asked);

    assertThat(sql.get("instances/ssl").text("settings.ipConfiguration.sslMode"))
        .contains("TRUSTED_CLIENT_CERTIFICATE_REQUIRED");
    sql.done(
        "PATCH",
        "instances/ssl",
        Fields.EMPTY.with("settings.ipConfiguration.sslMode", "ENCRYPTED_ONLY"));
    assertThat(sql.get("instances/ssl").flag("settings.ipConfiguration.requireSsl")).isFalse();
  }

  @Test
  void a_patch_leaves_alone_what_it_does_not_name_and_a_replacement_does_not() {
    sql.done(
        "POST",
        "instances",
        old("labelled")
            .with("settings.userLabels.team", "a")
            .with("settings.activationPolicy", "ALWAYS"));
    sql.done("PATCH", "instances/labelled", Fields.EMPTY.with("settings.tier", "db-g1-small"));
    Fields patched = sql.get("instances/labelled");
    Fields replacement = old("labelled").without("settings.userLabels").without("rootPassword");
    sql.done("PUT", "instances/labelled", replacement);
    Fields replaced = sql.get("instances/labelled");

    assertThat(patched.text("settings.userLabels.team")).contains("a");
    assertThat(patched.text("settings.tier")).contains("db-g1-small");
    assertThat(replaced.text("settings.userLabels.team")).isEqualTo(Optional.empty());
    assertThat(replaced.text("settings.tier")).contains("db-f1-micro");
  }

  @Test
  void an_instance_that_is_not_there_has_googles_own_words() {
    Fields error = CloudSql.body(sql.call("GET", "instances/nothing", Fields.EMPTY));

    assertThat(message(error)).isEqualTo("The Cloud SQL instance does not exist.");
    assertThat(PostgresInstanceTest.reason(error)).isEqualTo("instanceDoesNotExist");
    for (String version : new String[] {"/v1", "/sql/v1", "/sql/v1beta4"}) {
      assertThat(CloudSql.body(sql.answer("GET", version + "/projects/p/instances/nothing")))
          .isEqualTo(error);
    }
  }

  @Test
  void users_and_databases_of_mysql_are_kept_without_a_server() {
    sql.done(
        "POST",
        "instances",
        Fields.EMPTY
            .with("name", "my")
            .with("databaseVersion", "MYSQL_8_0")
            .with("region", "us-central1")
            .with("settings.tier", "db-f1-micro"));
    sql.done(
        "POST", "instances/my/users", Fields.EMPTY.with("name", "app").with("password", "secret"));
    sql.done("POST", "instances/my/databases", Fields.EMPTY.with("name", "shop"));
    sql.done("DELETE", "instances/my/users?name=root&host=%25", Fields.EMPTY);

    assertThat(sql.get("instances/my/users").items("items"))
        .extracting(u -> ((Fields) u).text("name").orElse(""))
        .containsExactly("app");
    assertThat(sql.get("instances/my/databases").items("items"))
        .extracting(d -> ((Fields) d).text("charset").orElse(""))
        .containsExactly("utf8mb4");
  }

  @Test
  void backups_are_recorded_and_deleted() {
    sql.done("POST", "instances", old("saved"));
    sql.done(
        "POST",
        "instances/saved/backupRuns",
        Fields.EMPTY.with("description", "before the upgrade"));

    Fields run = (Fields) sql.get("instances/saved/backupRuns").items("items").getFirst();

    assertThat(run.text("status")).contains("SUCCESSFUL");
    sql.done("DELETE", "instances/saved/backupRuns/" + run.text("id").orElseThrow(), Fields.EMPTY);
    assertThat(sql.get("instances/saved/backupRuns").items("items")).isEmpty();
  }

  @Test
  void flags_are_listed_by_version_with_their_ranges() {
    Fields flags =
        CloudSql.body(sql.answer("GET", "/sql/v1beta4/flags?databaseVersion=POSTGRES_17"));

    assertThat(flags.items("items"))
        .anySatisfy(f -> assertThat(((Fields) f).text("name")).contains("transaction_timeout"))
        .noneSatisfy(f -> assertThat(((Fields) f).text("name")).contains("old_snapshot_threshold"));
    assertThat(Flags.find("max_connections").orElseThrow().takes("262144")).isFalse();
    assertThat(Flags.find("max_connections").orElseThrow().restart()).isTrue();
    assertThat(Flags.find("log_statement").orElseThrow().takes("ddl")).isTrue();
    assertThat(Flags.all())
        .allSatisfy(f ->
            assertThat(f.shown().items("appliesTo")).isNotEmpty().doesNotContain(Value.of("")));
  }
}
