package dev.groundwork.component;

import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check;
import dev.groundwork.verify.Check.Expectation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A BigQuery dataset: tables in one location, and who may read and write them. Who else was let in
/// is left alone.
///
/// @param name empty for the component's own, with underscores for hyphens
/// @param location a region, or `US`, `EU`; empty for the blueprint's region
/// @param expiry the age at which tables are deleted; empty for never
/// @param labels of the dataset alone
public record Dataset(
    Optional<String> name,
    Optional<String> location,
    Optional<String> description,
    List<Value> readers,
    List<Value> writers,
    SequencedMap<String, Table> tables,
    Optional<Duration> expiry,
    SequencedMap<String, String> labels)
    implements Component {

  /// A table.
  ///
  /// @param schema a JSON file beside the blueprint; empty when the columns are given
  /// @param columns type by name, as in SQL: `STRING NOT NULL`
  /// @param partitionBy the column of days by which it is divided; empty for none
  record Table(
      Optional<String> schema,
      SequencedMap<String, String> columns,
      Optional<String> description,
      Optional<String> partitionBy,
      List<String> clusterBy,
      Place place) {}

  private static final Kind.Text COLUMN =
      Kind.Text.of(
          "[A-Za-z_][A-Za-z0-9_]{0,299}",
          "letters, digits and underscores, not starting with a digit");

  private static final Kind.Text COLUMN_TYPE =
      Kind.Text.of(
          "(?i)(string|bytes|integer|int64|float|float64|numeric|bignumeric|boolean|bool|timestamp|date|time|datetime|geography|json)( not null| repeated)?",
          "a type such as `STRING`, `NUMERIC` or `TIMESTAMP NOT NULL`");

  private static final Form TABLE =
      Form.of(
          "table",
          "A table.",
          Field.of(
              "schema",
              Kind.Text.of("[^/].*\\.json", "a JSON file inside the blueprint's folder"),
              "A JSON file with its columns, as `bq show --schema` prints them."),
          Field.of(
              "columns",
              new Kind.MapOf(COLUMN, COLUMN_TYPE),
              "Its columns, instead of a file: `{day: DATE NOT NULL, tokens: INTEGER}`."),
          Field.of("description", Kind.Text.ANY, "What it holds."),
          Field.of("partitionBy", COLUMN, "The column of days by which it is divided."),
          Field.of("clusterBy", new Kind.ListOf(COLUMN), "Columns by which it is sorted."));

  static final Form FORM =
      Form.of(
          "dataset",
          "A BigQuery dataset: tables, and who may read and write them.",
          Field.of(
              "name",
              Kind.Text.of("[A-Za-z0-9_]{1,1024}", "at most 1024 letters, digits and underscores"),
              "Its name at Google; by default the component's, with underscores for hyphens."),
          Field.of(
              "location",
              Kind.Text.of(
                  "[A-Za-z]+[-A-Za-z0-9]*", "a region such as `us-central1`, or `US` or `EU`"),
              "Where its tables are kept; by default the blueprint's region."),
          Field.of("description", Kind.Text.ANY, "What it holds."),
          Field.of(
              "readers",
              new Kind.ListOf(new Kind.Member()),
              "Who may read its tables: IAM members, or `${identity}`."),
          Field.of(
              "writers",
              new Kind.ListOf(new Kind.Member()),
              "Who may change its tables: IAM members, or `${identity}`."),
          Field.of(
              "tables",
              new Kind.MapOf(
                  Kind.Text.of("[A-Za-z0-9_]{1,1024}", "letters, digits and underscores"),
                  new Kind.Part(TABLE)),
              "Its tables, by name."),
          Field.of("expiry", Spans.KIND, "The age at which a table is deleted: `90d`."),
          Field.of(
              "labels",
              new Kind.MapOf(Naming.LABEL_KEY, Naming.LABEL_VALUE),
              "Labels of the dataset alone."));

  static final ComponentType TYPE =
      ComponentType.of(FORM, "bigquery.Dataset", Dataset::from)
          .withParts(Map.of("tables", "bigquery.Table"));

  static Dataset from(Settings given) {
    SequencedMap<String, Table> tables = new java.util.LinkedHashMap<>();
    given
        .parts("tables")
        .forEach((name, part) ->
            tables.put(
                name,
                new Table(
                    part.maybeText("schema"),
                    part.named("columns"),
                    part.maybeText("description"),
                    part.maybeText("partitionBy"),
                    part.texts("clusterBy"),
                    part.place())));
    return new Dataset(
        given.maybeText("name"),
        given.maybeText("location"),
        given.maybeText("description"),
        given.values("readers"),
        given.values("writers"),
        tables,
        given.maybeText("expiry").map(Spans::parse),
        given.named("labels"));
  }

  @Override
  public Expansion expand(Context context) {
    String called = name.orElse(context.component().replace('-', '_'));
    String where = location.orElse(context.region());
    List<Resource> resources = new ArrayList<>();
    List<Check> checks = new ArrayList<>();
    Context.Part part =
        context
            .main("bigquery.Dataset", context.place())
            .path("name", called)
            .set("location", where);
    description.ifPresent(text -> part.set("description", text));
    expiry.ifPresent(age -> part.set("defaultTableExpirationMs", String.valueOf(age.toMillis())));
    labels.forEach((key, value) -> part.set("labels." + key, value));
    Resource dataset = part.made();
    resources.add(dataset);
    checks.add(
        new Check(
            context.component() + " is in " + where,
            dataset.address(),
            new Expectation.FieldIs(
                "location",
                List.of(
                    Value.of(where),
                    Value.of(where.toUpperCase(Locale.ROOT)),
                    Value.of(where.toLowerCase(Locale.ROOT))))));
    tables.forEach((table, description) ->
        table(context, dataset.address(), table, description, resources, checks));
    Optional<Address> first =
        tables.keySet().stream().findFirst().map(t -> context.address("bigquery.Table", t));
    Access access = new Access(context, dataset.address(), first, resources, checks);
    new LinkedHashSet<>(readers)
        .forEach(who -> access.grant("READER", "read", "bigquery.tables.getData", who));
    new LinkedHashSet<>(writers)
        .forEach(who -> access.grant("WRITER", "write", "bigquery.tables.updateData", who));
    return new Expansion(resources, checks, new TreeMap<>(Map.of("dataset", Value.of(called))));
  }

  private static void table(
      Context context,
      Address dataset,
      String name,
      Table table,
      List<Resource> resources,
      List<Check> checks) {
    Context.Part part =
        context
            .part("bigquery.Table", name, table.place())
            .path("name", name)
            .path("dataset", Context.link(dataset));
    columns(context, name, table).ifPresent(columns -> part.set("schema.fields", columns));
    table.description().ifPresent(text -> part.set("description", text));
    table
        .partitionBy()
        .ifPresent(column ->
            part.set("timePartitioning.type", "DAY").set("timePartitioning.field", column));
    if (!table.clusterBy().isEmpty()) {
      part.set("clustering.fields", Value.texts(table.clusterBy()));
    }
    Resource made = part.made();
    resources.add(made);
    checks.add(
        new Check(
            context.component() + " has the table " + name,
            made.address(),
            new Expectation.Exists()));
  }

  private static Optional<Value> columns(Context context, String name, Table table) {
    if (table.schema().isPresent() == !table.columns().isEmpty()) {
      context.error(
          table.schema().isPresent() ? Code.INVALID_VALUE : Code.MISSING_FIELD,
          table.place(),
          "the table `" + name + "` must have either `schema` or `columns`.",
          "write `columns: {day: DATE NOT NULL, tokens: INTEGER}`, or name a file: `schema: "
              + name
              + ".json`.");
      return Optional.empty();
    }
    if (table.schema().isEmpty()) {
      List<Value> columns = new ArrayList<>();
      table.columns().forEach((column, type) -> columns.add(column(column, type)));
      return Optional.of(new Value.Items(columns));
    }
    String file = table.schema().get();
    Optional<String> text = context.scripts().text(file);
    if (text.isEmpty()) {
      context.error(
          Code.UNREADABLE,
          table.place(),
          "there is no file `" + file + "` in the blueprint's folder.",
          "make it, for example with `bq show --schema --format=prettyjson DATASET." + name + "`.");
      return Optional.empty();
    }
    try {
      if (Json.parse(text.get()) instanceof Value.Items items) {
        return Optional.of(items);
      }
    } catch (Json.Malformed e) {
      context.error(
          Code.SYNTAX, table.place(), "`" + file + "` is no JSON: " + e.getMessage() + ".", "");
      return Optional.empty();
    }
    context.error(
        Code.WRONG_TYPE,
        table.place(),
        "`" + file + "` must hold a list of columns.",
        "write `[{\"name\": \"day\", \"type\": \"DATE\", \"mode\": \"REQUIRED\"}]`.");
    return Optional.empty();
  }

  private static Value column(String name, String type) {
    String[] words = type.toUpperCase(Locale.ROOT).split(" ", 2);
    Value.Fields column = Value.fields().with("name", name).with("type", words[0]);
    return words.length == 1
        ? column
        : column.with("mode", words[1].equals("NOT NULL") ? "REQUIRED" : "REPEATED");
  }

  /// Entries of the access list, one for each member.
  private record Access(
      Context context,
      Address dataset,
      Optional<Address> table,
      List<Resource> resources,
      List<Check> checks) {

    void grant(String role, String verb, String permission, Value member) {
      String who = Context.called(member);
      Resource granted =
          context
              .part(
                  "bigquery.DatasetAccess",
                  role.toLowerCase(Locale.ROOT) + "." + who,
                  context.place())
              .path("dataset", Context.link(dataset))
              .path("role", role)
              .path("member", member)
              .made();
      resources.add(granted);
      checks.add(
          new Check(
              context.component() + " lists " + who + " as " + role.toLowerCase(Locale.ROOT),
              granted.address(),
              new Expectation.Exists()));
      Optional<Value> account = Members.accountOf(member);
      if (account.isPresent() && table.isPresent()) {
        checks.add(
            new Check(
                who + " may " + verb + " " + context.component(),
                table.get(),
                new Expectation.Permitted(
                    account.get(), new TreeSet<>(Set.of(permission)), true, false)));
      }
    }
  }
}
