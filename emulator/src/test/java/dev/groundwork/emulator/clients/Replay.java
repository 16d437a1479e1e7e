package dev.groundwork.emulator.clients;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What came out when recorded conversations were played against an emulator: every answer with a
/// verdict. Playing and grading is another program's work (`replay.py`), which does not know us.
///
/// @param exchanges those that were played, in the order of the recordings
/// @param omissions what was not played, and why; nothing when all went well
record Replay(List<Exchange> exchanges, List<String> omissions) {
  Replay {
    exchanges = List.copyOf(exchanges);
    omissions = List.copyOf(omissions);
  }

  /// A request that was sent again, and how its answer compares with the recorded one.
  ///
  /// @param collection service and collection: `compute.networks`
  /// @param call verb, path and status
  /// @param isGood whether the answer is equal, or differs only where an answer may
  /// @param differences where not
  record Exchange(
      String log, String collection, String call, boolean isGood, List<String> differences) {
    Exchange {
      differences = List.copyOf(differences);
    }

    private boolean isOf(String part) {
      return collection.equals(part) || collection.startsWith(part + ".");
    }

    @Override
    public String toString() {
      return collection
          + ", "
          + log
          + ": "
          + call
          + "\n      "
          + String.join("\n      ", differences);
    }
  }

  /// The exchanges of a service (`storage`) or of one of its collections (`compute.networks`).
  Replay of(String part) {
    return new Replay(exchanges.stream().filter(e -> e.isOf(part)).toList(), omissions);
  }

  /// How many in a hundred are good; 100 when there is none.
  double share() {
    long good = exchanges.stream().filter(Exchange::isGood).count();
    return exchanges.isEmpty() ? 100 : 100.0 * good / exchanges.size();
  }

  /// The exchanges that are not good, by name.
  String differing() {
    return exchanges.stream()
        .filter(e -> !e.isGood())
        .map(Exchange::toString)
        .collect(Collectors.joining("\n"));
  }

  /// Plays all recordings of a folder.
  ///
  /// @param program `replay.py`
  /// @param to where the emulator answers
  /// @param scratch for results and the program's own words
  static Replay play(Path program, Path recordings, String to, Path scratch)
      throws InterruptedException {
    Path results = scratch.resolve("results.json");
    Path words = scratch.resolve("replay.txt");
    List<String> command =
        List.of("python3", program.toString(), "--base", to, "--logs", recordings.toString());
    // generous waits: a slow machine is no difference between two clouds
    List<String> options =
        List.of(
            "--json", results.toString(), "--jobs", "4", "--timeout", "60", "--poll-seconds", "60");
    try {
      Process process =
          new ProcessBuilder(Stream.concat(command.stream(), options.stream()).toList())
              .redirectErrorStream(true)
              .redirectOutput(words.toFile())
              .start();
      if (!process.waitFor(6, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("replay.py does not end: " + Files.readString(words));
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException("replay.py failed: " + Files.readString(words));
      }
      return read(Json.parseFields(Files.readString(results)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Json.Malformed e) {
      throw new IllegalStateException(e);
    }
  }

  /// Reads what `replay.py --json` wrote.
  static Replay read(Fields results) {
    Stream<String> crashed = results.items("crashed").stream().map(Replay::words);
    Stream<String> late =
        results.get("not_run").map(Json::write).filter(n -> !n.equals("0")).stream()
            .map(n -> n + " exchanges were not played");
    return new Replay(
        results.items("exchanges").stream().map(e -> exchange((Fields) e)).toList(),
        Stream.concat(crashed, late).toList());
  }

  private static Exchange exchange(Fields result) {
    String kind = result.text("kind").orElseThrow();
    String verdict = result.text("verdict").orElseThrow();
    return new Exchange(
        result.text("log").orElseThrow(),
        kind.split(":", 2)[0],
        result.text("method").orElse("")
            + " "
            + result.text("path").orElse("")
            + " -> "
            + result.get("status").map(Replay::words).orElse("nothing")
            + ", "
            + verdict,
        verdict.equals("match") || verdict.equals("near"),
        result.items("differences").stream().map(d -> difference((Fields) d)).toList());
  }

  private static String difference(Fields difference) {
    return difference.text("path").orElse("")
        + " "
        + difference.text("what").orElse("")
        + ": recorded "
        + words(difference.get("expected"))
        + ", answered "
        + words(difference.get("got"));
  }

  private static String words(Optional<Value> value) {
    return value.map(Replay::words).orElse("nothing");
  }

  private static String words(Value value) {
    String text = Json.write(value);
    return text.length() <= 160 ? text : text.substring(0, 159) + "…";
  }
}
