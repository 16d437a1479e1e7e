package dev.groundwork.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.groundwork.cli.Shell.Said;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands and the real gcloud as someone who may not do everything.
class IdentitiesTest {
  private static final String ANA = "ana@example.com";

  @TempDir private Path folder;

  @Test
  void a_plan_tells_a_weak_identity_what_it_lacks_before_the_first_call() throws Exception {
    try (Shell shell = new Shell(folder)) {
      shell.write("small/groundwork.yaml", Small.BLUEPRINT);
      assertThat(shell.run("apply", "small", "--auto-approve").code()).isZero();
      shell.write("small/groundwork.yaml", Small.BLUEPRINT.replace("[\"22\"]", "[\"2222\"]"));

      mayLook(shell);
      assertThat(shell.run("emulator", "iam", "enforce").out()).contains("enforce");
      assertThat(shell.run("plan", "small").code()).isZero();
      String token = shell.run("emulator", "token", ANA).out().strip();
      Said refused = shell.with("GOOGLE_OAUTH_ACCESS_TOKEN", token).run("plan", "small");

      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.out() + refused.err()).contains("GW303").contains("compute.firewalls");
      assertThat(refused.out() + refused.err()).doesNotContain(token);
    }
  }

  /// Ana sees everything in the project and changes nothing.
  private static void mayLook(Shell shell) throws Exception {
    String policy =
        "{\"policy\": {\"bindings\": [{\"role\": \"roles/viewer\", \"members\": [\"user:"
            + ANA
            + "\"]}]}}";
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    shell.url()
                        + "/cloudresourcemanager.googleapis.com/v3/projects/small-project-1:setIamPolicy"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(policy))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void gcloud_is_refused_and_allowed_as_the_account_that_it_impersonates() throws Exception {
    boolean isThere =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "gcloud")));
    assumeTrue(isThere, "no gcloud on the PATH: install the Google Cloud CLI to run this");
    try (Shell shell = new Shell(folder)) {
      shell.write("small/groundwork.yaml", Small.BLUEPRINT);
      assertThat(shell.run("apply", "small", "--auto-approve").code()).isZero();
      shell.run("emulator", "iam", "enforce");
      String exports = shell.run("emulator", "env").out();
      String account = "reader@small-project-1.iam.gserviceaccount.com";
      String list = "gcloud secrets list --impersonate-service-account=" + account + "\n";
      String refused =
          sh(
              exports,
              "gcloud services enable iam.googleapis.com iamcredentials.googleapis.com\n"
                  + "gcloud iam service-accounts create reader\n"
                  + list);
      assertThat(refused).contains("secretmanager.secrets.list");
      String allowed =
          sh(
              exports,
              "gcloud projects add-iam-policy-binding small-project-1 --role=roles/secretmanager.viewer --member=serviceAccount:"
                  + account
                  + "\n"
                  + list);
      assertThat(allowed).contains("api-token").doesNotContain("PERMISSION_DENIED");
    }
  }

  private String sh(String exports, String commands) throws Exception {
    String script =
        exports
            + "export CLOUDSDK_CONFIG='"
            + folder.resolve("gcloud")
            + "' CLOUDSDK_CORE_PROJECT=small-project-1\nunset CLOUDSDK_AUTH_DISABLE_CREDENTIALS\n"
            + commands;
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
