package dev.groundwork.emulator.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.groundwork.resource.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Conversations recorded with the real Google Cloud, played again: the emulator must answer as
/// Google did. The recordings are no part of this repository. They are looked for in the folder
/// that `-Dgroundwork.recordings` names and their player in `-Dgroundwork.replay`, else in
/// `shared/recordings` and `shared/tools/replay.py` beside the repository; without them all is
/// skipped. What differs is in `target/recordings.txt` after each run.
class RecordingsTest {
  @TempDir Path folder;

  /// A part of Google Cloud that the emulator plays, and how much of what was recorded of it must
  /// be answered alike.
  ///
  /// @param name of a service (`storage`) or of one of its collections (`compute.networks`)
  /// @param least in a hundred: what was reached, so that it can only rise
  private record Part(String name, double least) {}

  /// A new service is a line here.
  private static final List<Part> PARTS =
      List.of(
          new Part("artifactregistry", 100),
          new Part("cloudbilling", 100),
          new Part("cloudresourcemanager", 96.4),
          new Part("compute.addresses", 100),
          new Part("compute.networks", 91.6),
          new Part("compute.routers", 100),
          new Part("compute.subnetworks", 75),
          new Part("iam", 95.9),
          new Part("secretmanager", 100),
          new Part("servicenetworking", 100),
          new Part("serviceusage", 100),
          new Part("sqladmin", 95.8),
          new Part("storage", 86.6));

  @TestFactory
  Stream<DynamicTest> answers_as_google_did() throws Exception {
    Optional<Path> recordings = given("groundwork.recordings", "recordings");
    Optional<Path> program = given("groundwork.replay", "tools/replay.py");
    if (recordings.isEmpty() || program.isEmpty()) {
      return PARTS.stream()
          .map(p ->
              dynamicTest(
                  p.name(),
                  () ->
                      abort(
                          "no recordings of Google Cloud here: name their folder by"
                              + " -Dgroundwork.recordings and replay.py by -Dgroundwork.replay")));
    }
    Replay replay;
    try (LocalCloud cloud = new LocalCloud(folder.resolve("cloud"))) {
      replay = Replay.play(program.get(), recordings.get(), cloud.url(), folder);
    }
    Files.writeString(Path.of("target", "recordings.txt"), report(replay));
    return PARTS.stream().map(part -> dynamicTest(part.name(), () -> hold(part, replay)));
  }

  /// What a property names, else what lies beside the repository.
  private static Optional<Path> given(String property, String beside) {
    String named = System.getProperty(property, "");
    // tests run in the module's folder
    Path path = named.isEmpty() ? Path.of("../../shared", beside) : Path.of(named);
    if (!named.isEmpty() && !Files.exists(path)) {
      throw new IllegalArgumentException("-D" + property + ": there is no " + path);
    }
    return Optional.of(path).filter(Files::exists);
  }

  private static void hold(Part part, Replay replay) {
    assertThat(replay.omissions()).isEmpty();
    Replay own = replay.of(part.name());
    assumeFalse(own.exchanges().isEmpty(), "nothing was recorded of " + part.name());
    assertThat(own.share())
        .as("answered alike, in a hundred; these were not:\n%s\n", own.differing())
        .isGreaterThanOrEqualTo(least(part));
  }

  /// Other recordings have another share: `-Dgroundwork.recordings.least=85` states it for all.
  private static double least(Part part) {
    String stated = System.getProperty("groundwork.recordings.least", "");
    return stated.isEmpty() ? part.least() : Double.parseDouble(stated);
  }

  private static String report(Replay replay) {
    String shares =
        PARTS.stream()
            .map(Part::name)
            .map(name ->
                String.format(
                    Locale.ROOT,
                    "%-24s %6.2f %% of %d",
                    name,
                    replay.of(name).share(),
                    replay.of(name).exchanges().size()))
            .collect(Collectors.joining("\n"));
    String differing =
        PARTS.stream()
            .map(part -> replay.of(part.name()).differing())
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("\n"));
    return shares + "\n\n" + differing + "\n";
  }

  @Test
  void a_part_that_answers_worse_than_it_did_fails_and_says_where() throws Exception {
    Replay replay =
        Replay.read(
            Json.parseFields(
                """
                {"not_run": 0, "crashed": [], "exchanges": [
                  {"log": "a", "kind": "pubsub.topics:publish", "verdict": "match", "method": "POST", "path": "/v1/t:publish",
                   "status": 200, "differences": []},
                  {"log": "b", "kind": "pubsub.topics", "verdict": "differ", "method": "GET", "path": "/v1/t", "status": 404,
                   "differences": [{"path": "HTTP status", "what": "", "expected": 200, "got": 404}]},
                  {"log": "c", "kind": "pubsublite.topics", "verdict": "match", "method": "GET", "path": "/v1/t", "status": 200,
                   "differences": []}]}
                """));

    assertThat(replay.of("pubsub").share()).isEqualTo(50);
    assertThat(replay.of("pubsub.topics").share()).isEqualTo(50);
    assertThatThrownBy(() -> hold(new Part("pubsub", 51), replay))
        .hasMessageContaining("pubsub.topics, b: GET /v1/t -> 404, differ")
        .hasMessageContaining("HTTP status : recorded 200, answered 404");
    hold(new Part("pubsub", 50), replay);
  }

  @Test
  void what_was_not_played_fails() throws Exception {
    Replay replay =
        Replay.read(
            Json.parseFields(
                """
                {"not_run": 3, "crashed": ["a: KeyError"], "exchanges": [
                  {"log": "a", "kind": "pubsub.topics", "verdict": "match", "differences": []}]}
                """));

    assertThatThrownBy(() -> hold(new Part("pubsub", 1), replay))
        .hasMessageContaining("3 exchanges were not played")
        .hasMessageContaining("KeyError");
  }
}
