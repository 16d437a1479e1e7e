package dev.groundwork.emulator.logging;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Masks;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Sinks: where entries go, by which filter, and as whom they are written there. No conversation
/// with Google Cloud was at hand; this rests on Google's guide to configuring sinks and on the
/// comments in the API's published proto.
final class Sinks implements Behavior {
  static final String TYPE = "logging.LogSink";
  private static final Pattern DESTINATION =
      Pattern.compile(
          "storage\\.googleapis\\.com/[^/]+"
              + "|bigquery\\.googleapis\\.com/projects/[^/]+/datasets/[^/]+"
              + "|pubsub\\.googleapis\\.com/projects/[^/]+/topics/[^/]+"
              + "|logging\\.googleapis\\.com/projects/[^/]+(/locations/[^/]+/buckets/[^/]+)?");

  private final ControlPlane plane;
  private final Filters filters;

  Sinks(ControlPlane plane, Filters filters) {
    this.plane = plane;
    this.filters = filters;
  }

  /// The sinks of a project; the two that every project has are there even before the API is
  /// enabled.
  List<Fields> of(String project) {
    List<Fields> sinks =
        plane.store().under(Defaults.HOST + "/projects/" + project + "/sinks/").stream()
            .map(Entry::body)
            .toList();
    return sinks.isEmpty()
        ? List.of(
            Defaults.sinkBody(project, Defaults.DEFAULT),
            Defaults.sinkBody(project, Defaults.REQUIRED))
        : sinks;
  }

  @Override
  public Fields create(Edit edit, Fields wanted) {
    return complete(edit.ask(), edit.path("project"), edit.name(), wanted);
  }

  @Override
  public Fields update(Edit edit, Fields before, Fields after) {
    return changed(edit.ask(), edit.path("project"), edit.name(), before, after);
  }

  private Fields changed(Ask ask, String project, String name, Fields before, Fields after) {
    if (name.equals(Defaults.REQUIRED)) {
      throw Refusal.precondition("Sink _Required cannot be modified").asException();
    }
    boolean wasUnique = before.text("writerIdentity").orElse("").contains("gcp-sa-logging");
    if (wasUnique && ask.query("uniqueWriterIdentity").orElse("").equalsIgnoreCase("false")) {
      throw Refusal.invalid("uniqueWriterIdentity cannot be changed from true to false")
          .asException();
    }
    return complete(ask, project, name, after);
  }

  private Fields complete(Ask ask, String project, String name, Fields sink) {
    if (!name.matches("_Default|[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")) {
      throw Refusal.invalid("Sink name " + name + " is invalid").asException();
    }
    String destination = sink.text("destination").orElse("");
    if (!DESTINATION.matcher(destination).matches()) {
      throw Refusal.invalid("Destination \"" + destination + "\" is not valid").asException();
    }
    filters.of(sink.text("filter").orElse(""));
    List<Value> exclusions = new ArrayList<>();
    String now = Times.micros(plane.clock().instant());
    for (Value value : sink.items("exclusions")) {
      Fields exclusion = value instanceof Fields f ? f : Fields.EMPTY;
      filters.of(exclusion.text("filter").orElse(""));
      exclusion =
          exclusion.get("createTime").isPresent() ? exclusion : exclusion.with("createTime", now);
      exclusions.add(exclusion.with("updateTime", now));
    }
    Fields complete =
        exclusions.isEmpty() ? sink : sink.with("exclusions", new Value.Items(exclusions));
    if (destination.startsWith("bigquery.")
        && complete.fields("bigqueryOptions").flag("usePartitionedTables")) {
      complete = complete.with("bigqueryOptions.usesTimestampColumnPartitioning", true);
    }
    return identified(ask, project, destination, complete);
  }

  /// A sink to a log bucket of its own project needs no identity.
  private Fields identified(Ask ask, String project, String destination, Fields sink) {
    if (destination.startsWith(Defaults.HOST + "/projects/" + project + "/")) {
      return sink.without("writerIdentity");
    }
    boolean unique = !ask.queryOr("uniqueWriterIdentity", "true").equalsIgnoreCase("false");
    Optional<String> custom = ask.query("customWriterIdentity").filter(c -> !c.isEmpty());
    String number = plane.projects().find(project).map(p -> p.number()).orElse(project);
    return sink.with(
        "writerIdentity",
        custom.isPresent()
            ? (custom.get().startsWith("serviceAccount:")
                ? custom.get()
                : "serviceAccount:" + custom.get())
            : unique
                ? "serviceAccount:service-" + number + "@gcp-sa-logging.iam.gserviceaccount.com"
                : "serviceAccount:cloud-logs@system.gserviceaccount.com");
  }

  @Override
  public void delete(Edit edit, Entry current) {
    if (Defaults.isOne(edit.name())) {
      throw Refusal.precondition("Sink " + edit.name() + " cannot be deleted").asException();
    }
  }

  @Override
  public Optional<Refusal> absent(Ask ask, String relativeName) {
    return Optional.of(Refusal.notFound("Sink " + last(relativeName) + " does not exist"));
  }

  @Override
  public Optional<Refusal> present(Ask ask, String relativeName) {
    return Optional.of(Refusal.alreadyExists("Sink " + last(relativeName) + " already exists"));
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /// `PUT …/sinks/{name}`: as PATCH, and without a mask destination, filter and includeChildren are
  /// replaced.
  Reply put(Ask ask) {
    Fields sent = plane.bodies().read("google.logging.v2.LogSink", ask.body(), false);
    List<String> mask =
        Masks.paths(ask.queryOr("updateMask", "destination,filter,includeChildren"));
    String name = "projects/" + ask.path("project") + "/sinks/" + ask.path("name");
    return plane
        .store()
        .change(t -> {
          Entry before =
              t.get(Defaults.HOST + "/" + name)
                  .orElseThrow(() -> absent(ask, name).orElseThrow().asException());
          Fields after =
              changed(
                  ask,
                  ask.path("project"),
                  ask.path("name"),
                  before.body(),
                  Masks.apply(before.body(), sent, mask));
          Entry entry =
              before.withBody(after.with("updateTime", Times.micros(plane.clock().instant())));
          return Reply.ok(t.put(entry).body());
        });
  }
}
