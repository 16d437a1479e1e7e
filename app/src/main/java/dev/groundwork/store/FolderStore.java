package dev.groundwork.store;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.state.Journal;
import dev.groundwork.state.JournalRecord;
import dev.groundwork.state.Recorded;
import dev.groundwork.state.State;
import dev.groundwork.state.StateStore;
import dev.groundwork.state.StateText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// State in a folder: `snapshot.json`, and `journal.jsonl` with what has happened since. Each
/// snapshot has a number, and a journal counts only when it bears the number of the snapshot beside
/// it: so a crash between the two writes of `compact` neither loses nor repeats a record. A last
/// line that a crash tore is left out, and overwritten by the next.
public final class FolderStore implements StateStore, AutoCloseable {
  private static final String FIX =
      "restore the folder from a backup, or move it away: the next plan then finds what exists and takes it over.";

  private final Path folder;
  private final Path snapshot;
  private final Path journal;
  private final BooleanSupplier held;
  private final Opening opening;
  private @Nullable FileChannel channel;
  private long number;

  /// @param held whether the lease is still ours; asked before each write
  public FolderStore(Path folder, BooleanSupplier held) {
    this(
        folder,
        held,
        file ->
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
  }

  /// @param opening how the journal's file is opened for reading and writing, made if need be
  FolderStore(Path folder, BooleanSupplier held, Opening opening) {
    this.folder = folder;
    this.snapshot = folder.resolve("snapshot.json");
    this.journal = folder.resolve("journal.jsonl");
    this.held = held;
    this.opening = opening;
  }

  /// Opens a file.
  interface Opening {
    FileChannel open(Path file) throws IOException;
  }

  /// A store that is only read, or guarded by other means.
  public FolderStore(Path folder) {
    this(folder, () -> true);
  }

  /// Where the state of a system in an environment stands below the folder `.groundwork`.
  public static Path folder(Path groundwork, String system, String environment) {
    return groundwork.resolve("state").resolve(segment(system)).resolve(segment(environment));
  }

  private static String segment(String name) {
    String safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
    return safe.startsWith(".") ? "_" + safe : safe;
  }

  @Override
  public Loaded load() {
    Journal found = new Journal(readSnapshot());
    readJournal().forEach(found::add);
    return found.loaded();
  }

  private State readSnapshot() {
    try {
      if (!Files.exists(snapshot)) {
        number = 0;
        return State.EMPTY;
      }
      Fields fields = Json.parseFields(Files.readString(snapshot));
      number = number(fields, "number");
      var resources = Recorded.none();
      for (Value item : fields.items("resources")) {
        if (item instanceof Fields recorded) {
          Recorded read = StateText.readRecorded(recorded);
          resources.put(read.address(), read);
        }
      }
      return new State(number(fields, "serial"), resources);
    } catch (IOException e) {
      throw new Unreadable(snapshot, "the state cannot be read: " + e.getMessage(), FIX);
    } catch (Json.Malformed e) {
      throw new Unreadable(snapshot, "the state is damaged: " + e.getMessage(), FIX);
    }
  }

  private List<JournalRecord> readJournal() {
    List<JournalRecord> records = new ArrayList<>();
    try {
      if (!Files.exists(journal)) {
        return records;
      }
      String text = Files.readString(journal, StandardCharsets.ISO_8859_1);
      int start = 0;
      boolean first = true;
      for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
        String line =
            new String(
                text.substring(start, end).getBytes(StandardCharsets.ISO_8859_1),
                StandardCharsets.UTF_8);
        Fields fields = Json.parseFields(line);
        if (first && number(fields, "number") != number) {
          return records;
        }
        if (!first) {
          records.add(StateText.readRecord(fields));
        }
        first = false;
        start = end + 1;
      }
      return records;
    } catch (IOException e) {
      throw new Unreadable(journal, "the journal cannot be read: " + e.getMessage(), FIX);
    } catch (Json.Malformed e) {
      throw new Unreadable(
          journal,
          "the journal is damaged at record " + (records.size() + 1) + ": " + e.getMessage(),
          FIX);
    }
  }

  private static long number(Fields fields, String name) throws Json.Malformed {
    if (fields.get(name).orElse(new Value.Null()) instanceof Value.Num(var value)) {
      return value.longValue();
    }
    throw Json.malformed("the number '" + name + "' is missing");
  }

  @Override
  public void append(JournalRecord record) {
    append(List.of(record));
  }

  /// Written and flushed at once: what comes together waits for the disk once. A crash in between
  /// leaves whole records from the front.
  @Override
  public synchronized void append(List<JournalRecord> records) {
    if (records.isEmpty()) {
      return;
    }
    refuseWithoutLease();
    try {
      FileChannel open = channel == null ? openJournal() : channel;
      channel = open;
      StringBuilder lines = new StringBuilder();
      records.forEach(r -> lines.append(Json.write(StateText.write(r))).append('\n'));
      Durable.write(open, lines.toString());
      open.force(false);
    } catch (IOException e) {
      throw new Unreadable(
          journal,
          "the journal cannot be written: " + e.getMessage(),
          "free space or fix its rights.");
    }
  }

  /// Opens the journal behind its last whole line; begins a new one when it belongs to another
  /// snapshot.
  private FileChannel openJournal() throws IOException {
    readSnapshot();
    Files.createDirectories(folder);
    boolean fits = Files.exists(journal) && header().equals(firstLine());
    FileChannel opened = opening.open(journal);
    if (fits) {
      opened.truncate(wholeLines());
      opened.position(opened.size());
    } else {
      opened.truncate(0);
      Durable.write(opened, header());
      opened.force(true);
      Durable.flushFolder(folder);
    }
    return opened;
  }

  private String header() {
    return Json.write(Value.fields().with("number", number)) + "\n";
  }

  private String firstLine() throws IOException {
    String text = Files.readString(journal, StandardCharsets.ISO_8859_1);
    return text.substring(0, text.indexOf('\n') + 1);
  }

  private long wholeLines() throws IOException {
    byte[] bytes = Files.readAllBytes(journal);
    for (int i = bytes.length - 1; i >= 0; i--) {
      if (bytes[i] == '\n') {
        return i + 1L;
      }
    }
    return 0;
  }

  @Override
  public synchronized void compact(State state) {
    refuseWithoutLease();
    try {
      readSnapshot();
      number++;
      Fields fields =
          Value.fields()
              .with("format", 1)
              .with("number", number)
              .with("serial", state.serial())
              .with(
                  "resources",
                  new Value.Items(
                      state.resources().values().stream().<Value>map(StateText::write).toList()));
      Durable.replace(snapshot, Json.pretty(fields) + "\n");
      close();
      Durable.replace(journal, header());
    } catch (IOException e) {
      throw new Unreadable(
          snapshot,
          "the state cannot be written: " + e.getMessage(),
          "free space or fix its rights.");
    }
  }

  private void refuseWithoutLease() {
    if (!held.getAsBoolean()) {
      throw new Unreadable(
          snapshot,
          "another run has taken the state over, so this one stops.",
          "look at `groundwork state list`; the next run adopts what this one has begun.");
    }
  }

  @Override
  public synchronized void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new Unreadable(journal, "the journal cannot be closed: " + e.getMessage(), FIX);
      } finally {
        channel = null;
      }
    }
  }

  /// All systems and environments with state below the folder `.groundwork`, as
  /// `system/environment`, sorted.
  public static List<String> known(Path groundwork) {
    Path root = groundwork.resolve("state");
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> folders =
        Files.find(
            root, 2, (path, a) -> a.isDirectory() && root.relativize(path).getNameCount() == 2)) {
      return folders
          .map(path -> root.relativize(path).toString().replace('\\', '/'))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new Unreadable(
          root, "the states cannot be listed: " + e.getMessage(), "fix the folder's rights.");
    }
  }
}
