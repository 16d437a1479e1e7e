package dev.groundwork.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.groundwork.emulator.control.LogEntry;
import dev.groundwork.emulator.identity.IdToken;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jobs that call a real HTTP server, on the emulated clock: every test begins at noon.
class SchedulerTest {
  private static final String JOBS =
      "cloudscheduler.googleapis.com/v1/projects/shop-project/locations/us-central1/jobs";

  @TempDir Path folder;

  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private final AtomicInteger status = new AtomicInteger(200);
  private HttpServer server;
  private GoogleCloud cloud;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          calls.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " at "
                  + cloud.emulator.plane().clock().instant());
          String authorization = exchange.getRequestHeaders().getFirst("Authorization");
          tokens.add(authorization == null ? "" : authorization);
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    server.start();
    cloud = new GoogleCloud(folder);
    cloud.project("shop-project", "cloudscheduler", "iam");
  }

  @AfterEach
  void close() {
    cloud.close();
    server.stop(0);
  }

  @Test
  void every_run_that_is_due_happens_in_order_and_at_its_own_time() {
    create("early", "\"schedule\": \"0 */6 * * *\"", http("/early"));
    create("late", "\"schedule\": \"30 */6 * * *\", \"timeZone\": \"Etc/UTC\"", http("/late"));

    cloud.emulator.plane().advance(Duration.ofHours(24));

    assertThat(calls)
        .containsExactly(
            "POST /late at 2026-01-15T12:30:00Z",
            "POST /early at 2026-01-15T18:00:00Z",
            "POST /late at 2026-01-15T18:30:00Z",
            "POST /early at 2026-01-16T00:00:00Z",
            "POST /late at 2026-01-16T00:30:00Z",
            "POST /early at 2026-01-16T06:00:00Z",
            "POST /late at 2026-01-16T06:30:00Z",
            "POST /early at 2026-01-16T12:00:00Z");
    Fields job = cloud.get(JOBS + "/early").body();
    assertThat(job.text("lastAttemptTime")).contains("2026-01-16T12:00:00.000000Z");
    assertThat(job.text("scheduleTime")).contains("2026-01-16T18:00:00.000000Z");
    assertThat(job.fields("status")).isEqualTo(Fields.EMPTY);
  }

  @Test
  void a_failed_attempt_is_made_again_as_its_retries_say() {
    status.set(503);
    create(
        "job",
        "\"schedule\": \"0 0 * * *\", \"retryConfig\": {\"retryCount\": 3, \"minBackoffDuration\": \"10s\", \"maxDoublings\": 1}",
        http("/"));

    cloud.emulator.plane().advance(Duration.ofHours(13));

    assertThat(calls)
        .containsExactly(
            "POST / at 2026-01-16T00:00:00Z",
            "POST / at 2026-01-16T00:00:10Z",
            "POST / at 2026-01-16T00:00:30Z",
            "POST / at 2026-01-16T00:01:10Z");
    assertThat(cloud.get(JOBS + "/job").body().fields("status"))
        .isEqualTo(Fields.EMPTY.with("code", 14));
  }

  @Test
  void a_retry_that_succeeds_ends_the_execution_and_a_restart_forgets_none() {
    status.set(500);
    create(
        "job",
        "\"schedule\": \"0 0 * * *\", \"retryConfig\": {\"retryCount\": 5, \"minBackoffDuration\": \"60s\"}",
        http("/"));
    cloud.emulator.plane().advance(Duration.ofHours(12));
    assertThat(calls).hasSize(1);

    cloud.close();
    status.set(200);
    cloud = new GoogleCloud(folder);
    cloud.emulator.plane().advance(Duration.ofHours(1));

    assertThat(calls).last().isEqualTo("POST / at 2026-01-16T00:01:00Z");
    assertThat(calls).hasSize(2);
    assertThat(cloud.get(JOBS + "/job").body().fields("status")).isEqualTo(Fields.EMPTY);
  }

  @Test
  void a_call_carries_a_token_that_says_who_calls_and_whom() {
    cloud.post(
        "iam.googleapis.com/v1/projects/shop-project/serviceAccounts",
        "{\"accountId\": \"caller\"}");
    create(
        "job",
        "\"schedule\": \"0 0 * * *\"",
        http(
            "/",
            ", \"oidcToken\": {\"serviceAccountEmail\": \"caller@shop-project.iam.gserviceaccount.com\"}"));

    cloud.post(JOBS + "/job:run", "{}");

    String token = tokens.getFirst().replace("Bearer ", "");
    IdToken said = cloud.emulator.plane().issuer().verify(token).orElseThrow();
    assertThat(said.email()).isEqualTo("caller@shop-project.iam.gserviceaccount.com");
    assertThat(said.audience()).isEqualTo(url("/"));
  }

  @Test
  void a_paused_job_does_not_fire_and_can_still_be_run() {
    create("job", "\"schedule\": \"* * * * *\"", http("/"));
    assertThat(cloud.post(JOBS + "/job:pause", "{}").body().text("state")).contains("PAUSED");

    cloud.emulator.plane().advance(Duration.ofHours(1));
    assertThat(calls).isEmpty();
    cloud.post(JOBS + "/job:run", "{}");
    assertThat(calls).hasSize(1);

    assertThat(cloud.post(JOBS + "/job:resume", "{}").body().text("state")).contains("ENABLED");
    cloud.emulator.plane().advance(Duration.ofMinutes(2));
    assertThat(calls).hasSize(3);
  }

  @Test
  void attempts_are_in_the_projects_log() {
    List<LogEntry> written = new CopyOnWriteArrayList<>();
    cloud.emulator.plane().logs().readBy(written::add);
    status.set(404);
    create("job", "\"schedule\": \"* * * * *\"", http("/gone"));

    cloud.post(JOBS + "/job:run", "{}");

    assertThat(written)
        .filteredOn(e -> e.log().startsWith("cloudscheduler.googleapis.com"))
        .extracting(LogEntry::severity)
        .containsExactly(LogEntry.Severity.INFO, LogEntry.Severity.ERROR);
  }

  @Test
  void a_job_that_makes_no_sense_is_refused_in_googles_words() {
    assertThat(refused("\"schedule\": \"61 * * * *\"", http("/")))
        .isEqualTo("Schedule or time zone is invalid.");
    assertThat(refused("\"schedule\": \"* * * * *\", \"timeZone\": \"Mars/Olympus\"", http("/")))
        .isEqualTo("Schedule or time zone is invalid.");
    assertThat(refused("\"schedule\": \"* * * * *\"", "\"description\": \"x\""))
        .isEqualTo("Job must have exactly one target.");
    assertThat(
            refused(
                "\"schedule\": \"* * * * *\"",
                http(
                    "/",
                    ", \"oidcToken\": {\"serviceAccountEmail\": \"nobody@shop-project.iam.gserviceaccount.com\"}")))
        .isEqualTo("Service account nobody@shop-project.iam.gserviceaccount.com does not exist.");
    assertThat(cloud.get(JOBS).body()).isEqualTo(Fields.EMPTY);
  }

  private void create(String name, String schedule, String target) {
    GoogleCloud.Said said = cloud.post(JOBS, job(name, schedule, target));
    assertThat(said.status()).as("%s", said.body()).isEqualTo(200);
  }

  private String refused(String schedule, String target) {
    return cloud.post(JOBS, job("job", schedule, target)).message();
  }

  private static String job(String name, String schedule, String target) {
    return "{\"name\": \"projects/shop-project/locations/us-central1/jobs/%s\", %s, %s}"
        .formatted(name, schedule, target);
  }

  private String http(String path) {
    return http(path, "");
  }

  private String http(String path, String more) {
    return "\"httpTarget\": {\"uri\": \"" + url(path) + "\"" + more + "}";
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }
}
