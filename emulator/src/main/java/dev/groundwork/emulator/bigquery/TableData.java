package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.bigquery.Names.TableName;
import dev.groundwork.emulator.bigquery.Rows.Extent;
import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/// What is in tables: rows are streamed in, listed, added and replaced.
final class TableData {
  private static final String INSERT = "bigquery.v2.TableDataInsertAllRequest";

  /// How long an `insertId` is remembered.
  private static final Duration REMEMBERED = Duration.ofMinutes(1);

  private static final int PAGE = 10_000;

  private final ControlPlane plane;
  private final Tables tables;
  private final Rows rows;
  private final Map<String, LinkedHashMap<String, Instant>> inserted = new ConcurrentHashMap<>();

  /// Whoever writes rows holds it: files are written outside the store's transactions.
  private final ReentrantLock writing = new ReentrantLock();

  TableData(ControlPlane plane, Tables tables, Rows rows) {
    this.plane = plane;
    this.tables = tables;
    this.rows = rows;
  }

  Reply insertAll(Ask ask) {
    Fields sent = plane.bodies().read(INSERT, ask.body(), false);
    TableName name = Names.table(ask);
    Entry table = tables.find(name);
    checkWritable(table);
    if (sent.text("templateSuffix").filter(s -> !s.isEmpty()).isPresent()) {
      throw Refusal.invalid("The emulator does not make tables from templates (templateSuffix).")
          .asException();
    }
    List<Value> items = sent.items("rows");
    if (items.isEmpty()) {
      throw Refusal.invalid("No rows present in the request.").asException();
    }
    boolean skips = sent.flag("skipInvalidRows");
    List<Fields> good = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    List<Value> errors = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Fields item = items.get(i) instanceof Fields f ? f : Fields.EMPTY;
      Cells.Read read =
          Cells.read(
              table.body().fields("schema"), item.fields("json"), sent.flag("ignoreUnknownValues"));
      if (read.wrong().isEmpty()) {
        good.add(read.row());
        ids.add(item.text("insertId").orElse(""));
        places.add(i);
      } else {
        errors.add(refused(i, read.wrong()));
      }
    }
    if (!errors.isEmpty() && !skips) {
      places.forEach(i -> errors.add(stopped(i)));
    } else {
      stream(name, good, ids);
    }
    Fields answer = Fields.EMPTY.with("kind", "bigquery#tableDataInsertAllResponse");
    return Reply.ok(
        errors.isEmpty() ? answer : answer.with("insertErrors", new Value.Items(errors)));
  }

  private static Fields refused(int index, List<Cells.Wrong> wrong) {
    List<Value> errors =
        wrong.stream().<Value>map(w -> error("invalid", w.column(), w.message())).toList();
    return Fields.EMPTY.with("index", index).with("errors", new Value.Items(errors));
  }

  private static Fields stopped(int index) {
    return Fields.EMPTY.with("index", index).with("errors", Value.list(error("stopped", "", "")));
  }

  private static Fields error(String reason, String location, String message) {
    return Fields.EMPTY
        .with("reason", reason)
        .with("location", location)
        .with("debugInfo", "")
        .with("message", message);
  }

  /// Adds the rows that have not been added lately under the same id.
  private void stream(TableName name, List<Fields> good, List<String> ids) {
    writing.lock();
    try {
      Instant now = plane.clock().instant();
      LinkedHashMap<String, Instant> known =
          inserted.computeIfAbsent(name.key(), _ -> new LinkedHashMap<>());
      known.values().removeIf(at -> !at.plus(REMEMBERED).isAfter(now));
      List<Fields> fresh = new ArrayList<>();
      for (int i = 0; i < good.size(); i++) {
        String id = ids.get(i);
        if (id.isEmpty() || known.putIfAbsent(id, now) == null) {
          fresh.add(good.get(i));
        }
      }
      append(name, fresh);
    } finally {
      writing.unlock();
    }
  }

  /// @throws dev.groundwork.emulator.control.Refused when it is a view, or has no columns
  static void checkWritable(Entry table) {
    String type = table.body().text("type").orElse("TABLE");
    if (!type.equals("TABLE")) {
      throw Refusal.invalid("Cannot add rows to a table of type " + type + ".").asException();
    }
    if (table.body().items("schema.fields").isEmpty()) {
      throw Refusal.invalid("The destination table has no schema.").asException();
    }
  }

  /// Adds rows that fit the table's schema.
  Extent append(TableName name, List<Fields> more) {
    writing.lock();
    try {
      Entry table = tables.find(name);
      String file = table.hidden().text("rows").orElseGet(rows::fresh);
      Extent after = rows.append(file, Tables.extent(table), more);
      keep(name, file, after, UnaryOperator.identity());
      return after;
    } finally {
      writing.unlock();
    }
  }

  /// Puts the rows of a file in place of all others.
  ///
  /// @param file becomes the table's own
  void replace(TableName name, String file, Extent extent, UnaryOperator<Fields> change) {
    writing.lock();
    try {
      keep(name, file, extent, change);
    } finally {
      writing.unlock();
    }
  }

  /// Does something that reads a table's rows and then writes them, while nobody else writes.
  <T> T alone(java.util.function.Supplier<T> work) {
    writing.lock();
    try {
      return work.get();
    } finally {
      writing.unlock();
    }
  }

  private void keep(TableName name, String file, Extent extent, UnaryOperator<Fields> change) {
    plane
        .store()
        .run(transaction -> {
          Entry table =
              tables.find(transaction, name).orElseThrow(() -> Names.noTable(name).asException());
          Optional<String> before = table.hidden().text("rows").filter(f -> !f.equals(file));
          Fields body =
              Tables.sized(change.apply(table.body()), extent)
                  .with("lastModifiedTime", Long.toString(plane.clock().millis()))
                  .with("etag", plane.ids().etag());
          Fields hidden =
              table.hidden().with("rows", file).with("size", Long.toString(extent.size()));
          transaction.put(table.withBody(body).withHidden(hidden));
          before.ifPresent(old -> transaction.afterwards(() -> rows.drop(old)));
        });
  }

  Reply list(Ask ask) {
    Entry table = tables.find(Names.table(ask));
    String type = table.body().text("type").orElse("TABLE");
    if (!type.equals("TABLE")) {
      throw Refusal.invalid("Cannot list a table of type " + type + ".").asException();
    }
    Extent extent = Tables.extent(table);
    Fields schema = selected(table.body().fields("schema"), ask.queryOr("selectedFields", ""));
    Fields body =
        Fields.EMPTY
            .with("kind", "bigquery#tableDataList")
            .with("etag", table.body().text("etag").orElse(""))
            .with("totalRows", Long.toString(extent.count()));
    return Reply.ok(page(ask, body, schema, table.hidden().text("rows").orElse(""), extent));
  }

  /// A page of rows, and the token of the next one.
  Fields page(Ask ask, Fields body, Fields schema, String file, Extent extent) {
    String token = ask.queryOr("pageToken", "");
    long from = number(token.isEmpty() ? ask.queryOr("startIndex", "0") : token, "startIndex");
    long limit = Math.min(PAGE, number(ask.queryOr("maxResults", "" + PAGE), "maxResults"));
    return page(body, schema, file, extent, from, limit, integerTimes(ask));
  }

  Fields page(
      Fields body,
      Fields schema,
      String file,
      Extent extent,
      long from,
      long limit,
      boolean integerTimes) {
    List<Value> shown =
        rows.read(file, extent, from, limit).stream()
            .<Value>map(row -> Cells.shown(schema, row, integerTimes))
            .toList();
    Fields page = shown.isEmpty() ? body : body.with("rows", new Value.Items(shown));
    boolean more = limit > 0 && from + shown.size() < extent.count();
    return more ? page.with("pageToken", Long.toString(from + shown.size())) : page;
  }

  static boolean integerTimes(Ask ask) {
    return ask.queryOr("formatOptions.useInt64Timestamp", "false").equalsIgnoreCase("true");
  }

  static long number(String text, String parameter) {
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw Refusal.invalid("Invalid value for " + parameter + ": " + text).asException();
  }

  private static Fields selected(Fields schema, String names) {
    if (names.isEmpty()) {
      return schema;
    }
    List<String> wanted = List.of(names.split(",", -1));
    List<Value> columns =
        Schemas.fields(schema).stream()
            .filter(c -> wanted.stream().anyMatch(w -> w.equalsIgnoreCase(Schemas.name(c))))
            .<Value>map(c -> c)
            .toList();
    return schema.with("fields", new Value.Items(columns));
  }
}
