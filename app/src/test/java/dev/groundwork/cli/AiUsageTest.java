package dev.groundwork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.cli.Shell.Said;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The daily pipeline that ships, whole: its program runs, called by the scheduler on the emulated
/// clock.
class AiUsageTest {
  private static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");
  private static final String JOB =
      "cloudscheduler.googleapis.com/v1/projects/ai-usage-local/locations/us-central1/jobs/ai-usage-daily";
  private static final String ROWS =
      "bigquery.googleapis.com/bigquery/v2/projects/ai-usage-local/datasets/ai_usage_analytics/tables/usage_daily/data";

  @TempDir Path folder;

  @Test
  void ai_usage_waits_for_its_secrets_stands_runs_every_morning_and_goes() throws Exception {
    try (Shell shell = new Shell(folder)) {
      copy(Path.of("../blueprints/ai-usage"), folder.resolve("ai-usage"));
      Said first = shell.run("up", "ai-usage", "--auto-approve");
      assertThat(first.code()).isEqualTo(1);
      assertThat(first.err())
          .contains("secrets/cursor-api-key/versions/latest was not found")
          .contains(
              "fix: give each secret its value, then run again: groundwork secrets add anthropic-api-key;");
      for (String secret :
          List.of("cursor-api-key", "anthropic-api-key", "sheets-service-account-key")) {
        assertThat(shell.piping("hunter-" + secret).run("secrets", "add", secret).code()).isZero();
      }

      Said up = shell.piping("").run("up", "ai-usage", "--auto-approve");
      assertThat(up.code()).as(up.out() + up.err()).isZero();
      assertThat(up.out())
          .contains(" 0 failed, 0 not verified.")
          .contains("next runs: ")
          .contains("without a token: 403")
          .contains("has not secretmanager.versions.access");
      assertThat(up.out() + up.err() + first.out()).doesNotContain("hunter-");
      assertThat(bytesUnder(folder.resolve(".groundwork/state")))
          .noneMatch(t -> t.contains("hunter-"));
      assertThat(shell.run("plan", "ai-usage", "--detailed-exitcode").code()).isZero();

      assertThat(shell.run("emulator", "iam", "enforce").code()).isZero();
      assertThat(shell.run("emulator", "clock", "advance", "24h").code()).isZero();
      assertThat(get(shell, ROWS).text("totalRows")).contains("2");

      Instant change = ZONE.getRules().nextTransition(now(shell)).getInstant();
      assertSixInTheMorningAcross(shell, change);
      assertSixInTheMorningAcross(shell, ZONE.getRules().nextTransition(change).getInstant());

      Said destroyed =
          shell.run("destroy", "ai-usage", "--auto-approve", "--allow-data-loss", "all");
      assertThat(destroyed.code()).as(destroyed.err()).isZero();
    }
  }

  /// Nothing runs on the way there; then the mornings before and after the change are seen.
  private static void assertSixInTheMorningAcross(Shell shell, Instant change) throws Exception {
    post(shell, JOB + ":pause");
    Instant evening =
        change
            .atZone(ZONE)
            .toLocalDate()
            .minusDays(1)
            .atTime(LocalTime.NOON)
            .atZone(ZONE)
            .toInstant();
    advance(shell, Duration.between(now(shell), evening));
    post(shell, JOB + ":resume");
    assertThat(next(shell))
        .isEqualTo(change.atZone(ZONE).toLocalDate().atTime(6, 0).atZone(ZONE).toInstant());
    advance(shell, Duration.ofHours(24));
    Fields job = get(shell, JOB);
    assertThat(Instant.parse(job.text("lastAttemptTime").orElseThrow()).atZone(ZONE).toLocalTime())
        .isEqualTo(LocalTime.of(6, 0));
    assertThat(next(shell).atZone(ZONE).toLocalTime()).isEqualTo(LocalTime.of(6, 0));
  }

  private static Instant next(Shell shell) throws Exception {
    return Instant.parse(get(shell, JOB).text("scheduleTime").orElseThrow());
  }

  private static void advance(Shell shell, Duration by) {
    Said said = shell.run("emulator", "clock", "advance", by.toSeconds() + "s");
    assertThat(said.code()).as(said.err()).isZero();
  }

  private static Instant now(Shell shell) throws Exception {
    return Instant.parse(get(shell, "emulator/v1/clock").text("now").orElseThrow());
  }

  private static Fields get(Shell shell, String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(shell.url() + "/" + path)));
  }

  private static void post(Shell shell, String path) throws Exception {
    send(
        HttpRequest.newBuilder(URI.create(shell.url() + "/" + path))
            .POST(BodyPublishers.ofString("{}")));
  }

  private static Fields send(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var answer = client.send(request.build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return Json.parseFields(answer.body());
    }
  }

  private static List<String> bytesUnder(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).map(AiUsageTest::text).toList();
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
