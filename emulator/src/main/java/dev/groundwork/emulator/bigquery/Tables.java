package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.bigquery.Names.TableName;
import dev.groundwork.emulator.bigquery.Rows.Extent;
import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Masks;
import dev.groundwork.emulator.control.Paging;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/// Tables, views and external tables: their descriptions. What is in them is `TableData`'s.
final class Tables {
  static final String TYPE = "bigquery.Table";

  private static final int PAGE = 1000;

  /// What a replacement leaves as it is.
  private static final List<String> LASTING =
      List.of(
          "kind",
          "id",
          "selfLink",
          "tableReference",
          "creationTime",
          "location",
          "type",
          "numRows",
          "numBytes",
          "numLongTermBytes",
          "numTotalLogicalBytes",
          "numActiveLogicalBytes",
          "numLongTermLogicalBytes");

  private static final List<String> LISTED =
      List.of(
          "kind",
          "id",
          "tableReference",
          "friendlyName",
          "type",
          "timePartitioning",
          "rangePartitioning",
          "clustering",
          "labels",
          "creationTime",
          "expirationTime",
          "requirePartitionFilter");

  private final ControlPlane plane;
  private final ResourceType type;
  private final Rows rows;

  /// Set once, before the first request: queries need tables, and views are tables made of queries.
  private Views views = (_, _, _, sent) -> sent;

  Tables(ControlPlane plane, Rows rows) {
    this.plane = plane;
    this.rows = rows;
    type = plane.catalog().get(TYPE);
  }

  /// Says what makes views' schemas.
  void derive(Views from) {
    views = from;
  }

  Reply insert(Ask ask) {
    String project = ask.path("project");
    String dataset = ask.path("dataset");
    Fields sent = wanted(ask, false);
    TableName name =
        new TableName(project, dataset, sent.text("tableReference.tableId").orElse(""));
    return Reply.ok(insert(name, sent).body());
  }

  /// Makes a table.
  Entry insert(TableName name, Fields sent) {
    Names.checkTable(name.table());
    if (sent.get("view").isPresent() && sent.get("schema").isPresent()) {
      throw Refusal.invalid("Schema field shouldn't be used as input with a view").asException();
    }
    if (plane.store().get(Names.dataset(name.project(), name.dataset())).isEmpty()) {
      throw Names.noDataset(name.project(), name.dataset()).asException();
    }
    Fields completed = views.completed(name.project(), name.dataset(), Fields.EMPTY, sent);
    return plane.store().change(transaction -> insert(transaction, name, completed));
  }

  private Entry insert(Transaction transaction, TableName name, Fields sent) {
    Fields dataset = Datasets.find(transaction, name.project(), name.dataset()).body();
    find(transaction, name)
        .ifPresent(_ -> {
          throw Names.taken("Table", name.shown()).asException();
        });
    String now = Long.toString(plane.clock().millis());
    String path =
        "projects/" + name.project() + "/datasets/" + name.dataset() + "/tables/" + name.table();
    Fields body =
        Fields.EMPTY
            .with("kind", "bigquery#table")
            .with("etag", plane.ids().etag())
            .with("id", name.shown())
            .with("selfLink", "https://bigquery.googleapis.com/bigquery/v2/" + path)
            .with("tableReference", name.reference())
            .with("creationTime", now)
            .with("lastModifiedTime", now)
            .with("location", dataset.text("location").orElse("US"))
            .with("type", kind(sent));
    body = Masks.merge(sized(body, Extent.NONE), sent.without("tableReference"));
    Fields filled = complete(withDefaults(body, dataset));
    return transaction.put(Entry.of(name.key(), TYPE, filled));
  }

  private static String kind(Fields sent) {
    if (sent.get("view").isPresent()) {
      return "VIEW";
    }
    if (sent.get("materializedView").isPresent()) {
      return "MATERIALIZED_VIEW";
    }
    return sent.get("externalDataConfiguration").isPresent() ? "EXTERNAL" : "TABLE";
  }

  private Fields withDefaults(Fields table, Fields dataset) {
    Fields filled = table;
    Optional<String> lifetime =
        dataset.text("defaultTableExpirationMs").filter(m -> !m.equals("0"));
    if (lifetime.isPresent() && table.get("expirationTime").isEmpty() && isPlain(table)) {
      filled =
          filled.with(
              "expirationTime",
              Long.toString(plane.clock().millis() + Long.parseLong(lifetime.get())));
    }
    Optional<String> partition =
        dataset.text("defaultPartitionExpirationMs").filter(m -> !m.equals("0"));
    if (partition.isPresent()
        && table.get("timePartitioning").isPresent()
        && table.text("timePartitioning.expirationMs").isEmpty()) {
      filled = filled.with("timePartitioning.expirationMs", partition.get());
    }
    if (table.get("view").isPresent() && table.at("view.useLegacySql").isEmpty()) {
      filled = filled.with("view.useLegacySql", true);
    }
    if (table.get("externalDataConfiguration").isPresent()
        && table.get("requirePartitionFilter").isEmpty()) {
      filled = filled.with("requirePartitionFilter", false);
    }
    return filled;
  }

  static boolean isPlain(Fields table) {
    return table.text("type").orElse("TABLE").equals("TABLE");
  }

  /// Checks a table and shows of it what follows from the rest.
  private Fields complete(Fields table) {
    Fields checked = table.with("schema", Schemas.checked(table.fields("schema")));
    checked = checked.fields("schema").isEmpty() ? checked.without("schema") : checked;
    if (isPlain(checked)) {
      Partitions.check(checked);
    }
    Optional<String> expiration = checked.text("expirationTime").filter(e -> e.equals("0"));
    checked = expiration.isPresent() ? checked.without("expirationTime") : checked;
    if (isExpired(checked, plane.clock().instant())) {
      throw Refusal.invalid(
              "Invalid value for expirationTime: the expiration time must be in the future")
          .asException();
    }
    return Partitions.defined(checked.without("partitionDefinition"));
  }

  Reply get(Ask ask) {
    return Reply.ok(find(Names.table(ask)).body());
  }

  Reply list(Ask ask) {
    String project = ask.path("project");
    String dataset = ask.path("dataset");
    if (plane.store().get(Names.dataset(project, dataset)).isEmpty()) {
      throw Names.noDataset(project, dataset).asException();
    }
    Instant now = plane.clock().instant();
    List<Entry> all =
        plane.store().under(Names.tables(project, dataset)).stream()
            .filter(e -> e.type().equals(TYPE) && !isExpired(e.body(), now))
            .toList();
    Paging.Page page = Paging.page(ask, "maxResults", PAGE, all);
    Fields body = Fields.EMPTY.with("kind", "bigquery#tableList").with("etag", plane.ids().etag());
    body = page.next().isPresent() ? body.with("nextPageToken", page.next().get()) : body;
    List<Value> items = page.entries().stream().<Value>map(e -> listed(e.body())).toList();
    body = items.isEmpty() ? body : body.with("tables", new Value.Items(items));
    return Reply.ok(body.with("totalItems", all.size()));
  }

  private static Fields listed(Fields table) {
    Fields part = Datasets.part(table, LISTED);
    return table.get("view").isPresent()
        ? part.with("view.useLegacySql", table.flag("view.useLegacySql"))
        : part;
  }

  Reply patch(Ask ask) {
    return change(ask, true, Masks::merge);
  }

  Reply update(Ask ask) {
    return change(
        ask,
        false,
        (before, wanted) -> {
          Fields after = wanted;
          for (String field : LASTING) {
            after =
                before.get(field).isPresent() ? after.with(field, before.get(field).get()) : after;
          }
          for (String field : List.of("timePartitioning", "rangePartitioning")) {
            // partitions stay although they are not sent
            boolean kept = after.get(field).isEmpty() && before.get(field).isPresent();
            after = kept ? after.with(field, before.get(field).get()) : after;
          }
          return before.get("view").isPresent() && after.get("view").isPresent()
              ? after.with("view.privacyPolicy", Fields.EMPTY)
              : after;
        });
  }

  private Reply change(Ask ask, boolean keepNulls, BinaryOperator<Fields> change) {
    TableName name = Names.table(ask);
    Fields sent = wanted(ask, keepNulls).without("tableReference");
    Entry read = find(name);
    // a view's schema comes from its query, which takes a while
    Fields wanted = views.completed(name.project(), name.dataset(), read.body(), sent);
    return plane
        .store()
        .change(transaction -> {
          Entry table =
              find(transaction, name).orElseThrow(() -> Names.noTable(name).asException());
          Names.checkEtag(ask, table.body());
          Fields before = table.body();
          Fields after = complete(change.apply(before, wanted));
          checkChange(name, before, after);
          return Reply.ok(transaction.put(table.withBody(stamped(after))).body());
        });
  }

  private Fields stamped(Fields table) {
    return table
        .with("etag", plane.ids().etag())
        .with("lastModifiedTime", Long.toString(plane.clock().millis()));
  }

  private void checkChange(TableName name, Fields before, Fields after) {
    if (isPlain(before) && before.get("schema").isPresent()) {
      Schemas.checkChange(name.shown(), before.fields("schema"), after.fields("schema"));
    }
    for (String field :
        List.of("timePartitioning.field", "timePartitioning.type", "rangePartitioning.field")) {
      if (isPlain(before) && !before.at(field).equals(after.at(field))) {
        throw Refusal.invalid(
                "Cannot convert non partitioned/clustered table to partitioned/clustered table, or change the partitioning of table "
                    + name.shown()
                    + ".")
            .asException();
      }
    }
    if (!kind(before).equals(kind(after))) {
      throw Refusal.invalid("Cannot change the type of table " + name.shown() + ".").asException();
    }
  }

  /// A new schema for a table in which rows are about to be written.
  Entry widen(Transaction transaction, Entry table, Fields schema) {
    Fields after = complete(table.body().with("schema", schema));
    return transaction.put(table.withBody(stamped(after)));
  }

  Reply delete(Ask ask) {
    TableName name = Names.table(ask);
    delete(name);
    return Reply.noContent();
  }

  void delete(TableName name) {
    plane
        .store()
        .run(transaction -> {
          Datasets.find(transaction, name.project(), name.dataset());
          drop(
              transaction,
              find(transaction, name).orElseThrow(() -> Names.noTable(name).asException()));
        });
  }

  private void drop(Transaction transaction, Entry table) {
    transaction.drop(table.key());
    plane.policies().drop(transaction, table.key());
    table.hidden().text("rows").ifPresent(file -> transaction.afterwards(() -> rows.drop(file)));
  }

  /// Takes away what has expired.
  void sweep(Instant now) {
    plane
        .store()
        .run(transaction ->
            transaction.under(Names.HOST + "/").stream()
                .filter(e -> e.type().equals(TYPE) && isExpired(e.body(), now))
                .forEach(e -> drop(transaction, e)));
  }

  /// When the next table expires.
  Optional<Instant> nextExpiry() {
    return plane.store().under(Names.HOST + "/").stream()
        .filter(e -> e.type().equals(TYPE))
        .flatMap(e -> expiry(e.body()).stream())
        .min(Instant::compareTo);
  }

  static boolean isExpired(Fields table, Instant now) {
    return expiry(table).filter(at -> !at.isAfter(now)).isPresent();
  }

  private static Optional<Instant> expiry(Fields table) {
    return table
        .text("expirationTime")
        .filter(e -> e.matches("\\d+"))
        .map(e -> Instant.ofEpochMilli(Long.parseLong(e)));
  }

  /// @throws dev.groundwork.emulator.control.Refused when it or its dataset is not there
  Entry find(TableName name) {
    Optional<Entry> table =
        plane
            .store()
            .get(name.key())
            .filter(e -> e.type().equals(TYPE))
            .filter(e -> !isExpired(e.body(), plane.clock().instant()));
    if (table.isEmpty()
        && plane.store().get(Names.dataset(name.project(), name.dataset())).isEmpty()) {
      throw Names.noDataset(name.project(), name.dataset()).asException();
    }
    return table.orElseThrow(() -> Names.noTable(name).asException());
  }

  Optional<Entry> find(Transaction transaction, TableName name) {
    return transaction
        .get(name.key())
        .filter(e -> e.type().equals(TYPE))
        .filter(e -> !isExpired(e.body(), plane.clock().instant()));
  }

  /// The table's file of rows and how much of it counts.
  static Extent extent(Entry table) {
    return new Extent(
        Long.parseLong(table.body().text("numRows").orElse("0")),
        Long.parseLong(table.hidden().text("size").orElse("0")));
  }

  static Fields sized(Fields table, Extent extent) {
    String size = Long.toString(extent.size());
    return table
        .with("numBytes", size)
        .with("numLongTermBytes", "0")
        .with("numRows", Long.toString(extent.count()))
        .with("numTotalLogicalBytes", size)
        .with("numActiveLogicalBytes", size)
        .with("numLongTermLogicalBytes", "0");
  }

  private Fields wanted(Ask ask, boolean keepNulls) {
    Fields wanted = plane.bodies().read(type.shape(), ask.body(), keepNulls);
    for (String field : type.outputOnly()) {
      wanted = wanted.without(field);
    }
    return wanted;
  }
}
