package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.bigquery.Lexer.Token;
import dev.groundwork.emulator.bigquery.Names.TableName;
import dev.groundwork.emulator.bigquery.Rows.Extent;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Refused;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Carries out query jobs: translated, run by DuckDB, and their result kept in a table: the one
/// that the job names, or one without a name that expires after a day.
final class Queries implements Views {
  private static final Duration RESULT_STAYS = Duration.ofDays(1);

  private final ControlPlane plane;
  private final Tables tables;
  private final TableData data;
  private final Rows rows;
  private final Duck duck;
  private final Path scratch;

  Queries(ControlPlane plane, Tables tables, TableData data, Rows rows, Duck duck, Path scratch) {
    this.plane = plane;
    this.tables = tables;
    this.data = data;
    this.rows = rows;
    this.duck = duck;
    this.scratch = scratch;
  }

  /// What became of a query.
  ///
  /// @param result the table that holds its rows
  /// @param affected how many rows a change changed
  /// @param schema of the rows; empty when there are none
  record Outcome(
      String statement,
      String location,
      long bytes,
      Optional<TableName> result,
      Optional<Long> affected,
      Fields schema) {}

  /// Runs the query of a job.
  ///
  /// @param job names the table without a name
  /// @param query the job's configuration
  /// @throws SqlProblem when it is refused
  Outcome run(String project, String job, String location, Fields query, boolean dry) {
    try {
      return attempt(project, job, location, query, dry);
    } catch (Refused e) {
      throw new SqlProblem(e.refusal().reason(), e.refusal().message());
    }
  }

  private Outcome attempt(String project, String job, String location, Fields query, boolean dry) {
    String text = query.text("query").orElse("");
    if (text.isBlank()) {
      throw new SqlProblem("required", "Required parameter is missing: query");
    }
    boolean standard =
        query.get("useLegacySql").map(v -> v.equals(Value.of(false))).orElse(false)
            || text.stripLeading().toLowerCase(Locale.ROOT).startsWith("#standardsql");
    if (!standard) {
      throw SqlProblem.unsupported(
          "legacy SQL, which is the API's default: set useLegacySql to false (bq query --use_legacy_sql=false)");
    }
    Plan plan =
        new Plan(
            plane.store(),
            rows,
            plane.clock().instant(),
            project,
            location,
            query.fields("defaultDataset"),
            new Parameters(query.items("queryParameters")));
    Statement statement = Statements.read(text, plan);
    return switch (statement) {
      case Statement.Query(var sql) -> select(plan, project, job, query, sql, dry);
      case Statement.Change change -> change(plan, change, dry);
      case Statement.CreateTable create -> create(plan, create, dry);
      case Statement.CreateView create -> create(plan, create, dry);
      case Statement.Drop drop -> drop(plan, drop, dry);
      case Statement.Truncate truncate -> truncate(plan, truncate, dry);
    };
  }

  private Outcome select(
      Plan plan, String project, String job, Fields query, String sql, boolean dry) {
    if (dry) {
      return new Outcome(
          "SELECT",
          plan.location(),
          plan.bytes(),
          Optional.empty(),
          Optional.empty(),
          described(plan, sql));
    }
    Result result = result(plan, sql);
    TableName target =
        query.get("destinationTable").isPresent()
            ? Names.table(project, query.fields("destinationTable"))
            : new TableName(
                project, "_" + hash(project), "anon" + hash(job + plane.clock().millis()));
    Destination.write(
        plane,
        tables,
        data,
        rows,
        target,
        result.schema(),
        result.file(),
        result.extent(),
        query,
        plan.location(),
        query.get("destinationTable").isPresent() ? Optional.empty() : Optional.of(RESULT_STAYS));
    return new Outcome(
        "SELECT",
        plan.location(),
        plan.bytes(),
        Optional.of(target),
        Optional.empty(),
        result.schema());
  }

  private static String hash(String text) {
    return "%016x%08x".formatted(text.hashCode() * 0x9E3779B97F4A7C15L, text.hashCode());
  }

  /// Rows in a file of their own.
  private record Result(Fields schema, String file, Extent extent) {}

  private Fields described(Plan plan, String sql) {
    return duck.ask(session -> {
      plan.load(session, scratch);
      return schema(session.describe(sql));
    });
  }

  private Result result(Plan plan, String sql) {
    return duck.ask(session -> {
      plan.load(session, scratch);
      Fields schema = schema(session.describe(sql));
      return dumped(session, schema, "(" + sql + ")");
    });
  }

  /// Writes what a query or table gives into a new file of rows.
  private Result dumped(Duck.Session session, Fields schema, String from) {
    List<String> columns = new ArrayList<>();
    for (Fields column : Schemas.fields(schema)) {
      String quoted = Types.quote(Schemas.name(column));
      columns.add(Types.out(quoted, column) + " AS " + quoted);
    }
    String file = rows.fresh();
    session.run(
        "COPY (SELECT "
            + String.join(", ", columns)
            + " FROM "
            + from
            + ") TO "
            + Types.literal(rows.ready(file).toString())
            + " (FORMAT json)");
    return new Result(schema, file, rows.measured(file));
  }

  private static Fields schema(List<Duck.Column> columns) {
    Set<String> seen = new HashSet<>();
    List<Value> fields = new ArrayList<>();
    for (Duck.Column column : columns) {
      if (!seen.add(column.name().toLowerCase(Locale.ROOT))) {
        throw new SqlProblem(
            "Duplicate column names in the result are not supported. Found duplicate(s): "
                + column.name());
      }
      fields.add(Types.column(column.name(), column.type()));
    }
    return Fields.EMPTY.with("fields", new Value.Items(fields));
  }

  private Outcome change(Plan plan, Statement.Change change, boolean dry) {
    TableName name = plan.name(change.table(), start());
    TableData.checkWritable(plan.find(name));
    Optional<Long> affected =
        dry ? Optional.empty() : Optional.of(data.alone(() -> changed(plan, change, name)));
    return new Outcome(
        change.type(), plan.location(), plan.bytes(), Optional.empty(), affected, Fields.EMPTY);
  }

  private long changed(Plan plan, Statement.Change change, TableName name) {
    Entry table = tables.find(name);
    record Changed(Result result, long count) {}
    Changed changed =
        duck.ask(session -> {
          plan.load(session, scratch);
          long count = session.run(change.sql());
          String from = plan.table(change.table(), start());
          return new Changed(dumped(session, table.body().fields("schema"), from), count);
        });
    data.replace(
        name, changed.result().file(), changed.result().extent(), UnaryOperator.identity());
    return changed.count();
  }

  private Outcome create(Plan plan, Statement.CreateTable create, boolean dry) {
    TableName name = plan.name(create.table(), start());
    boolean there = plane.store().get(name.key()).isPresent();
    if (!dry && !(there && create.ifNotExists())) {
      Optional<Result> result = create.query().map(sql -> result(plan, sql));
      if (there && create.replace()) {
        tables.delete(name);
      }
      Fields description = create.description();
      Fields sent =
          result.isPresent() && description.get("schema").isEmpty()
              ? description.with("schema", result.get().schema())
              : description;
      tables.insert(name, sent.with("tableReference", name.reference()));
      result.ifPresent(r -> data.replace(name, r.file(), r.extent(), UnaryOperator.identity()));
    }
    return done(plan, create.type(), Optional.of(name));
  }

  private Outcome create(Plan plan, Statement.CreateView create, boolean dry) {
    TableName name = plan.name(create.table(), start());
    boolean there = plane.store().get(name.key()).isPresent();
    if (!dry && !(there && create.ifNotExists())) {
      if (there && create.replace()) {
        tables.delete(name);
      }
      tables.insert(
          name,
          Fields.EMPTY
              .with("tableReference", name.reference())
              .with("view.query", create.query())
              .with("view.useLegacySql", false));
    }
    return done(plan, create.type(), Optional.empty());
  }

  private Outcome drop(Plan plan, Statement.Drop drop, boolean dry) {
    TableName name = plan.name(drop.table(), start());
    Optional<Entry> there = plane.store().get(name.key());
    if (there.isPresent() || !drop.ifExists()) {
      String type = plan.find(name).body().text("type").orElse("TABLE");
      if (!type.equals(drop.kind())) {
        throw new SqlProblem(
            "invalid",
            name.shown()
                + " is not allowed for this operation because it is currently a "
                + type
                + ".");
      }
      if (!dry) {
        tables.delete(name);
      }
    }
    return done(plan, drop.type(), Optional.empty());
  }

  private Outcome truncate(Plan plan, Statement.Truncate truncate, boolean dry) {
    TableName name = plan.name(truncate.table(), start());
    Entry table = plan.find(name);
    TableData.checkWritable(table);
    if (!dry) {
      data.replace(name, rows.fresh(), Extent.NONE, UnaryOperator.identity());
    }
    return new Outcome(
        truncate.type(),
        plan.location(),
        0,
        Optional.empty(),
        Optional.of(Tables.extent(table).count()),
        Fields.EMPTY);
  }

  private static Outcome done(Plan plan, String type, Optional<TableName> result) {
    return new Outcome(type, plan.location(), plan.bytes(), result, Optional.empty(), Fields.EMPTY);
  }

  private static Token start() {
    return new Token(Lexer.Kind.END, "", 1, 1, 0, 0);
  }

  @Override
  public Fields completed(String project, String dataset, Fields before, Fields sent) {
    Optional<String> query = sent.text("view.query").or(() -> sent.text("materializedView.query"));
    if (query.isEmpty() || sent.flag("view.useLegacySql")) {
      return sent;
    }
    if (sent.get("view").isPresent() && sent.at("view.useLegacySql").isEmpty()) {
      boolean standard = before.at("view.useLegacySql").equals(Optional.of(Value.of(false)));
      if (!standard) {
        return sent;
      }
    }
    String location =
        plane
            .store()
            .get(Names.dataset(project, dataset))
            .flatMap(e -> e.body().text("location"))
            .orElse("");
    Plan plan =
        new Plan(
            plane.store(),
            rows,
            plane.clock().instant(),
            project,
            location,
            Fields.EMPTY,
            new Parameters(List.of()));
    try {
      Fields schema = described(plan, Statements.query(query.get(), plan));
      boolean same = before.text("view.query").equals(query) && names(sent).equals(names(schema));
      return sent.with("schema", same ? sent.fields("schema") : schema);
    } catch (SqlProblem e) {
      throw QueryRefusals.of(e).asException();
    }
  }

  private static List<String> names(Fields holder) {
    Fields schema = holder.get("schema").isPresent() ? holder.fields("schema") : holder;
    return Schemas.fields(schema).stream().map(Schemas::name).toList();
  }
}
