package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.bigquery.Names.TableName;
import dev.groundwork.emulator.bigquery.Rows.Extent;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Writes what a job has made into the table that it names, as its dispositions say.
final class Destination {
  private Destination() {}

  /// @param file the rows; it becomes the table's own, or goes
  /// @param configuration `createDisposition` and `writeDisposition`
  /// @param location of the job; the table's dataset must be there
  /// @param stays how long a table without a name is kept; empty for one that has a name
  /// @throws SqlProblem when the dispositions do not allow it
  static void write(
      ControlPlane plane,
      Tables tables,
      TableData data,
      Rows rows,
      TableName name,
      Fields schema,
      String file,
      Extent extent,
      Fields configuration,
      String location,
      Optional<Duration> stays) {
    if (stays.isPresent()) {
      anonymous(plane, name, schema, file, extent, location, stays.get());
      return;
    }
    Optional<Entry> there =
        plane
            .store()
            .get(name.key())
            .filter(e -> !Tables.isExpired(e.body(), plane.clock().instant()));
    String how = configuration.text("writeDisposition").orElse("WRITE_EMPTY");
    if (there.isEmpty()) {
      if (configuration.text("createDisposition").orElse("").equals("CREATE_NEVER")) {
        throw new SqlProblem("notFound", "Not found: Table " + name.shown());
      }
      tables.insert(
          name,
          Datasets.part(
                  configuration,
                  java.util.List.of("timePartitioning", "rangePartitioning", "clustering"))
              .with("tableReference", name.reference())
              .with("schema", schema));
      data.replace(name, file, extent, UnaryOperator.identity());
      return;
    }
    TableData.checkWritable(
        there.get().body().items("schema.fields").isEmpty()
            ? there.get().withBody(there.get().body().with("schema", schema))
            : there.get());
    switch (how) {
      case "WRITE_TRUNCATE" ->
          data.replace(name, file, extent, table -> table.with("schema", schema));
      case "WRITE_APPEND" -> append(data, rows, name, there.get(), schema, file, extent);
      default -> {
        if (Tables.extent(there.get()).count() > 0) {
          rows.drop(file);
          throw new SqlProblem("duplicate", "Already Exists: Table " + name.shown());
        }
        data.replace(name, file, extent, table -> table.with("schema", schema));
      }
    }
  }

  private static void append(
      TableData data,
      Rows rows,
      TableName name,
      Entry there,
      Fields schema,
      String file,
      Extent extent) {
    for (Fields column : Schemas.fields(schema)) {
      Optional<Fields> now =
          Schemas.named(Schemas.fields(there.body().fields("schema")), Schemas.name(column));
      boolean fits =
          now.filter(n ->
                  Schemas.type(n).equals(Schemas.type(column))
                      && Schemas.isRepeated(n) == Schemas.isRepeated(column))
              .isPresent();
      if (!fits) {
        rows.drop(file);
        throw new SqlProblem(
            "invalidQuery",
            "Invalid schema update. "
                + (now.isEmpty()
                    ? "Cannot add fields (field: " + Schemas.name(column) + ")"
                    : "Field "
                        + Schemas.name(column)
                        + " has changed type from "
                        + Schemas.type(now.get())
                        + " to "
                        + Schemas.type(column)));
      }
    }
    data.append(name, rows.read(file, extent, 0, Long.MAX_VALUE));
    rows.drop(file);
  }

  /// A table that belongs to no dataset that anybody sees.
  private static void anonymous(
      ControlPlane plane,
      TableName name,
      Fields schema,
      String file,
      Extent extent,
      String location,
      Duration stays) {
    long now = plane.clock().millis();
    Fields body =
        Fields.EMPTY
            .with("kind", "bigquery#table")
            .with("etag", plane.ids().etag())
            .with("id", name.shown())
            .with("tableReference", name.reference())
            .with("schema", schema)
            .with("creationTime", Long.toString(now))
            .with("lastModifiedTime", Long.toString(now))
            .with("expirationTime", Long.toString(now + stays.toMillis()))
            .with("location", location)
            .with("type", "TABLE");
    plane
        .store()
        .run(transaction ->
            transaction.put(
                Entry.of(name.key(), Tables.TYPE, Tables.sized(body, extent))
                    .withHidden(
                        Fields.EMPTY
                            .with("rows", file)
                            .with("size", Long.toString(extent.size())))));
  }
}
