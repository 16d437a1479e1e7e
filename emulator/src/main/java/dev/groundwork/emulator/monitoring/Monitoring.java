package dev.groundwork.emulator.monitoring;

import static dev.groundwork.resource.Call.Verb.DELETE;
import static dev.groundwork.resource.Call.Verb.GET;
import static dev.groundwork.resource.Call.Verb.POST;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.logging.Filters;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Cloud Monitoring, see the package.
public final class Monitoring implements Service {
  static final String HOST = "monitoring.googleapis.com";

  private final ControlPlane plane;
  private final Filters filters = new Filters();
  private final Chronicle chronicle;
  private final Prober prober;
  private final Notifier notifier;
  private final Incidents incidents;
  private final Watch watch;
  private final LogWatch logs;

  public Monitoring(ControlPlane plane) {
    this.plane = plane;
    chronicle = new Chronicle(plane.folder("monitoring").resolve("points.jsonl"));
    UnaryOperator<URI> inside = url -> plane.inside(url).orElse(url);
    prober = new Prober(inside);
    notifier = new Notifier(plane, plane.folder("monitoring").resolve("notices"));
    incidents = new Incidents(plane);
    watch = new Watch(plane, new Conditions(chronicle), incidents, notifier);
    logs = new LogWatch(plane, chronicle, filters, incidents, notifier);
    plane.logs().readBy(logs::take);
    // what is measured comes before what is concluded from it
    plane.agenda().add(new Probes(plane, chronicle, prober));
    plane.agenda().add(logs);
    plane.agenda().add(watch);
  }

  @Override
  public String host() {
    return HOST;
  }

  @Override
  public void install(Installation into) {
    into.behavior(Policies.TYPE, new Policies(plane, filters));
    into.behavior(Channels.TYPE, new Channels(plane));
    into.behavior(Checks.TYPE, new Checks(plane));
    into.behavior("monitoring.Dashboard", new Dashboards());
    into.behavior("monitoring.Service", new Services());
    into.behavior("monitoring.ServiceLevelObjective", new Objectives());
    Descriptors descriptors = new Descriptors(plane);
    String metrics = "v3/projects/{project}/metricDescriptors";
    into.route(POST, metrics, descriptors::create);
    into.route(GET, metrics, descriptors::list);
    into.route(GET, metrics + "/{+metric}", descriptors::get);
    into.route(DELETE, metrics + "/{+metric}", descriptors::delete);
    SeriesRoutes series = new SeriesRoutes(plane, chronicle, descriptors);
    into.route(GET, "v3/projects/{project}/timeSeries", series::list);
    into.route(POST, "v3/projects/{project}/timeSeries", series::create);
    into.route(GET, "v3/projects/{project}/alerts", incidents::list);
    into.route(GET, "v3/projects/{project}/alerts/{alert}", incidents::get);
    into.route(GET, "v3/projects/{project}/notificationChannelDescriptors", Channels::kinds);
    into.route(GET, "v3/projects/{project}/notificationChannelDescriptors/{type}", Channels::kind);
    into.open(GET, "v3/uptimeCheckIps", _ -> Reply.ok(ips()));
  }

  /// All probes are on this machine.
  private static Fields ips() {
    return Fields.EMPTY.with(
        "uptimeCheckIps",
        Value.list(
            Fields.EMPTY
                .with("region", "USA")
                .with("location", "this machine")
                .with("ipAddress", "127.0.0.1")));
  }

  @Override
  public void erase() {
    chronicle.erase();
    notifier.erase();
    watch.forget();
    logs.forget();
  }

  @Override
  public void close() {
    prober.close();
    notifier.close();
  }

  /// Google names a dashboard that nobody has named.
  private final class Dashboards implements Behavior {
    @Override
    public Optional<String> name(Ask ask) {
      return Optional.of(plane.ids().uuid());
    }

    @Override
    public Optional<Refusal> absent(Ask ask, String relativeName) {
      return Optional.of(Refusal.notFound("Requested entity was not found."));
    }
  }

  /// A service's objectives go with it.
  private static final class Services implements Behavior {
    @Override
    public Optional<String> name(Ask ask) {
      return Optional.of("service-" + Integer.toHexString(ask.body().hashCode()));
    }

    @Override
    public void delete(Edit edit, Entry current) {
      edit.transaction().under(edit.key() + "/").forEach(e -> edit.transaction().drop(e.key()));
    }
  }

  private static final class Objectives implements Behavior {
    @Override
    public Optional<String> name(Ask ask) {
      return Optional.of("slo-" + Integer.toHexString(ask.body().hashCode()));
    }

    @Override
    public Fields create(Edit edit, Fields wanted) {
      String service = edit.key().substring(0, edit.key().indexOf("/serviceLevelObjectives/"));
      if (edit.transaction().get(service).isEmpty()) {
        throw Refusal.notFound("Could not find service " + edit.path("service") + ".")
            .asException();
      }
      return checked(wanted);
    }

    @Override
    public Fields update(Edit edit, Fields before, Fields after) {
      return checked(after);
    }

    private static Fields checked(Fields objective) {
      double goal =
          objective.get("goal").orElse(Value.of(0)) instanceof Value.Num(var n)
              ? n.doubleValue()
              : 0;
      if (goal <= 0 || goal > 0.9999) {
        throw Refusal.invalid("Field goal had an invalid value: must be between 0 and 0.9999.")
            .asException();
      }
      long periods =
          List.of("rollingPeriod", "calendarPeriod").stream()
              .filter(p -> objective.get(p).isPresent())
              .count();
      if (periods != 1) {
        throw Refusal.invalid(
                "Field period had an invalid value: exactly one of rollingPeriod and calendarPeriod must be set.")
            .asException();
      }
      return objective;
    }
  }
}
