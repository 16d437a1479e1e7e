package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.bigquery.Lexer.Token;
import dev.groundwork.emulator.bigquery.Names.TableName;
import dev.groundwork.emulator.bigquery.Rows.Extent;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Store;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one query needs: the tables and views that it names, found in one location, its parameters
/// and its time; and how these get into DuckDB.
final class Plan implements Surroundings {
  private static final int DEEPEST = 16;

  private final Store store;
  private final Rows rows;
  private final Instant now;
  private final String project;
  private final Fields defaultDataset;
  private final Parameters parameters;
  private final Map<String, Source> sources = new LinkedHashMap<>();
  private String location;
  private long bytes;
  private int depth;

  /// @param location where the query is to run; empty for where its first table is
  Plan(
      Store store,
      Rows rows,
      Instant now,
      String project,
      String location,
      Fields defaultDataset,
      Parameters parameters) {
    this.store = store;
    this.rows = rows;
    this.now = now;
    this.project = project;
    this.location = location;
    this.defaultDataset = defaultDataset;
    this.parameters = parameters;
  }

  /// Something that a query reads.
  private sealed interface Source {
    String name();

    /// @param required whether its required columns are to be required
    record Stored(String name, Fields schema, Optional<Path> file, Extent extent)
        implements Source {}

    record View(String name, String sql) implements Source {}

    record Made(String name, Fields schema, List<Fields> rows) implements Source {}
  }

  /// Where it runs.
  String location() {
    return location.isEmpty() ? "US" : location;
  }

  /// How much it reads.
  long bytes() {
    return bytes;
  }

  @Override
  public String parameter(Token token) {
    return parameters.of(token);
  }

  @Override
  public String now() {
    return Cells.scalar("TIMESTAMP", now.toString()).orElseThrow();
  }

  @Override
  public String table(List<String> path, Token at) {
    int schema =
        path.stream()
            .map(p -> p.toUpperCase(java.util.Locale.ROOT))
            .toList()
            .indexOf("INFORMATION_SCHEMA");
    if (schema >= 0) {
      return information(path.subList(0, schema), path.subList(schema + 1, path.size()));
    }
    TableName name = name(path, at);
    Source known = sources.get(name.key());
    if (known != null) {
      return known.name();
    }
    Entry table = find(name);
    Source source = source(table);
    sources.put(name.key(), source);
    return source.name();
  }

  private Source source(Entry table) {
    Fields body = table.body();
    String view = body.text("view.query").or(() -> body.text("materializedView.query")).orElse("");
    if (!view.isEmpty()) {
      if (body.flag("view.useLegacySql")) {
        throw SqlProblem.unsupported("views in legacy SQL");
      }
      if (++depth > DEEPEST) {
        throw new SqlProblem("Nested views are too deep: at most " + DEEPEST + " levels.");
      }
      String sql = Statements.query(view, this);
      depth--;
      return new Source.View(fresh(), sql);
    }
    if (body.text("type").orElse("").equals("EXTERNAL")) {
      throw SqlProblem.unsupported("queries of external tables");
    }
    bytes += Tables.extent(table).size();
    return new Source.Stored(
        fresh(),
        body.fields("schema"),
        table.hidden().text("rows").map(rows::path),
        Tables.extent(table));
  }

  private String fresh() {
    return Types.quote("gw table " + (sources.size() + depth * 1000 + 1));
  }

  /// The table that a name in a query means.
  TableName name(List<String> path, Token at) {
    Optional<String> dataset = defaultDataset.text("datasetId");
    String shown = String.join(".", path);
    if (shown.contains("*")) {
      throw SqlProblem.unsupported("wildcard tables");
    }
    return switch (path.size()) {
      case 1 ->
          new TableName(
              defaultDataset.text("projectId").filter(p -> !p.isEmpty()).orElse(project),
              dataset.orElseThrow(() ->
                  new SqlProblem(
                      "invalid",
                      "Table \""
                          + shown
                          + "\" must be qualified with a dataset (e.g. dataset.table)."
                          + Cursor.place(at).replace(" at ", " at "))),
              path.getFirst());
      case 2 -> new TableName(project, path.get(0), path.get(1));
      case 3 -> new TableName(path.get(0), path.get(1), path.get(2));
      default ->
          throw new SqlProblem("invalid", "Invalid table name: `" + shown + "`" + Cursor.place(at));
    };
  }

  /// The table, which must be in the query's location.
  Entry find(TableName name) {
    locate(name.project(), name.dataset());
    return store
        .get(name.key())
        .filter(e -> e.type().equals(Tables.TYPE) && !Tables.isExpired(e.body(), now))
        .orElseThrow(() ->
            new SqlProblem(
                "notFound",
                "Not found: Table " + name.shown() + " was not found in location " + location()));
  }

  /// The dataset, which decides the location or must be there.
  private void locate(String owner, String dataset) {
    Optional<String> there =
        store.get(Names.dataset(owner, dataset)).flatMap(e -> e.body().text("location"));
    boolean anonymous = there.isEmpty() && dataset.startsWith("_");
    if (location.isEmpty() && there.isPresent()) {
      location = there.get();
    }
    if (!anonymous && !there.filter(l -> l.equalsIgnoreCase(location())).isPresent()) {
      throw new SqlProblem(
          "notFound",
          "Not found: Dataset "
              + owner
              + ":"
              + dataset
              + " was not found in location "
              + location());
    }
  }

  private String information(List<String> before, List<String> after) {
    String what = String.join(".", after).toUpperCase(java.util.Locale.ROOT);
    boolean scoped = !before.isEmpty() && !before.getLast().startsWith("region-");
    String owner = before.size() > 1 ? before.getFirst() : project;
    String dataset = scoped ? before.getLast() : defaultDataset.text("datasetId").orElse("");
    if (scoped) {
      locate(owner, dataset);
    }
    InformationSchema schema = new InformationSchema(store, owner, dataset, now);
    Fields columns = schema.columns(what);
    Source made = new Source.Made(fresh(), columns, schema.rows(what));
    sources.put("INFORMATION_SCHEMA " + before + what, made);
    return made.name();
  }

  /// Brings everything that the query reads into DuckDB.
  ///
  /// @param scratch for files that are needed only now
  void load(Duck.Session session, Path scratch) {
    for (Source source : sources.values()) {
      switch (source) {
        case Source.View(var name, var sql) -> session.run("CREATE VIEW " + name + " AS " + sql);
        case Source.Stored(var name, var schema, var file, var extent) -> {
          create(session, name, schema);
          if (extent.count() > 0 && file.isPresent()) {
            fill(session, name, schema, file.get(), extent.count());
          }
        }
        case Source.Made(var name, var schema, var made) -> {
          create(session, name, schema);
          if (!made.isEmpty()) {
            Path file = written(scratch, made);
            fill(session, name, schema, file, made.size());
          }
        }
      }
    }
  }

  private static Path written(Path scratch, List<Fields> made) {
    try {
      Files.createDirectories(scratch);
      Path file = Files.createTempFile(scratch, "made", ".jsonl");
      StringBuilder lines = new StringBuilder();
      made.forEach(row -> lines.append(Json.write(row)).append('\n'));
      Files.writeString(file, lines);
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void create(Duck.Session session, String name, Fields schema) {
    List<String> columns = new ArrayList<>();
    for (Fields column : Schemas.fields(schema)) {
      checkType(column);
      columns.add(
          Types.quote(Schemas.name(column))
              + " "
              + Types.duck(column)
              + (Schemas.isRequired(column) ? " NOT NULL" : ""));
    }
    if (columns.isEmpty()) {
      throw new SqlProblem("invalid", "The table has no schema and cannot be queried.");
    }
    session.run("CREATE TABLE " + name + " (" + String.join(", ", columns) + ")");
  }

  private static void checkType(Fields column) {
    String type = Schemas.type(column);
    if (List.of("BIGNUMERIC", "GEOGRAPHY", "INTERVAL", "RANGE").contains(type)) {
      throw SqlProblem.unsupported("queries of tables with a column of type " + type);
    }
    Schemas.fields(column).forEach(Plan::checkType);
  }

  private static void fill(
      Duck.Session session, String name, Fields schema, Path file, long count) {
    List<String> raw = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (Fields column : Schemas.fields(schema)) {
      String quoted = Types.quote(Schemas.name(column));
      raw.add(Types.literal(Schemas.name(column)) + ": " + Types.literal(Types.raw(column)));
      String value = Types.in(quoted, column);
      values.add(Schemas.isRepeated(column) ? "coalesce(" + value + ", [])" : value);
    }
    session.run(
        "INSERT INTO "
            + name
            + " SELECT "
            + String.join(", ", values)
            + " FROM (SELECT * FROM read_json("
            + Types.literal(file.toString())
            + ", format = 'newline_delimited', maximum_object_size = 104857600, columns = {"
            + String.join(", ", raw)
            + "}) LIMIT "
            + count
            + ")");
  }

  /// A schema of plain columns.
  static Fields schema(String... namesAndTypes) {
    List<Value> columns = new ArrayList<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      columns.add(Fields.EMPTY.with("name", namesAndTypes[i]).with("type", namesAndTypes[i + 1]));
    }
    return Fields.EMPTY.with("fields", new Value.Items(columns));
  }
}
