package dev.groundwork.emulator.monitoring;

import dev.groundwork.emulator.control.Agenda;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.LogEntry;
import dev.groundwork.emulator.logging.EntryForm;
import dev.groundwork.emulator.logging.Extractor;
import dev.groundwork.emulator.logging.Filters;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What Monitoring makes of log entries: it counts them for metrics, and tells of those that a
/// policy asks for. Entries that sinks leave out are counted too.
final class LogWatch implements Agenda.Timed {
  private static final Duration AUTO_CLOSE = Duration.ofDays(7);

  private final ControlPlane plane;
  private final Chronicle chronicle;
  private final Requests requests;
  private final Filters filters;
  private final Incidents incidents;
  private final Notifier notifier;
  private final Deque<Match> matches = new ArrayDeque<>();

  LogWatch(
      ControlPlane plane,
      Chronicle chronicle,
      Filters filters,
      Incidents incidents,
      Notifier notifier) {
    this.plane = plane;
    this.chronicle = chronicle;
    this.requests = new Requests(chronicle);
    this.filters = filters;
    this.incidents = incidents;
    this.notifier = notifier;
  }

  /// An entry that a condition asks for.
  private record Match(Instant at, String policy, Fields condition, Fields entry) {}

  void take(LogEntry entry) {
    Fields form = EntryForm.of(entry, plane.clock().instant(), "");
    requests.take(entry, form);
    for (Entry metric :
        plane.store().under("logging.googleapis.com/projects/" + entry.project() + "/metrics/")) {
      if (!metric.body().flag("disabled") && accepts(metric.body(), form)) {
        count(entry, metric.body(), form);
      }
    }
    for (Entry policy :
        plane.store().under(Monitoring.HOST + "/projects/" + entry.project() + "/alertPolicies/")) {
      if (policy.body().flag("enabled")) {
        for (Value condition : policy.body().items("conditions")) {
          Fields match = ((Fields) condition).fields("conditionMatchedLog");
          if (match.get("filter").isPresent() && accepts(match, form)) {
            synchronized (this) {
              matches.add(
                  new Match(
                      plane.clock().instant(),
                      policy.body().text("name").orElse(""),
                      (Fields) condition,
                      form));
            }
          }
        }
      }
    }
  }

  private boolean accepts(Fields holder, Fields entry) {
    return filters.of(holder.text("filter").orElse("")).accepts(entry);
  }

  /// Adds it to the point of its minute.
  private void count(LogEntry entry, Fields metric, Fields form) {
    Fields descriptor = metric.fields("metricDescriptor");
    boolean distribution = descriptor.text("valueType").orElse("").equals("DISTRIBUTION");
    Optional<Double> value = Optional.of(1.0);
    if (distribution) {
      value =
          Extractor.of(metric.text("valueExtractor").orElse(""))
              .from(form)
              .filter(t -> t.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?"))
              .map(Double::parseDouble);
    }
    if (value.isEmpty()) {
      return;
    }
    Series series =
        new Series(
            entry.project(),
            descriptor.text("type").orElse(""),
            extracted(metric.fields("labelExtractors"), form),
            entry.resource().type(),
            entry.resource().labels(),
            "DELTA",
            distribution ? "DISTRIBUTION" : "INT64");
    Instant start = entry.time().truncatedTo(ChronoUnit.MINUTES);
    chronicle.add(
        series,
        new Point(
            start,
            start.plus(Duration.ofMinutes(1)),
            distribution ? distribution(1, value.get(), 0) : Point.typed(1L)),
        distribution ? LogWatch::merged : LogWatch::sum);
  }

  private static SortedMap<String, String> extracted(Fields extractors, Fields form) {
    SortedMap<String, String> labels = new TreeMap<>();
    extractors
        .values()
        .forEach((name, text) ->
            Extractor.of(text instanceof Value.Text(var t) ? t : "")
                .from(form)
                .ifPresent(v -> labels.put(name, v)));
    return labels;
  }

  static Fields sum(Fields a, Fields b) {
    return Point.typed(Math.round(Point.number(a) + Point.number(b)));
  }

  private static Fields distribution(long count, double mean, double deviation) {
    return Fields.EMPTY.with(
        "distributionValue",
        Fields.EMPTY
            .with("count", Long.toString(count))
            .with("mean", new Value.Num(BigDecimal.valueOf(mean)))
            .with("sumOfSquaredDeviation", new Value.Num(BigDecimal.valueOf(deviation))));
  }

  private static Fields merged(Fields a, Fields b) {
    double one = part(a, "count");
    double other = part(b, "count");
    double all = one + other;
    double apart = part(b, "mean") - part(a, "mean");
    return distribution(
        Math.round(all),
        part(a, "mean") + apart * other / all,
        part(a, "sumOfSquaredDeviation")
            + part(b, "sumOfSquaredDeviation")
            + apart * apart * one * other / all);
  }

  private static double part(Fields value, String name) {
    Value part = value.at("distributionValue." + name).orElse(Value.of(0));
    return part instanceof Value.Num(var n)
        ? n.doubleValue()
        : part instanceof Value.Text(var t) ? Double.parseDouble(t) : 0;
  }

  @Override
  public synchronized Optional<Instant> next() {
    Optional<Instant> match = Optional.ofNullable(matches.peek()).map(Match::at);
    Optional<Instant> close = matched().stream().map(this::closes).min(Instant::compareTo);
    return match.isPresent() && (close.isEmpty() || match.get().isBefore(close.get()))
        ? match
        : close;
  }

  private List<Entry> matched() {
    return incidents.open().stream()
        .filter(i -> i.hidden().text("condition.conditionMatchedLog.filter").isPresent())
        .toList();
  }

  private Instant closes(Entry incident) {
    Duration after =
        policy(incident.body().text("policy.name").orElse(""))
            .flatMap(p -> p.text("alertStrategy.autoClose"))
            .map(Aggregation::seconds)
            .orElse(AUTO_CLOSE);
    return Incidents.seen(incident).plus(after);
  }

  private Optional<Fields> policy(String name) {
    return plane
        .store()
        .get(Monitoring.HOST + "/" + name)
        .map(Entry::body)
        .filter(p -> p.flag("enabled"));
  }

  @Override
  public synchronized void happen(Instant due) {
    Instant now = plane.clock().instant();
    for (Match match = matches.poll(); match != null; match = matches.poll()) {
      Match found = match;
      policy(match.policy()).ifPresent(p -> matched(p, found, now));
    }
    for (Entry incident : matched()) {
      if (!closes(incident).isAfter(now)) {
        Entry closed = incidents.close(incident, now);
        policy(incident.body().text("policy.name").orElse(""))
            .ifPresent(p -> notifier.tell(closed, p));
      }
    }
  }

  /// Opens an incident, or belongs to one that is open and is told of again when the policy's limit
  /// allows it.
  private void matched(Fields policy, Match match, Instant now) {
    Fields condition = match.condition();
    SortedMap<String, String> labels =
        extracted(condition.fields("conditionMatchedLog.labelExtractors"), match.entry());
    Fields about =
        Fields.EMPTY
            .with("resource", match.entry().fields("resource"))
            .with("log", Fields.EMPTY.with("extractedLabels", Series.fields(labels)));
    Finding finding =
        new Finding(
            condition,
            about,
            0,
            "Log match condition fired for "
                + match.entry().text("resource.type").orElse("")
                + " with "
                + Json.canonical(Series.fields(labels))
                + ".");
    String name = condition.text("name").orElse("") + " " + labels;
    Optional<Entry> open =
        incidents.open(match.policy()).stream()
            .filter(i -> Incidents.finding(i).equals(name))
            .findFirst();
    if (open.isEmpty()) {
      notifier.tell(incidents.begin(policy, name, finding, now), policy);
      return;
    }
    Entry seen = incidents.mark(open.get(), "seen", now);
    Duration limit =
        policy
            .text("alertStrategy.notificationRateLimit.period")
            .map(Aggregation::seconds)
            .orElse(Duration.ofMinutes(5));
    if (!Incidents.told(seen).plus(limit).isAfter(now)) {
      notifier.tell(incidents.mark(seen, "told", now), policy);
    }
  }

  synchronized void forget() {
    matches.clear();
  }
}
