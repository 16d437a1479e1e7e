package dev.groundwork.emulator.logging;

import static dev.groundwork.resource.Call.Verb.DELETE;
import static dev.groundwork.resource.Call.Verb.GET;
import static dev.groundwork.resource.Call.Verb.POST;
import static dev.groundwork.resource.Call.Verb.PUT;

import dev.groundwork.emulator.control.Agenda;
import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Cloud Logging, see the package.
public final class Logging implements Service {
  private final ControlPlane plane;
  private final Filters filters = new Filters();
  private final Archive archive;
  private final Archive pending;
  private final Buckets buckets;
  private final Sinks sinks;
  private final Deliveries deliveries;

  public Logging(ControlPlane plane) {
    this.plane = plane;
    archive = new Archive(plane.folder("logging").resolve("entries"));
    pending = new Archive(plane.folder("logging").resolve("pending"));
    buckets = new Buckets(plane, archive);
    sinks = new Sinks(plane, filters);
    deliveries = new Deliveries(plane, plane.folder("logging").resolve("pending"));
    Stream stream = new Stream(plane, sinks, buckets, archive, filters, deliveries);
    plane.logs().readBy(stream::take);
    plane.whenAnswered(new Audit(plane)::answered);
    plane.agenda().add(new Cleaning());
    plane.agenda().add(new Sending());
  }

  @Override
  public String host() {
    return Defaults.HOST;
  }

  @Override
  public void install(Installation into) {
    into.whenEnabled((transaction, project) -> Defaults.make(transaction, project, plane.clock()));
    into.behavior(Buckets.TYPE, buckets);
    into.behavior(Sinks.TYPE, sinks);
    into.behavior(Metrics.TYPE, new Metrics(filters));
    into.behavior("logging.LogExclusion", new Filtered("Exclusion"));
    into.behavior("logging.LogView", new Filtered("View"));
    into.route(PUT, "v2/projects/{project}/sinks/{name}", sinks::put);
    String bucket = "v2/projects/{project}/locations/{location}/buckets/{bucket}";
    into.route(DELETE, bucket, buckets::delete);
    into.route(POST, bucket + ":undelete", buckets::undelete);
    into.route(GET, "v2/projects/{project}/locations/-/buckets", this::everywhere);
    BucketLinks links = new BucketLinks(plane);
    into.route(POST, bucket + "/links", links::create);
    into.route(GET, bucket + "/links", links::list);
    into.route(GET, bucket + "/links/{link}", links::get);
    into.route(DELETE, bucket + "/links/{link}", links::delete);
    into.route(
        GET, "v2/projects/{project}/locations/{location}/operations/{name}", links::operation);
    Entries entries = new Entries(plane, buckets, archive, filters);
    into.open(POST, "v2/entries:write", entries::write);
    into.open(POST, "v2/entries:list", entries::list);
    into.route(GET, "v2/projects/{project}/logs", entries::logs);
    into.route(DELETE, "v2/projects/{project}/logs/{log}", entries::forget);
  }

  /// The buckets of all locations.
  private Reply everywhere(Ask ask) {
    java.util.List<Value> all =
        plane
            .store()
            .under(Defaults.HOST + "/projects/" + ask.path("project") + "/locations/")
            .stream()
            .filter(e -> e.type().equals(Buckets.TYPE))
            .<Value>map(Entry::body)
            .toList();
    return Reply.ok(
        all.isEmpty() ? Fields.EMPTY : Fields.EMPTY.with("buckets", new Value.Items(all)));
  }

  @Override
  public void erase() {
    archive.erase("");
    pending.erase("");
  }

  /// What has nothing special but a query.
  private final class Filtered implements Behavior {
    private final String word;

    Filtered(String word) {
      this.word = word;
    }

    @Override
    public Fields create(Edit edit, Fields wanted) {
      return checked(wanted);
    }

    @Override
    public Fields update(Edit edit, Fields before, Fields after) {
      return checked(after);
    }

    private Fields checked(Fields body) {
      filters.of(body.text("filter").orElse(""));
      return body;
    }

    @Override
    public void delete(Edit edit, Entry current) {
      if (edit.name().matches("_AllLogs|_Default")) {
        throw Refusal.precondition(word + " " + edit.name() + " cannot be deleted").asException();
      }
    }

    @Override
    public Optional<Refusal> absent(Ask ask, String relativeName) {
      return Optional.of(
          Refusal.notFound(
              word
                  + " "
                  + relativeName.substring(relativeName.lastIndexOf('/') + 1)
                  + " does not exist"));
    }
  }

  /// Once a day what is too old goes.
  private final class Cleaning implements Agenda.Timed {
    private Instant next = day(plane.clock().instant());

    private static Instant day(Instant after) {
      return after.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
    }

    @Override
    public Optional<Instant> next() {
      return Optional.of(next);
    }

    @Override
    public void happen(Instant due) {
      Instant now = plane.clock().instant();
      next = day(now.isAfter(due) ? now : due);
      buckets.clean(now);
    }
  }

  /// Once an hour what goes to Cloud Storage goes.
  private final class Sending implements Agenda.Timed {
    private Instant hour = plane.clock().instant();

    @Override
    public Optional<Instant> next() {
      return Optional.of(hour.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1)));
    }

    @Override
    public void happen(Instant due) {
      Instant now = plane.clock().instant();
      hour = now.isAfter(due) ? now : due;
      deliveries.flush();
    }
  }
}
