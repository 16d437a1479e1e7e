package dev.groundwork.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real `gcloud`, unmodified, in the surroundings that `groundwork emulator env` prints: by
/// what people type to see whether a deployment stands.
class GcloudTest {
  private static final String PROJECT = "coditect-week1-pilot";
  private static final String INSTANCE = "coditect-shared-db";

  @TempDir Path folder;

  @BeforeAll
  static void gcloud_is_there() {
    boolean isThere =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "gcloud")));
    assumeTrue(isThere, "no gcloud on the PATH: install the Google Cloud CLI to run this");
  }

  @Test
  void gcloud_sees_what_was_brought_up_and_what_it_changes_the_next_plan_sees() throws Exception {
    try (Shell shell = new Shell(folder)) {
      CoditectTest.copy(Path.of("../blueprints/coditect"), folder.resolve("coditect"));
      assertThat(shell.run("up", "coditect", "--auto-approve").code()).isZero();
      Gcloud gcloud = new Gcloud(shell.run("emulator", "env").out(), folder);

      seen(gcloud);
      password(gcloud, shell);
      changed(gcloud, shell);
    }
  }

  private static void seen(Gcloud gcloud) {
    assertThat(gcloud.fields("config list").fields("core").text("project")).contains(PROJECT);
    assertThat(gcloud.all("services list --enabled", "config.name"))
        .contains(
            "compute.googleapis.com", "secretmanager.googleapis.com", "sqladmin.googleapis.com");

    Fields instance = gcloud.fields("sql instances describe " + INSTANCE);
    assertThat(instance.text("state")).contains("RUNNABLE");
    assertThat(instance.text("databaseVersion")).contains("POSTGRES_14");
    assertThat(instance.text("settings.tier")).contains("db-f1-micro");
    assertThat(instance.fields("settings").fields("ipConfiguration").flag("ipv4Enabled")).isFalse();
    assertThatThrownBy(() -> gcloud.fields("sql instances describe another-db"))
        .hasMessageContaining("The Cloud SQL instance does not exist.");
    assertThat(gcloud.all("sql databases list --instance=" + INSTANCE, "name"))
        .contains("coditect_dev", "postgres");
    assertThat(gcloud.all("sql users list --instance=" + INSTANCE, "name")).contains("postgres");

    assertThat(
            gcloud
                .fields("compute networks describe coditect-network")
                .flag("autoCreateSubnetworks"))
        .isFalse();
    assertThat(gcloud.all("compute addresses list --global", "purpose"))
        .containsExactly("VPC_PEERING");
    assertThat(gcloud.all("services vpc-peerings list --network=coditect-network", "service"))
        .containsExactly("services/servicenetworking.googleapis.com");

    assertThat(gcloud.all("iam service-accounts list", "email"))
        .contains("coditect-backend@" + PROJECT + ".iam.gserviceaccount.com");
    assertThat(gcloud.fields("projects describe " + PROJECT).text("lifecycleState"))
        .contains("ACTIVE");
    assertThat(gcloud.fields("projects get-iam-policy " + PROJECT).items("bindings"))
        .extracting(binding -> ((Fields) binding).text("role").orElse(""))
        .contains("roles/cloudsql.client", "roles/cloudsql.instanceUser");
  }

  private static void password(Gcloud gcloud, Shell shell) {
    Fields database = shell.run("outputs", "coditect", "--json").json().fields("database");
    String secret = database.text("passwordSecret").orElseThrow();
    assertThat(gcloud.all("secrets list", "name"))
        .anyMatch(name -> name.endsWith(lastPart(secret)));
    assertThat(gcloud.text("secrets versions access latest --secret=" + lastPart(secret)))
        .isEqualTo(shell.run("secrets", "get", secret).out().strip());
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /// What nobody's blueprint names is left alone; what ours names is drift.
  private static void changed(Gcloud gcloud, Shell shell) {
    gcloud.text("compute networks create by-hand --subnet-mode=custom");
    gcloud.text(
        "compute networks subnets create by-hand-1 --network=by-hand --region=us-central1"
            + " --range=10.7.0.0/24");
    assertThat(gcloud.all("compute networks subnets list --network=by-hand", "ipCidrRange"))
        .containsExactly("10.7.0.0/24");
    assertThat(shell.run("plan", "coditect", "--detailed-exitcode").code()).isZero();

    gcloud.text("sql instances patch " + INSTANCE + " --tier=db-g1-small");
    assertThat(gcloud.fields("sql instances describe " + INSTANCE).text("settings.tier"))
        .contains("db-g1-small");
    assertThat(shell.run("plan", "coditect").out())
        .contains("db-g1-small")
        .contains("Plan: 0 to add, 1 to change, 0 to destroy.");
  }

  /// `gcloud` in a shell of its own, without the caller's configuration.
  ///
  /// @param exports what `groundwork emulator env` printed
  private record Gcloud(String exports, Path folder) {
    Fields fields(String command) {
      return (Fields) value(command);
    }

    /// A field of each thing listed.
    List<String> all(String command, String field) {
      return ((Value.Items) value(command))
          .values().stream().map(v -> ((Fields) v).text(field).orElse("")).toList();
    }

    private Value value(String command) {
      String said = text(command + " --format=json");
      try {
        return Json.parse(said);
      } catch (Json.Malformed e) {
        throw new AssertionError("gcloud " + command + " said " + said, e);
      }
    }

    String text(String command) {
      Path messages = folder.resolve("gcloud-messages.txt");
      ProcessBuilder builder =
          new ProcessBuilder("/bin/sh", "-euc", exports + "exec gcloud " + command);
      builder
          .environment()
          .keySet()
          .removeIf(name -> name.startsWith("CLOUDSDK") || name.startsWith("GOOGLE"));
      builder.environment().put("CLOUDSDK_CONFIG", folder.resolve("gcloud").toString());
      builder.environment().put("CLOUDSDK_CORE_PROJECT", PROJECT);
      try {
        Process process = builder.redirectError(messages.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
            .as("gcloud %s: %s", command, Files.readString(messages))
            .isZero();
        return out.strip();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
