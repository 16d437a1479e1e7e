package dev.groundwork.emulator.bigquery;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what a load job is given: lines of JSON, or CSV. Where the job says so, it finds the
/// schema by looking at all rows.
final class LoadText {
  private final Fields load;
  private final Fields schema;
  private final boolean detects;

  /// Rows as they were written, before they are read by the schema: a field that is text in CSV.
  private final List<Fields> raw = new ArrayList<>();

  private final List<String> bad = new ArrayList<>();

  /// @param load the job's configuration
  /// @param detects whether the schema is to be found
  LoadText(Fields load, Fields schema, boolean detects) {
    this.load = load;
    this.schema = schema;
    this.detects = detects;
  }

  /// @param bad what is wrong with each row that is not among `rows`
  record Loaded(Fields schema, List<Fields> rows, List<String> bad) {
    public Loaded {
      rows = List.copyOf(rows);
      bad = List.copyOf(bad);
    }
  }

  void json(String text) {
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        raw.add(Json.parseFields(line));
      } catch (Json.Malformed e) {
        bad.add("Line " + number + ": Parser terminated before end of string");
      }
    }
  }

  void csv(String text) {
    String delimiter =
        load.text("fieldDelimiter")
            .map(d -> d.equals("\\t") || d.equals("tab") ? "\t" : d)
            .filter(d -> !d.isEmpty())
            .orElse(",");
    String quote = load.text("quote").orElse("\"");
    List<List<Csv.Cell>> lines =
        Csv.read(text, delimiter.charAt(0), quote.isEmpty() ? '\0' : quote.charAt(0));
    int skipped = Integer.parseInt(load.at("skipLeadingRows").map(LoadText::digits).orElse("0"));
    List<String> names = Schemas.fields(schema).stream().map(Schemas::name).toList();
    int from = skipped;
    if (detects) {
      boolean header =
          skipped > 0
              || (!lines.isEmpty()
                  && lines.getFirst().stream()
                      .allMatch(c -> Detected.type(c.text()).equals("STRING")));
      from = Math.max(skipped, header ? 1 : 0);
      if (!header || lines.isEmpty()) {
        names = new ArrayList<>();
        for (int i = 0; !lines.isEmpty() && i < lines.getFirst().size(); i++) {
          names.add("string_field_" + i);
        }
      } else {
        names =
            lines.get(from - 1).stream()
                .map(c -> c.text().strip().replaceAll("[^A-Za-z0-9_]", "_"))
                .toList();
      }
    }
    String nothing = load.text("nullMarker").orElse("");
    for (int i = from; i < lines.size(); i++) {
      row(lines.get(i), names, nothing, i + 1);
    }
  }

  private void row(List<Csv.Cell> cells, List<String> names, String nothing, int line) {
    if (cells.size() > names.size() && !load.flag("ignoreUnknownValues")) {
      bad.add(
          "Line "
              + line
              + ": Too many values in row. Found "
              + cells.size()
              + " column(s) while expected "
              + names.size()
              + ".");
      return;
    }
    if (cells.size() < names.size() && !load.flag("allowJaggedRows")) {
      bad.add(
          "Line "
              + line
              + ": CSV table references column position "
              + (names.size() - 1)
              + ", but line contains only "
              + cells.size()
              + " columns.");
      return;
    }
    Map<String, Value> row = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(cells.size(), names.size()); i++) {
      Csv.Cell cell = cells.get(i);
      boolean text = !detects && Schemas.type(Schemas.fields(schema).get(i)).equals("STRING");
      boolean absent =
          !cell.quoted() && cell.text().equals(nothing) && (!text || !nothing.isEmpty());
      if (!absent) {
        row.put(names.get(i), Value.of(cell.text()));
      }
    }
    raw.add(new Fields(row));
  }

  private static String digits(Value value) {
    return switch (value) {
      case Value.Num(var n) -> n.toPlainString();
      case Value.Text(var t) -> t;
      default -> "0";
    };
  }

  Loaded loaded() {
    Fields found = detects ? Detected.schema(raw) : schema;
    List<Fields> rows = new ArrayList<>();
    boolean ignores = load.flag("ignoreUnknownValues");
    for (int i = 0; i < raw.size(); i++) {
      Cells.Read read = Cells.read(found, raw.get(i), ignores);
      Optional<Cells.Wrong> wrong = read.wrong().stream().findFirst();
      if (wrong.isEmpty()) {
        rows.add(read.row());
      } else {
        bad.add(
            "Row " + (i + 1) + ", field " + wrong.get().column() + ": " + wrong.get().message());
      }
    }
    return new Loaded(found, rows, bad);
  }
}
