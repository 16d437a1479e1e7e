package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.bigquery.Jobs.Ran;
import dev.groundwork.emulator.bigquery.Names.TableName;
import dev.groundwork.emulator.bigquery.Rows.Extent;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.http.Payload;
import dev.groundwork.emulator.storage.ObjectFiles;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Load, copy and extract jobs.
final class Transfers {
  private final ControlPlane plane;
  private final Datasets datasets;
  private final Tables tables;
  private final TableData data;
  private final Rows rows;
  private final ObjectFiles objects;

  Transfers(
      ControlPlane plane,
      Datasets datasets,
      Tables tables,
      TableData data,
      Rows rows,
      ObjectFiles objects) {
    this.plane = plane;
    this.datasets = datasets;
    this.tables = tables;
    this.data = data;
    this.rows = rows;
    this.objects = objects;
  }

  /// A text to load.
  ///
  /// @param name how messages call it
  private record Input(String name, Payload content) {
    String text() {
      byte[] bytes = content.bytes();
      try (InputStream in =
          bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b
              ? new GZIPInputStream(new ByteArrayInputStream(bytes))
              : new ByteArrayInputStream(bytes)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new SqlProblem(
            "invalid", "Error while reading data, error message: " + e.getMessage());
      }
    }
  }

  /// Loads rows from lines of JSON or from CSV.
  Ran load(String project, Fields load, Optional<Payload> content) {
    TableName name = Names.table(project, load.fields("destinationTable"));
    String location = datasets.location(name);
    List<Input> inputs = inputs(load, content);
    String format = load.text("sourceFormat").orElse("CSV");
    Optional<Entry> there =
        plane
            .store()
            .get(name.key())
            .filter(e -> !Tables.isExpired(e.body(), plane.clock().instant()));
    Fields known =
        load.items("schema.fields").isEmpty()
            ? there.map(t -> t.body().fields("schema")).orElse(Fields.EMPTY)
            : Schemas.checked(load.fields("schema"));
    boolean detects = load.flag("autodetect") && known.items("fields").isEmpty();
    if (known.items("fields").isEmpty() && !detects) {
      throw new SqlProblem("invalid", "No schema specified on job or table.");
    }
    LoadText texts = new LoadText(load, known, detects);
    for (Input input : inputs) {
      switch (format) {
        case "NEWLINE_DELIMITED_JSON" -> texts.json(input.text());
        case "CSV" -> texts.csv(input.text());
        default -> throw SqlProblem.unsupported("loading " + format);
      }
    }
    LoadText.Loaded loaded = texts.loaded();
    long most = Long.parseLong(load.at("maxBadRecords").map(Transfers::plain).orElse("0"));
    if (loaded.bad().size() > most) {
      throw new SqlProblem(
          "invalid",
          "Error while reading data, error message: "
              + (format.equals("CSV") ? "CSV" : "JSON")
              + " table encountered too many errors, giving up. Rows: "
              + (loaded.rows().size() + loaded.bad().size())
              + "; errors: "
              + loaded.bad().size()
              + ". "
              + loaded.bad().getFirst());
    }
    write(load, name, location, loaded.schema(), there, loaded.rows());
    long size = inputs.stream().mapToLong(i -> i.content().size()).sum();
    Fields statistics =
        Fields.EMPTY
            .with("inputFiles", Long.toString(inputs.size()))
            .with("inputFileBytes", Long.toString(size))
            .with("outputRows", Long.toString(loaded.rows().size()))
            .with("outputBytes", Long.toString(size))
            .with("badRecords", Long.toString(loaded.bad().size()));
    return done("load", location, Fields.EMPTY.with("load", statistics));
  }

  private static String plain(Value value) {
    return value instanceof Value.Num(var n) ? n.toPlainString() : "0";
  }

  private static Ran done(String kind, String location, Fields statistics) {
    return new Ran(kind, location, statistics, Optional.empty(), Optional.empty());
  }

  private void write(
      Fields load,
      TableName name,
      String location,
      Fields schema,
      Optional<Entry> there,
      List<Fields> loaded) {
    String how = load.text("writeDisposition").orElse("WRITE_APPEND");
    if (there.isPresent() && how.equals("WRITE_APPEND")) {
      TableData.checkWritable(
          there.get().body().items("schema.fields").isEmpty()
              ? there.get().withBody(there.get().body().with("schema", schema))
              : there.get());
      widen(load, name, there.get(), schema);
      data.append(name, loaded);
      return;
    }
    String file = rows.fresh();
    Extent extent = rows.append(file, Extent.NONE, loaded);
    Destination.write(
        plane,
        tables,
        data,
        rows,
        name,
        schema,
        file,
        extent,
        load.with("writeDisposition", how),
        location,
        Optional.empty());
  }

  /// Columns are added, or need no value any more, only where the job allows it.
  private void widen(Fields load, TableName name, Entry there, Fields schema) {
    Fields before = there.body().fields("schema");
    if (before.items("fields").isEmpty()) {
      plane.store().run(t -> tables.widen(t, tables.find(t, name).orElseThrow(), schema));
      return;
    }
    boolean adds = load.items("schemaUpdateOptions").contains(Value.of("ALLOW_FIELD_ADDITION"));
    List<Value> columns = new ArrayList<>(before.items("fields"));
    for (Fields column : Schemas.fields(schema)) {
      Optional<Fields> now = Schemas.named(Schemas.fields(before), Schemas.name(column));
      if (now.isEmpty()) {
        if (!adds) {
          throw new SqlProblem(
              "invalid",
              "Provided Schema does not match Table "
                  + name.shown()
                  + ". Cannot add fields (field: "
                  + Schemas.name(column)
                  + ")");
        }
        columns.add(column);
      } else if (!Schemas.type(now.get()).equals(Schemas.type(column))) {
        throw new SqlProblem(
            "invalid",
            "Provided Schema does not match Table "
                + name.shown()
                + ". Field "
                + Schemas.name(column)
                + " has changed type from "
                + Schemas.type(now.get())
                + " to "
                + Schemas.type(column));
      }
    }
    if (columns.size() > before.items("fields").size()) {
      Fields wider = before.with("fields", new Value.Items(columns));
      plane.store().run(t -> tables.widen(t, tables.find(t, name).orElseThrow(), wider));
    }
  }

  private List<Input> inputs(Fields load, Optional<Payload> content) {
    if (content.isPresent()) {
      return List.of(new Input("upload", content.get()));
    }
    List<Input> inputs = new ArrayList<>();
    for (Value uri : load.items("sourceUris")) {
      String address = uri instanceof Value.Text(var text) ? text : "";
      List<ObjectFiles.Found> found = objects.at(address);
      if (found.isEmpty()) {
        throw new SqlProblem(
            address.startsWith("gs://") ? "notFound" : "invalid",
            address.startsWith("gs://")
                ? "Not found: URI " + address
                : "Source URI must be a Google Cloud Storage location: " + address);
      }
      for (ObjectFiles.Found object : found) {
        try {
          inputs.add(new Input(object.address(), new Payload(Files.readAllBytes(object.file()))));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    if (inputs.isEmpty()) {
      throw new SqlProblem("required", "Required parameter is missing: sourceUris");
    }
    return inputs;
  }

  /// Copies tables into another.
  Ran copy(String project, Fields copy) {
    TableName target = Names.table(project, copy.fields("destinationTable"));
    String location = datasets.location(target);
    List<Fields> all = new ArrayList<>();
    Optional<Entry> first = Optional.empty();
    List<Value> sources =
        copy.items("sourceTables").isEmpty()
            ? List.of(copy.fields("sourceTable"))
            : copy.items("sourceTables");
    for (Value source : sources) {
      Entry table =
          tables.find(Names.table(project, source instanceof Fields f ? f : Fields.EMPTY));
      TableData.checkWritable(table);
      if (!table.body().text("location").equals(Optional.of(location))) {
        throw new SqlProblem(
            "notFound",
            "Not found: Dataset "
                + table.body().text("id").orElse("").replaceFirst("\\.[^.]*$", "")
                + " was not found in location "
                + location);
      }
      first = first.or(() -> Optional.of(table));
      all.addAll(
          rows.read(
              table.hidden().text("rows").orElse(""), Tables.extent(table), 0, Long.MAX_VALUE));
    }
    Entry like = first.orElseThrow();
    String file = rows.fresh();
    Extent extent = rows.append(file, Extent.NONE, all);
    Fields settings =
        Datasets.part(like.body(), List.of("timePartitioning", "rangePartitioning", "clustering"));
    for (String field : List.of("writeDisposition", "createDisposition")) {
      settings =
          copy.get(field).isPresent() ? settings.with(field, copy.get(field).get()) : settings;
    }
    Destination.write(
        plane,
        tables,
        data,
        rows,
        target,
        like.body().fields("schema"),
        file,
        extent,
        settings,
        location,
        Optional.empty());
    return done(
        "copy", location, Fields.EMPTY.with("copy.copiedRows", Long.toString(extent.count())));
  }

  /// Writes a table's rows into an object.
  Ran extract(String project, Fields extract) {
    Entry table = tables.find(Names.table(project, extract.fields("sourceTable")));
    TableData.checkWritable(table);
    String uri =
        extract.items("destinationUris").stream()
            .findFirst()
            .flatMap(v -> v instanceof Value.Text(var t) ? Optional.of(t) : Optional.empty())
            .or(() -> extract.text("destinationUri"))
            .orElse("");
    if (!uri.matches("gs://[^/]+/.+")) {
      throw new SqlProblem("invalid", "Invalid extract destination URI: " + uri);
    }
    String format = extract.text("destinationFormat").orElse("CSV");
    List<Fields> all =
        rows.read(table.hidden().text("rows").orElse(""), Tables.extent(table), 0, Long.MAX_VALUE);
    Fields schema = table.body().fields("schema");
    String text =
        switch (format) {
          case "CSV" ->
              ExtractText.csv(
                  schema,
                  all,
                  extract.text("fieldDelimiter").orElse(","),
                  !extract.get("printHeader").equals(Optional.of(Value.of(false))));
          case "NEWLINE_DELIMITED_JSON" -> ExtractText.json(schema, all);
          default -> throw SqlProblem.unsupported("extracting " + format);
        };
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    boolean zipped =
        extract.text("compression").orElse("NONE").toUpperCase(Locale.ROOT).equals("GZIP");
    objects.write(
        uri.replace("*", "000000000000"),
        format.equals("CSV") ? "text/csv" : "application/json",
        new ByteArrayInputStream(zipped ? zipped(bytes) : bytes));
    return done(
        "extract",
        table.body().text("location").orElse("US"),
        Fields.EMPTY.with("extract.destinationUriFileCounts", Value.texts(List.of("1"))));
  }

  private static byte[] zipped(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
