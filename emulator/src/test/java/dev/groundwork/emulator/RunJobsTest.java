package dev.groundwork.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.emulator.GoogleCloud.Said;
import dev.groundwork.emulator.run.LittleServer;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jobs of Cloud Run, with a real process for each attempt of a task.
class RunJobsTest {
  private static final String JOBS =
      "run.googleapis.com/v2/projects/p-one-1/locations/us-central1/jobs";

  @TempDir private Path folder;
  private GoogleCloud cloud;

  @BeforeEach
  void begin() {
    cloud = new GoogleCloud(folder.resolve("emulator"));
    cloud.project("p-one-1", "run");
    Fields image =
        Fields.EMPTY
            .with("image", "gcr.io/p/task")
            .with(
                "command",
                Value.texts(
                    List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classes(),
                        LittleServer.class.getName(),
                        "task")))
            .with("folder", folder.toString());
    assertThat(cloud.put("emulator/v1/images", Json.write(image)).status()).isEqualTo(200);
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  private static String classes() {
    try {
      return Path.of(LittleServer.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private void job(String how, String more) {
    Said said =
        cloud.post(
            JOBS + "?jobId=nightly",
            "{\"template\": {"
                + more
                + "\"template\": {\"maxRetries\": 1, \"timeout\": \"60s\", \"containers\": [{\"image\": \"gcr.io/p/task\", \"env\": [{\"name\": \"TASK\", \"value\": \""
                + how
                + "\"}, {\"name\": \"RAN\", \"value\": \""
                + folder
                + "\"}]}]}}}");
    assertThat(said.status()).as(said.body().toString()).isEqualTo(200);
  }

  private Said run() {
    return cloud.post(JOBS + "/nightly:run", "{}");
  }

  private Fields ended(Said began) {
    assertThat(began.status()).as(began.body().toString()).isEqualTo(200);
    String operation = began.body().text("name").orElseThrow();
    long limit = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    Fields now = began.body();
    while (!now.flag("done")) {
      if (System.nanoTime() > limit) {
        throw new AssertionError("never done: " + now);
      }
      now = cloud.get("run.googleapis.com/v2/" + operation).body();
    }
    return now;
  }

  @Test
  void every_task_runs_with_its_index() {
    job("fine", "\"taskCount\": 2, ");
    Fields execution = ended(run()).fields("response");
    assertThat(execution.at("succeededCount")).contains(Value.of(2));
    assertThat(folder.resolve("task-0-0")).exists();
    assertThat(folder.resolve("task-1-0")).exists();
    Fields job = cloud.get(JOBS + "/nightly").body();
    assertThat(job.text("latestCreatedExecution.completionStatus")).contains("EXECUTION_SUCCEEDED");
    String name = job.text("latestCreatedExecution.name").orElseThrow();
    assertThat(cloud.get(JOBS + "/nightly/executions/" + name + "/tasks").body().items("tasks"))
        .hasSize(2);
  }

  @Test
  void a_task_that_fails_is_tried_again() {
    job("second", "");
    Fields execution = ended(run()).fields("response");
    assertThat(execution.at("succeededCount")).contains(Value.of(1));
    assertThat(execution.at("retriedCount")).contains(Value.of(1));
    assertThat(folder.resolve("task-0-1")).exists();
  }

  @Test
  void an_execution_fails_when_a_task_has_no_attempts_left() {
    job("fail", "");
    Fields operation = ended(run());
    assertThat(operation.text("error.message"))
        .hasValueSatisfying(m ->
            assertThat(m).endsWith("failed with message: The container exited with an error."));
    assertThat(cloud.get(JOBS + "/nightly").body().text("latestCreatedExecution.completionStatus"))
        .contains("EXECUTION_FAILED");
  }

  @Test
  void a_task_ends_when_its_time_is_over_by_the_emulated_clock() {
    job("hold", "");
    Said began = run();
    for (int attempt = 0; attempt < 2; attempt++) {
      Path ran = folder.resolve("task-0-" + attempt);
      while (!Files.exists(ran)) {
        Thread.onSpinWait();
      }
      cloud.emulator.plane().advance(Duration.ofSeconds(61));
    }
    assertThat(ended(began).text("error.message"))
        .hasValueSatisfying(m -> assertThat(m).endsWith("The configured timeout was reached."));
  }

  @Test
  void an_execution_can_be_cancelled() {
    job("hold", "");
    Said began = run();
    while (!Files.exists(folder.resolve("task-0-0"))) {
      Thread.onSpinWait();
    }
    String name = began.body().text("metadata.name").orElseThrow();
    assertThat(cloud.post("run.googleapis.com/v2/" + name + ":cancel", "{}").status())
        .isEqualTo(200);
    assertThat(ended(began).text("error.message"))
        .hasValueSatisfying(m -> assertThat(m).contains("cancelled"));
    assertThat(cloud.get(JOBS + "/nightly").body().text("latestCreatedExecution.completionStatus"))
        .contains("EXECUTION_CANCELLED");
  }
}
