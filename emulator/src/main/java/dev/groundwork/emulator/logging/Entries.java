package dev.groundwork.emulator.logging;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.LogEntry;
import dev.groundwork.emulator.control.LogEntry.Severity;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `entries:write`, `entries:list`, and the logs that there are.
final class Entries {
  private static final Pattern LOG = Pattern.compile("projects/([^/]+)/logs/(.+)");
  private static final Pattern VIEW =
      Pattern.compile("(projects/[^/]+/locations/[^/]+/buckets/[^/]+)(?:/views/([^/]+))?");

  /// Oldest first, and among those of one time by their ids.
  private static final Comparator<Fields> ORDER =
      Comparator.comparing(EntryForm::time).thenComparing(EntryForm::insertId);

  private static final List<String> REST =
      List.of(
          "insertId",
          "httpRequest",
          "operation",
          "trace",
          "traceSampled",
          "spanId",
          "sourceLocation",
          "split");

  private final ControlPlane plane;
  private final Buckets buckets;
  private final Archive archive;
  private final Filters filters;

  Entries(ControlPlane plane, Buckets buckets, Archive archive, Filters filters) {
    this.plane = plane;
    this.buckets = buckets;
    this.archive = archive;
    this.filters = filters;
  }

  Reply write(Ask ask) {
    Fields body =
        plane.bodies().read("google.logging.v2.WriteLogEntriesRequest", ask.body(), false);
    if (body.items("entries").isEmpty()) {
      throw Refusal.invalid("No log entries were specified").asException();
    }
    List<LogEntry> read = body.items("entries").stream().map(e -> read(body, (Fields) e)).toList();
    read.stream()
        .map(LogEntry::project)
        .distinct()
        .forEach(p -> plane.requireApi(Defaults.HOST, p, Defaults.HOST));
    if (!body.flag("dryRun")) {
      read.forEach(plane.logs()::write);
    }
    return Reply.empty();
  }

  private LogEntry read(Fields request, Fields entry) {
    String name =
        entry
            .text("logName")
            .filter(n -> !n.isEmpty())
            .or(() -> request.text("logName"))
            .orElse("");
    Matcher log = LOG.matcher(name);
    if (!log.matches()) {
      throw Refusal.invalid(
              name.isEmpty()
                  ? "A log entry must have a log_name"
                  : "Invalid log_name \"" + name + "\"")
          .asException();
    }
    String project = plane.projects().find(log.group(1)).map(p -> p.id()).orElse(log.group(1));
    Fields resource =
        entry.get("resource").isPresent() ? entry.fields("resource") : request.fields("resource");
    String type =
        resource
            .text("type")
            .orElseThrow(() ->
                Refusal.invalid("A log entry must have a monitored resource type").asException());
    Map<String, String> about = texts(resource.fields("labels"));
    about.putIfAbsent("project_id", project);
    SortedMap<String, String> labels = texts(request.fields("labels"));
    labels.putAll(texts(entry.fields("labels")));
    Fields more = Fields.EMPTY;
    for (String field : REST) {
      Optional<Value> value = entry.get(field);
      more = value.isPresent() ? more.with(field, value.get()) : more;
    }
    return new LogEntry(
        project,
        URLDecoder.decode(log.group(2), StandardCharsets.UTF_8),
        new LogEntry.Resource(type, about),
        entry.text("severity").flatMap(Severity::of).orElse(Severity.DEFAULT),
        time(entry),
        payload(entry),
        labels,
        more);
  }

  private Instant time(Fields entry) {
    Instant now = plane.clock().instant();
    Optional<String> text = entry.text("timestamp");
    if (text.isEmpty()) {
      return now;
    }
    Instant time;
    try {
      time = java.time.OffsetDateTime.parse(text.get()).toInstant();
    } catch (DateTimeParseException e) {
      throw Refusal.invalid("Invalid timestamp \"" + text.get() + "\"").asException();
    }
    boolean taken =
        !time.isBefore(now.minus(Duration.ofDays(Defaults.DAYS)))
            && !time.isAfter(now.plus(Duration.ofDays(1)));
    if (!taken) {
      throw Refusal.invalid(
              "Log entry with timestamp "
                  + time
                  + " is out of range: it must be less than 30 days old and at most 24 hours in the future")
          .asException();
    }
    return time;
  }

  private static LogEntry.Payload payload(Fields entry) {
    if (entry.get("protoPayload").isPresent()) {
      return new LogEntry.Payload.Message(entry.fields("protoPayload"));
    }
    return entry.get("jsonPayload").isPresent()
        ? new LogEntry.Payload.Data(entry.fields("jsonPayload"))
        : new LogEntry.Payload.Text(entry.text("textPayload").orElse(""));
  }

  private static SortedMap<String, String> texts(Fields labels) {
    SortedMap<String, String> texts = new TreeMap<>();
    labels
        .values()
        .forEach((name, value) -> texts.put(name, value instanceof Value.Text(var t) ? t : ""));
    return texts;
  }

  Reply list(Ask ask) {
    Fields body = plane.bodies().read("google.logging.v2.ListLogEntriesRequest", ask.body(), false);
    Query filter = filters.of(body.text("filter").orElse(""));
    String order = body.text("orderBy").filter(o -> !o.isBlank()).orElse("timestamp asc");
    if (!order.strip().matches("timestamp( asc| desc)?")) {
      throw Refusal.invalid("orderBy must be \"timestamp asc\" or \"timestamp desc\"")
          .asException();
    }
    boolean newestFirst = order.strip().endsWith("desc");
    int size =
        body.get("pageSize").orElse(Value.of(0)) instanceof Value.Num(var n) ? n.intValue() : 0;
    if (size < 0) {
      throw Refusal.invalid("pageSize must not be negative").asException();
    }
    List<Fields> found = new ArrayList<>(new LinkedHashSet<>(found(body, filter)));
    found.sort(newestFirst ? ORDER.reversed() : ORDER);
    Optional<String> token = body.text("pageToken").filter(t -> !t.isEmpty());
    if (token.isPresent()) {
      String last = decoded(token.get());
      found.removeIf(
          e -> newestFirst ? mark(e).compareTo(last) >= 0 : mark(e).compareTo(last) <= 0);
    }
    int page = size == 0 ? 50 : Math.min(size, 1000);
    boolean more = found.size() > page;
    List<Fields> shown = more ? found.subList(0, page) : found;
    Fields answer =
        shown.isEmpty()
            ? Fields.EMPTY
            : Fields.EMPTY.with("entries", new Value.Items(List.copyOf(shown)));
    return Reply.ok(more ? answer.with("nextPageToken", encoded(mark(shown.getLast()))) : answer);
  }

  private List<Fields> found(Fields body, Query filter) {
    List<String> names = new ArrayList<>();
    body.items("resourceNames").forEach(n -> names.add(n instanceof Value.Text(var t) ? t : ""));
    body.items("projectIds")
        .forEach(n -> names.add("projects/" + (n instanceof Value.Text(var t) ? t : "")));
    if (names.isEmpty()) {
      throw Refusal.invalid("At least one resource name must be specified").asException();
    }
    List<Fields> found = new ArrayList<>();
    for (String name : names) {
      String[] parts = name.split("/", -1);
      if (parts.length < 2 || !parts[0].equals("projects")) {
        throw Refusal.invalid("Invalid resource name: " + name).asException();
      }
      parts[1] = plane.requireApi(Defaults.HOST, parts[1], Defaults.HOST);
      String full = String.join("/", parts);
      Matcher view = VIEW.matcher(full);
      if (view.matches()) {
        found.addAll(kept(view.group(1), filter, view(full)));
      } else {
        for (String bucket : List.of(Defaults.REQUIRED, Defaults.DEFAULT)) {
          found.addAll(kept(Defaults.bucket(parts[1], bucket), filter, new Query.Everything()));
        }
      }
    }
    return found;
  }

  private Query view(String name) {
    return plane
        .store()
        .get(Defaults.HOST + "/" + name)
        .filter(e -> e.type().equals("logging.LogView"))
        .flatMap(e -> e.body().text("filter"))
        .map(filters::of)
        .orElse(new Query.Everything());
  }

  private List<Fields> kept(String bucket, Query filter, Query view) {
    Optional<Fields> stands = buckets.find(bucket);
    if (stands.isEmpty()) {
      return List.of();
    }
    Instant from = Buckets.keptFrom(stands.get(), plane.clock().instant());
    Instant asked = filter.notBefore().orElse(from);
    return archive
        .between(
            bucket,
            asked.isAfter(from) ? asked : from,
            filter.notAfter().orElse(Instant.MAX.minusSeconds(1)))
        .stream()
        .filter(e -> filter.accepts(e) && view.accepts(e))
        .toList();
  }

  private static String mark(Fields entry) {
    Instant time = EntryForm.time(entry);
    return "%020d.%09d %s"
        .formatted(time.getEpochSecond(), time.getNano(), EntryForm.insertId(entry));
  }

  private static String encoded(String mark) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(mark.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("Invalid page token").asException();
    }
  }

  /// `GET projects/{project}/logs`: the names of the logs that have entries.
  Reply logs(Ask ask) {
    TreeSet<String> names = new TreeSet<>();
    for (String bucket : all(ask.path("project"))) {
      kept(bucket, new Query.Everything(), new Query.Everything())
          .forEach(e -> names.add(e.text("logName").orElse("")));
    }
    return Reply.ok(
        names.isEmpty()
            ? Fields.EMPTY
            : Fields.EMPTY.with("logNames", Value.texts(List.copyOf(names))));
  }

  /// `DELETE projects/{project}/logs/{log}`: from `_Default` only, as Google does.
  Reply forget(Ask ask) {
    String project = ask.path("project");
    String name = EntryForm.logName(project, ask.path("log"));
    int count = archive.forgetLog(Defaults.bucket(project, Defaults.DEFAULT), name);
    if (count == 0) {
      throw Refusal.notFound("Log " + name + " does not exist").asException();
    }
    return Reply.empty();
  }

  private List<String> all(String project) {
    List<String> names = new ArrayList<>();
    for (Entry entry : plane.store().under(Defaults.HOST + "/projects/" + project + "/")) {
      if (entry.type().equals(Buckets.TYPE)) {
        names.add(entry.key().substring(Defaults.HOST.length() + 1));
      }
    }
    return names;
  }
}
