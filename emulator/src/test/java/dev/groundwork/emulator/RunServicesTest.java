package dev.groundwork.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.emulator.GoogleCloud.Said;
import dev.groundwork.emulator.run.LittleServer;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Services of Cloud Run, with a real process behind each.
class RunServicesTest {
  private static final String SERVICES =
      "run.googleapis.com/v2/projects/p-one-1/locations/us-central1/services";
  private static final String SECRETS = "secretmanager.googleapis.com/v1/projects/p-one-1/secrets";
  private static final String IMAGE = "us-docker.pkg.dev/p-one-1/apps/little";

  @TempDir private Path folder;
  private GoogleCloud cloud;
  private HttpClient client;

  @BeforeEach
  void begin() {
    cloud = new GoogleCloud(folder.resolve("emulator"));
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    cloud.project("p-one-1", "run", "secretmanager", "iam");
    image(IMAGE, "serve");
  }

  @AfterEach
  void end() {
    client.close();
    cloud.close();
  }

  /// Says that the little server stands for an image.
  private void image(String image, String how) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-cp",
            classes(),
            LittleServer.class.getName(),
            how);
    Fields body =
        Fields.EMPTY
            .with("image", image)
            .with("command", Value.texts(command))
            .with("folder", folder.toString());
    assertThat(cloud.put("emulator/v1/images", Json.write(body)).status()).isEqualTo(200);
  }

  private static String classes() {
    try {
      return Path.of(LittleServer.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private Fields deploy(String name, String template) {
    Said said = cloud.post(SERVICES + "?serviceId=" + name, "{\"template\": " + template + "}");
    return awaited(said);
  }

  private Fields awaited(Said began) {
    assertThat(began.status()).as(began.body().toString()).isEqualTo(200);
    String operation = began.body().text("name").orElseThrow();
    Fields[] now = {began.body()};
    await(() -> {
      now[0] = cloud.get("run.googleapis.com/v2/" + operation).body();
      return now[0].flag("done");
    });
    return now[0];
  }

  /// Waits for what another process does, without counting time.
  private static void await(BooleanSupplier isTrue) {
    long limit = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!isTrue.getAsBoolean()) {
      if (System.nanoTime() > limit) {
        throw new AssertionError("never true");
      }
      Thread.onSpinWait();
    }
  }

  private Fields service(String name) {
    return cloud.get(SERVICES + "/" + name).body();
  }

  private static String container(String more) {
    return "{\"containers\": [{\"image\": \"" + IMAGE + "\"" + more + "}]}";
  }

  private void everyone(String name) {
    cloud.post(
        SERVICES + "/" + name + ":setIamPolicy",
        "{\"policy\": {\"bindings\": [{\"role\": \"roles/run.invoker\", \"members\": [\"allUsers\"]}]}}");
  }

  private HttpResponse<String> call(String name, String path, String... headers) {
    String host = service(name).text("uri").orElseThrow().substring("https://".length());
    return fetch(host + path, headers);
  }

  private HttpResponse<String> fetch(String hostAndPath, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(cloud.emulator.url() + "/" + hostAndPath));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_service_is_ready_answers_at_its_address_and_ends_with_its_deletion() {
    Fields operation =
        deploy("web", container(", \"env\": [{\"name\": \"GREETING\", \"value\": \"hello\"}]"));

    assertThat(operation.get("error")).isEmpty();
    Fields service = service("web");
    assertThat(service.text("terminalCondition.state")).contains("CONDITION_SUCCEEDED");
    assertThat(service.text("latestReadyRevision"))
        .isEqualTo(service.text("latestCreatedRevision"))
        .hasValueSatisfying(r -> assertThat(r).matches(".*/revisions/web-00001-[a-z0-9]{3}"));
    everyone("web");
    assertThat(call("web", "/a%20b?c=d").body()).isEqualTo("GET /a%20b?c=d ");
    assertThat(call("web", "/env/GREETING").body()).isEqualTo("hello");
    assertThat(call("web", "/env/K_SERVICE").body()).isEqualTo("web");
    assertThat(call("web", "/env/K_REVISION").body()).startsWith("web-00001-");
    assertThat(call("web", "/env/K_CONFIGURATION").body()).isEqualTo("web");
    assertThat(call("web", "/env/GROUNDWORK_EMULATOR_URL").body()).isEqualTo(cloud.emulator.url());
    assertThat(call("web", "/header/Host").body()).endsWith(".a.run.app");
    assertThat(call("web", "/").headers().allValues("Set-Cookie")).containsExactly("a=1", "b=2");
    long pid = Long.parseLong(call("web", "/pid").body());
    assertThat(ProcessHandle.of(pid)).isPresent();

    awaited(cloud.delete(SERVICES + "/web"));
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(cloud.get(SERVICES + "/web").status()).isEqualTo(404);
  }

  @Test
  void an_instance_runs_as_its_account() throws IOException, InterruptedException {
    deploy("web", container(""));
    everyone("web");
    String metadata = call("web", "/env/GCE_METADATA_HOST").body();
    HttpResponse<String> email =
        client.send(
            HttpRequest.newBuilder(
                    URI.create(
                        "http://"
                            + metadata
                            + "/computeMetadata/v1/instance/service-accounts/default/email"))
                .header("Metadata-Flavor", "Google")
                .build(),
            BodyHandlers.ofString());
    assertThat(email.body())
        .isEqualTo(cloud.number("p-one-1") + "-compute@developer.gserviceaccount.com");
  }

  @Test
  void who_may_not_call_is_refused_as_google_refuses() {
    cloud.post(
        "iam.googleapis.com/v1/projects/p-one-1/serviceAccounts", "{\"accountId\": \"caller\"}");
    deploy("web", container(""));
    String uri = service("web").text("uri").orElseThrow();
    assertThat(call("web", "/").statusCode()).isEqualTo(403);
    assertThat(call("web", "/").body()).contains("Your client does not have permission");
    String mine = token("caller@p-one-1.iam.gserviceaccount.com", uri);
    assertThat(call("web", "/", "Authorization", "Bearer " + mine).statusCode()).isEqualTo(403);

    cloud.post(
        SERVICES + "/web:setIamPolicy",
        "{\"policy\": {\"bindings\": [{\"role\": \"roles/run.invoker\", \"members\": [\"serviceAccount:caller@p-one-1.iam.gserviceaccount.com\"]}]}}");
    assertThat(call("web", "/", "Authorization", "Bearer " + mine).statusCode()).isEqualTo(200);
    String others = token("caller@p-one-1.iam.gserviceaccount.com", "https://example.com");
    assertThat(call("web", "/", "Authorization", "Bearer " + others).statusCode()).isEqualTo(401);
    String forged = mine.substring(0, mine.length() - 8) + "AAAAAAAA";
    HttpResponse<String> refused = call("web", "/", "Authorization", "Bearer " + forged);
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate"))
        .hasValueSatisfying(v -> assertThat(v).contains("invalid_token"));
    assertThat(call("web", "/header/Authorization", "Authorization", "Bearer " + mine).body())
        .endsWith("SIGNATURE_REMOVED_BY_GOOGLE");
    cloud.emulator.plane().advance(Duration.ofHours(2));
    assertThat(call("web", "/", "Authorization", "Bearer " + mine).statusCode()).isEqualTo(401);
  }

  private String token(String email, String audience) {
    return cloud.emulator.plane().issuer().idToken(email, "1", audience);
  }

  @Test
  void a_secret_without_a_version_keeps_it_from_being_ready_until_there_is_one() {
    cloud.post(SECRETS + "?secretId=key", "{\"replication\": {\"automatic\": {}}}");
    String account = cloud.number("p-one-1") + "-compute@developer.gserviceaccount.com";
    String template =
        container(
            ", \"env\": [{\"name\": \"KEY\", \"valueSource\": {\"secretKeyRef\": {\"secret\": \"key\", \"version\": \"latest\"}}}]");

    Fields denied = deploy("web", template);
    assertThat(denied.text("error.message"))
        .hasValueSatisfying(m ->
            assertThat(m)
                .contains("is not ready and cannot serve traffic")
                .contains(
                    "Permission denied on secret: projects/"
                        + cloud.number("p-one-1")
                        + "/secrets/key/versions/latest for Revision service account "
                        + account)
                .contains("'Secret Manager Secret Accessor' role"));
    assertThat(service("web").text("terminalCondition.reason"))
        .contains("SECRETS_ACCESS_CHECK_FAILED");

    cloud.post(
        SECRETS + "/key:setIamPolicy",
        "{\"policy\": {\"bindings\": [{\"role\": \"roles/secretmanager.secretAccessor\", \"members\": [\"serviceAccount:"
            + account
            + "\"]}]}}");
    Fields missing = awaited(cloud.patch(SERVICES + "/web", "{\"template\": " + template + "}"));
    assertThat(missing.text("error.message"))
        .hasValueSatisfying(
            m -> assertThat(m).contains("/secrets/key/versions/latest was not found"));

    String data = Base64.getEncoder().encodeToString("s3cret".getBytes(StandardCharsets.UTF_8));
    cloud.post(SECRETS + "/key:addVersion", "{\"payload\": {\"data\": \"" + data + "\"}}");
    Fields healed = awaited(cloud.patch(SERVICES + "/web", "{\"template\": " + template + "}"));
    assertThat(healed.get("error")).isEmpty();
    everyone("web");
    assertThat(call("web", "/env/KEY").body()).isEqualTo("s3cret");
  }

  @Test
  void it_scales_to_zero_and_starts_again_by_a_request() {
    deploy("web", container(""));
    everyone("web");
    long first = Long.parseLong(call("web", "/pid").body());
    assertThat(endsWhenIdle(first)).isTrue();
    assertThat(Long.parseLong(call("web", "/pid").body())).isNotEqualTo(first);
  }

  /// An instance is idle a moment after its answer has come, and ends a moment after it is told to.
  private boolean endsWhenIdle(long pid) {
    boolean ended = false;
    for (int i = 0; i < 20 && !ended; i++) {
      cloud.emulator.plane().advance(Duration.ofMinutes(16));
      ended =
          ProcessHandle.of(pid)
              .map(process ->
                  process
                      .onExit()
                      .thenApply(_ -> true)
                      .completeOnTimeout(false, 1, java.util.concurrent.TimeUnit.SECONDS)
                      .join())
              .orElse(true);
    }
    return ended;
  }

  @Test
  void what_must_always_run_stays() {
    deploy(
        "web",
        "{\"scaling\": {\"minInstanceCount\": 1}, \"containers\": [{\"image\": \""
            + IMAGE
            + "\"}]}");
    everyone("web");
    String first = call("web", "/pid").body();
    cloud.emulator.plane().advance(Duration.ofDays(1));
    assertThat(call("web", "/pid").body()).isEqualTo(first);
  }

  private CompletableFuture<HttpResponse<String>> holding(String timeout) {
    Path held = folder.resolve("held");
    deploy(
        "web",
        "{\"timeout\": \""
            + timeout
            + "\", \"maxInstanceRequestConcurrency\": 1, \"scaling\": {\"maxInstanceCount\": 1}, \"containers\": [{\"image\": \""
            + IMAGE
            + "\", \"env\": [{\"name\": \"HELD\", \"value\": \""
            + held
            + "\"}]}]}");
    everyone("web");
    CompletableFuture<HttpResponse<String>> first =
        CompletableFuture.supplyAsync(() -> call("web", "/hold"));
    await(() -> Files.exists(held));
    return first;
  }

  @Test
  void a_request_that_takes_too_long_ends() throws Exception {
    CompletableFuture<HttpResponse<String>> first = holding("60s");
    cloud.emulator.plane().advance(Duration.ofSeconds(61));
    assertThat(first.get().statusCode()).isEqualTo(504);
    assertThat(first.get().body()).isEqualTo("upstream request timeout");
  }

  @Test
  void a_request_for_which_there_is_no_room_is_turned_away() throws Exception {
    CompletableFuture<HttpResponse<String>> first = holding("3600s");
    CompletableFuture<HttpResponse<String>> second =
        CompletableFuture.supplyAsync(() -> call("web", "/"));
    // it waits by the emulated clock, from when it has come
    for (int i = 0; i < 300 && !second.isDone() && !first.isDone(); i++) {
      cloud.emulator.plane().advance(Duration.ofSeconds(11));
      try {
        second.get(100, java.util.concurrent.TimeUnit.MILLISECONDS);
      } catch (java.util.concurrent.TimeoutException _) {
        // not turned away yet: the clock goes on
      }
    }
    assertThat(second.get().statusCode()).isEqualTo(429);
    assertThat(second.get().body()).isEqualTo("Rate exceeded.");
    assertThat(first.isDone()).isFalse();
    cloud.emulator.plane().advance(Duration.ofHours(1));
    assertThat(first.get().statusCode()).isEqualTo(504);
  }

  @Test
  void an_image_that_nothing_stands_for_is_said_plainly() {
    Fields operation = deploy("web", "{\"containers\": [{\"image\": \"gcr.io/p/unknown:1\"}]}");
    assertThat(operation.text("error.message"))
        .hasValueSatisfying(m ->
            assertThat(m)
                .contains("Image 'gcr.io/p/unknown:1' not found")
                .contains(
                    "groundwork emulator image add gcr.io/p/unknown:1 --folder DIR -- COMMAND"));
    assertThat(service("web").text("terminalCondition.state")).contains("CONDITION_FAILED");
    assertThat(service("web").text("terminalCondition.reason")).contains("CONTAINER_MISSING");
  }

  @Test
  void a_process_that_does_not_listen_is_not_ready() {
    image("gcr.io/p/dies", "die");
    Fields operation = deploy("web", "{\"containers\": [{\"image\": \"gcr.io/p/dies\"}]}");
    assertThat(operation.text("error.message"))
        .hasValueSatisfying(m ->
            assertThat(m)
                .contains(
                    "failed to start and listen on the port defined provided by the PORT=8080")
                .contains("status 3"));
    assertThat(service("web").text("terminalCondition.revisionReason"))
        .contains("HEALTH_CHECK_CONTAINER_ERROR");
  }

  @Test
  void an_instance_whose_liveness_fails_is_replaced() {
    deploy(
        "web",
        container(
            ", \"livenessProbe\": {\"httpGet\": {\"path\": \"/health\"}, \"periodSeconds\": 10, \"failureThreshold\": 2}"));
    everyone("web");
    String first = call("web", "/pid").body();
    cloud.emulator.plane().advance(Duration.ofSeconds(60));
    assertThat(call("web", "/pid").body()).isEqualTo(first);
    call("web", "/sick");
    cloud.emulator.plane().advance(Duration.ofSeconds(60));
    assertThat(call("web", "/pid").body()).isNotEqualTo(first);
  }

  @Test
  void what_it_writes_is_kept() throws IOException {
    deploy("web", container(""));
    Path logs = folder.resolve("emulator/run/logs/p-one-1/us-central1/web");
    String revision = service("web").text("latestReadyRevision").orElse("").replaceAll(".*/", "");
    await(() -> Files.exists(logs.resolve(revision + ".log")));
    await(() -> {
      try {
        return Files.readString(logs.resolve(revision + ".log")).contains("listening");
      } catch (IOException e) {
        return false;
      }
    });
  }

  @Test
  void no_process_outlives_the_emulator() {
    deploy("web", container(""));
    everyone("web");
    long pid = Long.parseLong(call("web", "/pid").body());
    cloud.close();
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    cloud = new GoogleCloud(folder.resolve("emulator"));
    assertThat(service("web").text("latestReadyRevision")).isPresent();
    assertThat(Long.parseLong(call("web", "/pid").body())).isNotEqualTo(pid);
  }

  @Test
  void a_change_of_the_template_makes_a_revision_and_another_change_none() {
    deploy("web", container(""));
    String first = service("web").text("latestCreatedRevision").orElseThrow();
    awaited(cloud.patch(SERVICES + "/web?updateMask=labels", "{\"labels\": {\"a\": \"b\"}}"));
    assertThat(service("web").text("latestCreatedRevision")).contains(first);
    awaited(
        cloud.patch(
            SERVICES + "/web",
            "{\"template\": "
                + container(", \"env\": [{\"name\": \"A\", \"value\": \"b\"}]")
                + "}"));
    assertThat(service("web").text("latestReadyRevision"))
        .hasValueSatisfying(r -> assertThat(r).contains("/web-00003-"));
    assertThat(cloud.get(SERVICES + "/web/revisions").body().items("revisions")).hasSize(2);
  }

  @Test
  void traffic_goes_where_it_is_sent_and_a_tag_has_an_address() {
    deploy("web", container(", \"env\": [{\"name\": \"A\", \"value\": \"one\"}]"));
    everyone("web");
    String first = service("web").text("latestReadyRevision").orElse("").replaceAll(".*/", "");
    Fields changed =
        awaited(
            cloud.patch(
                SERVICES + "/web",
                "{\"template\": "
                    + container(", \"env\": [{\"name\": \"A\", \"value\": \"two\"}]")
                    + ", \"traffic\": [{\"type\": \"TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION\", \"revision\": \""
                    + first
                    + "\", \"percent\": 100}, {\"type\": \"TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST\", \"tag\": \"next\"}]}"));
    assertThat(changed.get("error")).isEmpty();
    assertThat(call("web", "/env/A").body()).isEqualTo("one");
    String tagged =
        ((Fields) service("web").items("trafficStatuses").get(1)).text("uri").orElseThrow();
    assertThat(tagged).startsWith("https://next---web-");
    assertThat(fetch(tagged.substring("https://".length()) + "/env/A").body()).isEqualTo("two");
  }

  @Test
  void version_1_shows_and_changes_the_same() {
    String knative =
        "us-central1-run.googleapis.com/apis/serving.knative.dev/v1/namespaces/p-one-1/services";
    Said made =
        cloud.post(
            knative,
            "{\"apiVersion\": \"serving.knative.dev/v1\", \"kind\": \"Service\", \"metadata\": {\"name\": \"web\", \"annotations\": {\"run.googleapis.com/ingress\": \"internal\"}}, \"spec\": {\"template\": {\"metadata\": {\"annotations\": {\"autoscaling.knative.dev/maxScale\": \"3\"}}, \"spec\": {\"containerConcurrency\": 7, \"timeoutSeconds\": 60, \"containers\": [{\"image\": \""
                + IMAGE
                + "\", \"resources\": {\"requests\": {\"cpu\": \"1\"}}}]}}}}");
    assertThat(made.status()).as(made.body().toString()).isEqualTo(200);
    await(() ->
        cloud.get(knative + "/web").body().fields("status").items("conditions").stream()
            .allMatch(c -> ((Fields) c).text("status").equals(Optional.of("True"))));
    Fields two = service("web");
    assertThat(two.text("ingress")).contains("INGRESS_TRAFFIC_INTERNAL_ONLY");
    assertThat(two.text("template.timeout")).contains("60s");
    assertThat(two.at("template.scaling.maxInstanceCount")).contains(Value.of(3));
    assertThat(two.at("template.maxInstanceRequestConcurrency")).contains(Value.of(7));
    Fields one = cloud.get(knative + "/web").body();
    assertThat(one.text("status.url")).isEqualTo(two.text("uri"));
    assertThat(one.at("spec.template.spec.containerConcurrency")).contains(Value.of(7));
    assertThat(cloud.get(knative).body().items("items")).hasSize(1);
    assertThat(
            cloud
                .get("europe-west1-" + knative.substring("us-central1-".length()))
                .body()
                .items("items"))
        .isEmpty();
    assertThat(call("web", "/").statusCode()).isEqualTo(404);
    assertThat(cloud.delete(knative + "/web").body().text("status")).contains("Success");
  }

  @Test
  void refusals_read_as_googles() {
    assertThat(refused("Web", container("")))
        .isEqualTo(
            "Violation in CreateServiceRequest.service_id: only lowercase, digits, and hyphens; must begin with letter, and cannot end with hyphen; must be less than 50 characters.");
    assertThat(refused("web", container(", \"resources\": {\"limits\": {\"memory\": \"8Gi\"}}")))
        .isEqualTo(
            "template.containers[0].resources.limits.memory: Invalid value specified for memory. For 1.0 CPU, memory must be between 128Mi and 4Gi inclusive.");
    assertThat(
            refused(
                "web",
                "{\"maxInstanceRequestConcurrency\": 80, \"containers\": [{\"image\": \"i\", \"resources\": {\"limits\": {\"cpu\": \"500m\"}}}]}"))
        .isEqualTo(
            "template.containers[0].resources.limits.cpu: Invalid value specified for cpu. Total cpu < 1 is not supported with concurrency > 1.");
    assertThat(
            refused(
                "web",
                "{\"maxInstanceRequestConcurrency\": 1001, \"containers\": [{\"image\": \"i\"}]}"))
        .startsWith("template.max_instance_request_concurrency: ");
    assertThat(
            refused(
                "web",
                "{\"serviceAccount\": \"no@p-one-1.iam.gserviceaccount.com\", \"containers\": [{\"image\": \"i\"}]}"))
        .isEqualTo(
            "Permission 'iam.serviceaccounts.actAs' denied on service account no@p-one-1.iam.gserviceaccount.com (or it may not exist).");
    assertThat(refused("web", container(", \"env\": [{\"name\": \"PORT\", \"value\": \"1\"}]")))
        .contains("The following reserved env names were provided: PORT.");
    assertThat(cloud.get(SERVICES + "/none").message())
        .isEqualTo(
            "Resource 'none' of kind 'SERVICE' in region 'us-central1' in project 'p-one-1' does not exist.");
  }

  private String refused(String name, String template) {
    Said said = cloud.post(SERVICES + "?serviceId=" + name, "{\"template\": " + template + "}");
    assertThat(said.status()).isIn(400, 403);
    return said.message();
  }

  @Test
  void googles_sample_runs_everywhere() {
    deploy(
        "hello", "{\"containers\": [{\"image\": \"us-docker.pkg.dev/cloudrun/container/hello\"}]}");
    everyone("hello");
    assertThat(call("hello", "/").body()).contains("It's running!");
    assertThat(Optional.of(call("hello", "/").statusCode())).contains(200);
  }
}
