package dev.groundwork.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.emulator.GoogleCloud.Said;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Triggers of Cloud Build, and builds whose steps are real processes.
@EnabledOnOs(
    value = {OS.LINUX, OS.MAC},
    disabledReason = "steps are programs of a shell")
class BuildsTest {
  private static final String GLOBAL =
      "cloudbuild.googleapis.com/v1/projects/p-one-1/locations/global/";

  @TempDir private Path folder;
  private GoogleCloud cloud;
  private Path source;

  @BeforeEach
  void begin() throws IOException {
    cloud = new GoogleCloud(folder.resolve("emulator"));
    cloud.project("p-one-1", "cloudbuild", "secretmanager");
    source = Files.createDirectories(folder.resolve("app"));
    Files.writeString(source.resolve("greeting.txt"), "hello\n");
    Fields body = Fields.EMPTY.with("repository", "acme/app").with("folder", source.toString());
    assertThat(cloud.put("emulator/v1/sources", Json.write(body)).status()).isEqualTo(200);
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  private static void await(BooleanSupplier isTrue) {
    long limit = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!isTrue.getAsBoolean()) {
      if (System.nanoTime() > limit) {
        throw new AssertionError("never true");
      }
      Thread.onSpinWait();
    }
  }

  private Said trigger(String name, String more) {
    return cloud.post(
        GLOBAL + "triggers",
        "{\"name\": \""
            + name
            + "\", \"github\": {\"owner\": \"acme\", \"name\": \"app\", \"push\": {\"branch\": \"^main$\"}}, "
            + more
            + "}");
  }

  private static String steps(String... steps) {
    return "\"build\": {\"steps\": [" + String.join(",", steps) + "]}";
  }

  /// A step that runs a script.
  private static String script(String id, String text, String more) {
    return "{\"name\": \"bash\", \"id\": \""
        + id
        + "\", \"script\": "
        + Json.write(Value.of(text))
        + more
        + "}";
  }

  private String run(String trigger) {
    Said said =
        cloud.post(
            GLOBAL + "triggers/" + trigger + ":run", "{\"source\": {\"branchName\": \"main\"}}");
    assertThat(said.status()).as(said.toString()).isEqualTo(200);
    return said.body().text("metadata.build.id").orElseThrow();
  }

  private Fields build(String id) {
    return cloud.get(GLOBAL + "builds/" + id).body();
  }

  private Fields ended(String id) {
    await(() -> build(id).text("finishTime").isPresent());
    return build(id);
  }

  private Fields built(String more) {
    Said made = trigger("t", more);
    assertThat(made.status()).as(made.toString()).isEqualTo(200);
    return ended(run("t"));
  }

  private static String status(Fields build) {
    return build.text("status").orElse("");
  }

  private static List<String> statuses(Fields build) {
    return build.items("steps").stream().map(s -> status((Fields) s)).toList();
  }

  private String log(Fields build) {
    try {
      return Files.readString(
          folder
              .resolve("emulator/cloudbuild/builds")
              .resolve(build.text("id").orElseThrow())
              .resolve("log.txt"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void steps_run_for_real_in_a_copy_of_the_source_with_variables_in_place() {
    Fields build =
        built(
            "\"substitutions\": {\"_WHO\": \"world\"}, "
                + steps(
                    "{\"name\": \"gcr.io/cloud-builders/git\", \"entrypoint\": \"sh\", \"args\": [\"-c\", \"cat /workspace/greeting.txt; echo ${_WHO} $BRANCH_NAME $$HOME2 > out.txt\"], \"env\": [\"HOME2=x-$PROJECT_ID\"]}",
                    script("read", "cat out.txt; test \"$KIND\" = b", ", \"env\": [\"KIND=b\"]")));

    assertThat(status(build)).as(build.toString()).isEqualTo("SUCCESS");
    assertThat(statuses(build)).containsExactly("SUCCESS", "SUCCESS");
    assertThat(log(build))
        .contains("Step #0: hello")
        .contains("Step #1 - \"read\": world main x-p-one-1");
    assertThat(source.resolve("out.txt")).doesNotExist();
    assertThat(build.text("buildTriggerId"))
        .isEqualTo(cloud.get(GLOBAL + "triggers/t").body().text("id"));
  }

  @Test
  void what_cannot_run_here_is_left_out_with_its_reason_and_is_no_success() {
    Fields build =
        built(
            "\"build\": {\"images\": [\"gcr.io/p/app\"], \"steps\": ["
                + "{\"name\": \"gcr.io/cloud-builders/docker\", \"args\": [\"build\", \".\"]},"
                + script("test", "cat greeting.txt", "")
                + ","
                + script("deploy", "gcloud run deploy app || true", "")
                + "]}");

    assertThat(status(build)).isEqualTo("INTERNAL_ERROR");
    assertThat(statuses(build)).containsExactly("QUEUED", "SUCCESS", "INTERNAL_ERROR");
    assertThat(build.text("statusDetail"))
        .hasValueSatisfying(why ->
            assertThat(why)
                .startsWith("This machine has carried out 1 of 3 steps")
                .contains("step 0 \"gcr.io/cloud-builders/docker\": docker does not run here")
                .contains("step 2 \"deploy\": it called gcloud")
                .contains("the image gcr.io/p/app was not pushed"));
  }

  @Test
  void a_failing_step_ends_the_build_unless_it_may_fail() {
    Fields build =
        built(
            steps(
                script("flaky", "exit 3", ", \"allowFailure\": true"),
                script("bad", "echo broken; exit 2", ""),
                script("never", "touch /workspace/never", "")));

    assertThat(status(build)).isEqualTo("FAILURE");
    assertThat(statuses(build)).containsExactly("FAILURE", "FAILURE", "QUEUED");
    assertThat(build.text("failureInfo.type")).contains("USER_BUILD_STEP");
    assertThat(build.text("statusDetail"))
        .contains(
            "Build step failure: build step 1 \"bash\" failed: step exited with non-zero status: 2");
  }

  @Test
  void a_step_waits_for_what_it_names_and_nothing_else() {
    Fields build =
        built(
            steps(
                script("slow", "while ! test -e go; do :; done", ""),
                script("quick", "touch go", ", \"waitFor\": [\"-\"]"),
                script("after", "test -e go", ", \"waitFor\": [\"quick\"]")));

    assertThat(status(build)).isEqualTo("SUCCESS");
  }

  @Test
  void secrets_are_read_as_the_builds_identity_and_are_not_in_the_log() {
    cloud.post(
        "secretmanager.googleapis.com/v1/projects/p-one-1/secrets?secretId=s",
        "{\"replication\": {\"automatic\": {}}}");
    cloud.post(
        "secretmanager.googleapis.com/v1/projects/p-one-1/secrets/s:addVersion",
        "{\"payload\": {\"data\": \""
            + Base64.getEncoder()
                .encodeToString("hush-hush".getBytes(java.nio.charset.StandardCharsets.UTF_8))
            + "\"}}");
    String more =
        "\"build\": {\"availableSecrets\": {\"secretManager\": [{\"versionName\": \"projects/$PROJECT_ID/secrets/s/versions/1\", \"env\": \"WORD\"}]}, \"steps\": ["
            + script(
                "use",
                "test \"$WORD\" = hush-hush && echo \"it is $WORD\"",
                ", \"secretEnv\": [\"WORD\"]")
            + "]}";

    Fields build = built(more);
    cloud.post("emulator/v1/iam", "{\"mode\": \"enforce\"}");
    Fields refused = ended(run("t"));

    assertThat(status(build)).isEqualTo("SUCCESS");
    assertThat(log(build)).contains("it is ****").doesNotContain("hush-hush");
    assertThat(status(refused)).isEqualTo("FAILURE");
    assertThat(refused.text("statusDetail"))
        .hasValueSatisfying(why ->
            assertThat(why)
                .startsWith(
                    "failed to access secret version for secret projects/p-one-1/secrets/s/versions/1")
                .contains("secretmanager.versions.access"));
  }

  @Test
  void time_outs_are_on_the_clock_and_a_build_can_be_cancelled() throws IOException {
    Path gate = folder.resolve("gate");
    trigger("long", steps(script("wait", "touch " + gate + "; while :; do :; done", "")));

    String late = run("long");
    await(() -> Files.exists(gate));
    cloud.post("emulator/v1/clock:advance", "{\"by\": \"PT11M\"}");
    assertThat(status(ended(late))).isEqualTo("TIMEOUT");

    Files.delete(gate);
    String unwanted = run("long");
    await(() -> Files.exists(gate));
    assertThat(status(cloud.post(GLOBAL + "builds/" + unwanted + ":cancel", "{}").body()))
        .isEqualTo("CANCELLED");
    assertThat(status(ended(unwanted))).isEqualTo("CANCELLED");
    assertThat(cloud.get(GLOBAL + "builds?filter=status%3D%22TIMEOUT%22").body().items("builds"))
        .hasSize(1);
  }

  @Test
  void a_push_fires_the_triggers_whose_branch_matches_and_reads_the_file_of_the_source()
      throws IOException {
    Files.writeString(
        source.resolve("cloudbuild.yaml"),
        """
        steps:
        - name: ubuntu
          args: [sh, -c, 'echo building $REPO_FULL_NAME at $BRANCH_NAME']
        timeout: 60s
        """);
    trigger("filed", "\"filename\": \"cloudbuild.yaml\"");
    trigger("off", "\"disabled\": true, \"filename\": \"cloudbuild.yaml\"");

    Fields main =
        cloud
            .post(
                "emulator/v1/sources:push", "{\"repository\": \"acme/app\", \"branch\": \"main\"}")
            .body();
    Fields other =
        cloud
            .post(
                "emulator/v1/sources:push", "{\"repository\": \"acme/app\", \"branch\": \"work\"}")
            .body();

    String begun = ((Fields) main.items("builds").getFirst()).text("build").orElseThrow();
    Fields build = ended(begun.substring(begun.lastIndexOf('/') + 1));
    assertThat(status(build)).isEqualTo("SUCCESS");
    assertThat(build.text("timeout")).contains("60s");
    assertThat(log(build)).contains("building acme/app at main");
    assertThat(((Fields) main.items("notFired").getFirst()).text("reason"))
        .contains("it is disabled");
    assertThat(other.items("builds")).isEmpty();
  }

  @Test
  void a_repository_that_nothing_stands_for_is_said_so() {
    cloud.delete("emulator/v1/sources?repository=acme/app");

    Fields build = built(steps(script("x", "true", "")));

    assertThat(status(build)).isEqualTo("FAILURE");
    assertThat(build.text("failureInfo.type")).contains("FETCH_SOURCE_FAILED");
    assertThat(build.text("statusDetail"))
        .hasValueSatisfying(why ->
            assertThat(why).contains("groundwork emulator source add acme/app --folder DIR"));
  }

  @Test
  void a_source_in_a_bucket_that_nothing_stands_for_is_no_success() {
    Said begun =
        cloud.post(
            GLOBAL + "builds",
            "{\"source\": {\"storageSource\": {\"bucket\": \"b\", \"object\": \"src.tgz\"}}, \"steps\": ["
                + script("x", "true", "")
                + "]}");

    Fields build = ended(begun.body().text("metadata.build.id").orElseThrow());

    assertThat(build.text("failureInfo.type")).contains("FETCH_SOURCE_FAILED");
    assertThat(build.text("statusDetail"))
        .hasValueSatisfying(why -> assertThat(why).contains("gs://b/src.tgz"));
  }

  @Test
  void triggers_are_called_by_name_or_id_globally_and_in_regions() {
    Said made = trigger("t", steps(script("x", "true", "")));
    String id = made.body().text("id").orElseThrow();
    String older = "cloudbuild.googleapis.com/v1/projects/p-one-1/triggers/";

    assertThat(cloud.get(GLOBAL + "triggers/" + id).body()).isEqualTo(made.body());
    assertThat(cloud.get(older + "t").body()).isEqualTo(made.body());
    assertThat(
            cloud
                .patch(GLOBAL + "triggers/" + id + "?updateMask=disabled", "{\"disabled\": true}")
                .body()
                .flag("disabled"))
        .isTrue();
    assertThat(trigger("t", steps(script("x", "true", ""))).status()).isEqualTo(409);
    assertThat(cloud.delete(older + id).status()).isEqualTo(200);
    assertThat(cloud.get(GLOBAL + "triggers/t").status()).isEqualTo(404);

    String region = GLOBAL.replace("global", "us-central1");
    cloud.post(region + "triggers", "{\"name\": \"r\", " + steps(script("x", "true", "")) + "}");
    Said ran = cloud.post(region + "triggers/r:run", "{}");
    assertThat(ran.body().text("name"))
        .hasValueSatisfying(
            n -> assertThat(n).startsWith("projects/p-one-1/locations/us-central1/operations/"));
    await(() ->
        cloud
            .get("cloudbuild.googleapis.com/v1/" + ran.body().text("name").orElseThrow())
            .body()
            .flag("done"));
  }

  @Test
  void mistakes_in_triggers_are_refused() {
    assertThat(trigger("t", "\"description\": \"nothing to build\"").message())
        .isEqualTo(
            "invalid build trigger: one of 'build', 'filename', 'git_file_source' or 'autodetect' must be specified");
    assertThat(
            trigger("t", "\"substitutions\": {\"WHO\": \"x\"}, " + steps(script("x", "true", "")))
                .message())
        .isEqualTo(
            "invalid value for 'build.substitutions': key in the template \"WHO\" is not a valid built-in substitution");
    assertThat(trigger("t", steps(script("x", "true", ", \"waitFor\": [\"y\"]"))).message())
        .isEqualTo(
            "invalid build: build step #0: waits for \"y\", which is not the id of a step before it");
    assertThat(
            trigger(
                    "t",
                    "\"serviceAccount\": \"projects/p-one-1/serviceAccounts/x@p-one-1.iam.gserviceaccount.com\", "
                        + steps(script("x", "true", "")))
                .message())
        .startsWith("if 'build.service_account' is specified, the build must either (a) specify");
  }
}
