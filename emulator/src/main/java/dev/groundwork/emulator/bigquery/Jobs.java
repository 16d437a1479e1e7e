package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.bigquery.Names.TableName;
import dev.groundwork.emulator.bigquery.Queries.Outcome;
import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Refused;
import dev.groundwork.emulator.http.Payload;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Jobs. Each is carried out before it is answered, so that it is done when a client sees it.
final class Jobs {
  static final String TYPE = "bigquery.Job";

  private static final String SHAPE = "bigquery.v2.Job";
  private static final String REQUEST = "bigquery.v2.QueryRequest";

  private final ControlPlane plane;
  private final Queries queries;
  private final Transfers transfers;
  private final Tables tables;
  private final TableData data;

  Jobs(ControlPlane plane, Queries queries, Transfers transfers, Tables tables, TableData data) {
    this.plane = plane;
    this.queries = queries;
    this.transfers = transfers;
    this.tables = tables;
    this.data = data;
  }

  Reply insert(Ask ask) {
    return Reply.ok(insert(ask.path("project"), ask.body(), Optional.empty()));
  }

  /// Carries out a job.
  ///
  /// @param content what was uploaded with it
  Fields insert(String project, Fields sent, Optional<Payload> content) {
    Fields job = plane.bodies().read(SHAPE, sent, false);
    Fields configuration = job.fields("configuration");
    String id = job.text("jobReference.jobId").orElseGet(() -> "job_" + plane.ids().hex(27));
    if (!id.matches("[A-Za-z0-9_-]{1,1024}")) {
      throw Refusal.invalid(
              "Invalid job ID \""
                  + id
                  + "\". Job IDs must be alphanumeric (plus underscores and dashes) and must be at most 1024 characters long.")
          .asException();
    }
    String asked = job.text("jobReference.location").orElse("");
    if (find(project, id).isPresent()) {
      throw Names.taken("Job", project + ":" + Locations.of(asked) + "." + id).asException();
    }
    boolean dry = configuration.flag("dryRun");
    long start = plane.clock().millis();
    Ran ran;
    try {
      ran = run(project, id, asked.isEmpty() ? "" : Locations.of(asked), configuration, content);
    } catch (SqlProblem e) {
      if (dry) {
        throw QueryRefusals.of(e).asException();
      }
      ran = Ran.failed(kind(configuration), asked.isEmpty() ? "US" : Locations.of(asked), e);
    } catch (Refused e) {
      SqlProblem problem = new SqlProblem(e.refusal().reason(), e.refusal().message());
      ran = Ran.failed(kind(configuration), asked.isEmpty() ? "US" : Locations.of(asked), problem);
    }
    Fields shown = shown(project, id, configuration, ran, start);
    if (!dry) {
      Entry entry = Entry.of(key(project, id), TYPE, shown);
      Fields hidden =
          ran.result()
              .map(table -> Fields.EMPTY.with("result", table.reference()))
              .orElse(Fields.EMPTY);
      plane.store().run(transaction -> transaction.put(entry.withHidden(hidden)));
    }
    return shown;
  }

  /// How a job ended.
  ///
  /// @param statistics its own part of the statistics
  /// @param result the table that holds a query's rows
  record Ran(
      String kind,
      String location,
      Fields statistics,
      Optional<TableName> result,
      Optional<SqlProblem> problem) {
    static Ran failed(String kind, String location, SqlProblem problem) {
      return new Ran(kind, location, Fields.EMPTY, Optional.empty(), Optional.of(problem));
    }
  }

  private static String kind(Fields configuration) {
    return List.of("query", "load", "copy", "extract").stream()
        .filter(k -> configuration.get(k).isPresent())
        .findFirst()
        .orElseThrow(
            () -> Refusal.required("Required parameter is missing: configuration").asException());
  }

  private Ran run(
      String project, String id, String location, Fields configuration, Optional<Payload> content) {
    String kind = kind(configuration);
    return switch (kind) {
      case "query" -> {
        Fields query = configuration.fields("query");
        Outcome outcome = queries.run(project, id, location, query, configuration.flag("dryRun"));
        yield new Ran(
            "query",
            outcome.location(),
            statistics(outcome, configuration.flag("dryRun")),
            outcome.result(),
            Optional.empty());
      }
      case "load" -> transfers.load(project, configuration.fields("load"), content);
      case "copy" -> transfers.copy(project, configuration.fields("copy"));
      default -> transfers.extract(project, configuration.fields("extract"));
    };
  }

  private static Fields statistics(Outcome outcome, boolean dry) {
    String bytes = Long.toString(outcome.bytes());
    long billed = outcome.bytes() == 0 ? 0 : Math.max(10L << 20, outcome.bytes());
    Fields query =
        Fields.EMPTY
            .with("statementType", outcome.statement())
            .with("totalBytesProcessed", bytes)
            .with("totalBytesBilled", Long.toString(dry ? 0 : billed))
            .with("cacheHit", false);
    query = outcome.schema().isEmpty() ? query : query.with("schema", outcome.schema());
    if (outcome.affected().isPresent()) {
      query = query.with("numDmlAffectedRows", Long.toString(outcome.affected().get()));
    }
    return Fields.EMPTY.with("totalBytesProcessed", bytes).with("query", query);
  }

  private Fields shown(String project, String id, Fields configuration, Ran ran, long start) {
    Fields settled = configuration.with("jobType", ran.kind().toUpperCase(java.util.Locale.ROOT));
    if (ran.kind().equals("query") && ran.result().isPresent()) {
      settled = settled.with("query.destinationTable", ran.result().get().reference());
    }
    Fields status = Fields.EMPTY.with("state", "DONE");
    if (ran.problem().isPresent()) {
      Fields error = QueryRefusals.result(ran.problem().get());
      status = status.with("errorResult", error).with("errors", Value.list(error));
    }
    Fields statistics = ran.statistics();
    statistics =
        statistics
            .with("creationTime", Long.toString(start))
            .with("startTime", Long.toString(start))
            .with("endTime", Long.toString(plane.clock().millis()));
    return Fields.EMPTY
        .with("kind", "bigquery#job")
        .with("etag", plane.ids().etag())
        .with("id", project + ":" + ran.location() + "." + id)
        .with(
            "selfLink",
            "https://bigquery.googleapis.com/bigquery/v2/projects/"
                + project
                + "/jobs/"
                + id
                + "?location="
                + ran.location())
        .with("user_email", plane.caller())
        .with("configuration", settled)
        .with(
            "jobReference",
            Fields.EMPTY
                .with("projectId", project)
                .with("jobId", id)
                .with("location", ran.location()))
        .with("statistics", statistics)
        .with("status", status);
  }

  Reply query(Ask ask) {
    String project = ask.path("project");
    Fields sent = plane.bodies().read(REQUEST, ask.body(), false);
    boolean dry = sent.flag("dryRun");
    Fields query =
        Datasets.part(
            sent,
            List.of(
                "query",
                "useLegacySql",
                "defaultDataset",
                "queryParameters",
                "parameterMode",
                "maximumBytesBilled"));
    String id = "job_" + plane.ids().hex(27);
    Fields job =
        Fields.EMPTY
            .with(
                "jobReference",
                sent.text("location")
                    .map(l -> Fields.EMPTY.with("jobId", id).with("location", l))
                    .orElse(Fields.EMPTY.with("jobId", id)))
            .with("configuration.query", query)
            .with("configuration.dryRun", dry);
    Fields ran = insert(project, job, Optional.empty());
    if (ran.at("status.errorResult").isPresent()) {
      throw QueryRefusals.of(QueryRefusals.of(ran.fields("status.errorResult"))).asException();
    }
    Fields body = answer("bigquery#queryResponse", ran);
    if (dry) {
      body = body.with("schema", ran.fields("statistics.query.schema"));
      return Reply.ok(body.with("jobComplete", true));
    }
    long limit =
        TableData.number(sent.at("maxResults").map(Jobs::plain).orElse("10000"), "maxResults");
    boolean integers = sent.flag("formatOptions.useInt64Timestamp");
    return Reply.ok(withRows(project, id, body, 0, limit, integers));
  }

  private static String plain(Value value) {
    return switch (value) {
      case Value.Num(var n) -> n.toPlainString();
      case Value.Text(var t) -> t;
      default -> "0";
    };
  }

  private static Fields answer(String kind, Fields job) {
    Fields query = job.fields("statistics.query");
    Fields body =
        Fields.EMPTY
            .with("kind", kind)
            .with("jobReference", job.fields("jobReference"))
            .with("totalBytesProcessed", query.text("totalBytesProcessed").orElse("0"))
            .with("cacheHit", false)
            .with("jobComplete", true);
    Optional<String> affected = query.text("numDmlAffectedRows");
    return affected.isPresent() ? body.with("numDmlAffectedRows", affected.get()) : body;
  }

  private Fields withRows(
      String project, String id, Fields body, long from, long limit, boolean integerTimes) {
    Entry job = find(project, id).orElseThrow();
    boolean select = job.body().text("statistics.query.statementType").orElse("").equals("SELECT");
    if (!select || job.hidden().fields("result").isEmpty()) {
      return body.with("totalRows", "0");
    }
    Entry table = tables.find(Names.table(project, job.hidden().fields("result")));
    Fields schema = table.body().fields("schema");
    Fields full =
        body.with("schema", schema).with("totalRows", Long.toString(Tables.extent(table).count()));
    return data.page(
        full,
        schema,
        table.hidden().text("rows").orElse(""),
        Tables.extent(table),
        from,
        limit,
        integerTimes);
  }

  Reply results(Ask ask) {
    String project = ask.path("project");
    Entry job = found(ask);
    if (job.body().get("configuration").isPresent()
        && job.body().at("configuration.query").isEmpty()) {
      throw Refusal.invalid("Cannot get query results of a job that is no query.").asException();
    }
    if (job.body().at("status.errorResult").isPresent()) {
      throw QueryRefusals.of(QueryRefusals.of(job.body().fields("status.errorResult")))
          .asException();
    }
    Fields body =
        answer("bigquery#getQueryResultsResponse", job.body())
            .with("etag", job.body().text("etag").orElse(""));
    String token = ask.queryOr("pageToken", "");
    long from =
        TableData.number(token.isEmpty() ? ask.queryOr("startIndex", "0") : token, "startIndex");
    long limit = TableData.number(ask.queryOr("maxResults", "10000"), "maxResults");
    return Reply.ok(
        withRows(project, ask.path("job"), body, from, limit, TableData.integerTimes(ask)));
  }

  Reply get(Ask ask) {
    return Reply.ok(found(ask).body());
  }

  private Entry found(Ask ask) {
    String project = ask.path("project");
    String id = ask.path("job");
    Optional<String> location = ask.query("location").filter(l -> !l.isEmpty());
    return find(project, id)
        .filter(e ->
            location.isEmpty()
                || location
                    .get()
                    .equalsIgnoreCase(e.body().text("jobReference.location").orElse("")))
        .orElseThrow(() ->
            Refusal.notFound(
                    "Not found: Job " + project + ":" + location.map(l -> l + ".").orElse("") + id)
                .asException());
  }

  Reply list(Ask ask) {
    String project = ask.path("project");
    List<Value> all =
        plane.store().under(key(project, "")).stream()
            .sorted(Comparator.comparingLong(Entry::revision).reversed())
            .<Value>map(e -> listed(e.body()))
            .toList();
    int from = (int) TableData.number(ask.queryOr("pageToken", "0"), "pageToken");
    int limit =
        (int) Math.min(1000, TableData.number(ask.queryOr("maxResults", "50"), "maxResults"));
    int end = Math.min(all.size(), from + limit);
    Fields body =
        Fields.EMPTY
            .with("kind", "bigquery#jobList")
            .with("etag", plane.ids().etag())
            .with("jobs", new Value.Items(from < end ? all.subList(from, end) : List.of()));
    return Reply.ok(end < all.size() ? body.with("nextPageToken", "" + end) : body);
  }

  private static Fields listed(Fields job) {
    Fields part =
        Datasets.part(
            job,
            List.of(
                "id",
                "kind",
                "jobReference",
                "statistics",
                "configuration",
                "status",
                "user_email"));
    part = part.with("state", "DONE");
    return job.at("status.errorResult").isPresent()
        ? part.with("errorResult", job.fields("status.errorResult"))
        : part;
  }

  Reply cancel(Ask ask) {
    return Reply.ok(
        Fields.EMPTY.with("kind", "bigquery#jobCancelResponse").with("job", found(ask).body()));
  }

  Reply delete(Ask ask) {
    Entry job = found(ask);
    plane.store().run(transaction -> transaction.drop(job.key()));
    return Reply.noContent();
  }

  private Optional<Entry> find(String project, String id) {
    return plane.store().get(key(project, id));
  }

  private static String key(String project, String id) {
    return Names.HOST + "/projects/" + project + "/jobs/" + id;
  }
}
