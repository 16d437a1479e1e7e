package dev.groundwork.emulator;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Fault;
import dev.groundwork.emulator.control.Faults;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.http.Request;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What `groundwork emulator …` talks to: `/emulator/v1/…`.
///
/// | request | does |
/// | --- | --- |
/// | `GET status` | what runs |
/// | `GET clock`, `POST clock:advance {"by": "PT1H"}` | the emulated time |
/// | `GET faults`, `POST faults {kind, host, method, path, probability, count, delayMillis}`, `DELETE faults/{id}`, `DELETE faults` | misbehaviour |
/// | `GET addresses` | where on this machine the addresses are that the cloud shows |
/// | `GET images`, `PUT images {image, command[], folder, environment?}`, `DELETE images?image=…` | what runs in place of container images |
/// | `GET sources`, `PUT sources {repository, folder}`, `DELETE sources?repository=…` | where the repositories are that builds fetch |
/// | `POST sources:push {repository, branch}` or `{repository, tag}` | fires the triggers that wait for such a push |
/// | `GET outages`, `POST outages {"resource": "…/instances/i"}`, `DELETE outages?resource=…` | databases and caches that stop answering |
/// | `GET proxy` | a proxy for clients that insist on Google's own addresses, and the file with the authority to trust |
/// | `GET iam`, `POST iam {"mode": "enforce"}` | what is done about missing permissions, and the newest that were missing |
/// | `POST token {"account": "a@p.iam.gserviceaccount.com", "audience": "https://…"}` | an access token of anyone's, or with an audience an identity token |
/// | `POST reset` | forgets everything |
final class ControlSurface {
  private static final String PREFIX = "/emulator/v1/";

  private final ControlPlane plane;
  private final Emulator.Options options;
  private final Emulator emulator;
  private final IdentityControl identities;
  private final OutageControl outages;

  ControlSurface(ControlPlane plane, Emulator.Options options, Emulator emulator) {
    this.plane = plane;
    this.options = options;
    this.emulator = emulator;
    identities = new IdentityControl(plane);
    outages = new OutageControl(plane);
  }

  Reply answer(Request request) {
    if (!request.path().startsWith(PREFIX)) {
      return error(
          404,
          "This is Groundwork's emulator of Google Cloud. Write the API's host first: /compute.googleapis.com/compute/v1/…");
    }
    String what = request.verb() + " " + request.path().substring(PREFIX.length());
    try {
      Fields body = request.hasBody() ? Json.parseFields(request.body().text()) : Fields.EMPTY;
      return switch (what) {
        case "GET status" -> Reply.ok(status());
        case "GET clock" -> Reply.ok(clock());
        case "POST clock:advance" -> advance(body);
        case "GET faults" -> Reply.ok(faults());
        case "POST faults" -> Reply.ok(add(body));
        case "DELETE faults" -> {
          plane.faults().clear();
          yield Reply.empty();
        }
        case "GET images" -> Reply.ok(emulator.images().list());
        case "PUT images" -> Reply.ok(emulator.images().put(body));
        case "DELETE images" -> {
          String image = request.query("image").orElse("");
          yield emulator.images().remove(image)
              ? Reply.empty()
              : error(404, "nothing stands for image " + image);
        }
        case "GET sources" -> Reply.ok(emulator.builds().sources().list());
        case "PUT sources" -> Reply.ok(emulator.builds().sources().put(body));
        case "DELETE sources" -> {
          String repository = request.query("repository").orElse("");
          yield emulator.builds().sources().remove(repository)
              ? Reply.empty()
              : error(404, "no source is known of " + repository);
        }
        case "POST sources:push" -> Reply.ok(emulator.builds().push(body));
        case "GET outages" -> Reply.ok(outages.list());
        case "POST outages" -> Reply.ok(outages.begin(body));
        case "DELETE outages" -> Reply.ok(outages.end(request.query("resource").orElse("")));
        case "GET proxy" -> Reply.ok(proxy());
        case "GET addresses" -> Reply.ok(addresses());
        case "GET iam" -> Reply.ok(identities.iam());
        case "POST iam" -> Reply.ok(identities.change(body));
        case "POST token" -> Reply.ok(identities.token(body));
        case "POST reset" -> {
          plane.reset();
          outages.forget();
          yield Reply.empty();
        }
        default ->
            what.startsWith("DELETE faults/")
                ? remove(what.substring("DELETE faults/".length()))
                : error(404, "no such control: " + what);
      };
    } catch (Json.Malformed | IllegalArgumentException | DateTimeParseException e) {
      return error(400, String.valueOf(e.getMessage()));
    }
  }

  private Fields status() {
    return Fields.EMPTY
        .with("state", "RUNNING")
        .with("entries", plane.store().size())
        .with("realistic", options.realistic())
        .with("clock", clock())
        .with("iam", plane.access().mode().word())
        .with("faults", plane.faults().list().size())
        .with("pid", ProcessHandle.current().pid());
  }

  private Fields proxy() {
    return Fields.EMPTY
        .with("host", "127.0.0.1")
        .with("port", emulator.proxyPort())
        .with("certificateAuthority", emulator.proxyAuthority().toAbsolutePath().toString())
        .with("accessTokenFile", emulator.accessTokenFile().toAbsolutePath().toString());
  }

  private Fields clock() {
    return Fields.EMPTY
        .with("now", plane.clock().instant().toString())
        .with("ahead", plane.clock().ahead().toString());
  }

  private Reply advance(Fields body) {
    plane.advance(
        Duration.parse(
            body.text("by")
                .orElseThrow(() -> new IllegalArgumentException("by: how far, as PT1H30M"))));
    return Reply.ok(clock());
  }

  private Fields faults() {
    List<Value> all = plane.faults().list().stream().<Value>map(ControlSurface::show).toList();
    return Fields.EMPTY.with("seed", plane.faults().seed()).with("faults", new Value.Items(all));
  }

  private Fields add(Fields body) {
    Fault fault =
        new Fault(
            Fault.Kind.valueOf(body.text("kind").orElse("").toUpperCase(Locale.ROOT)),
            body.text("host").orElse("*"),
            body.text("method").orElse("*"),
            body.text("path").orElse("*"),
            number(body, "probability").map(BigDecimal::doubleValue).orElse(1.0),
            number(body, "count").map(BigDecimal::intValue).orElse(0),
            Duration.ofMillis(number(body, "delayMillis").map(BigDecimal::longValue).orElse(0L)));
    int id = plane.faults().add(fault);
    return plane.faults().list().stream()
        .filter(f -> f.id() == id)
        .map(ControlSurface::show)
        .findFirst()
        .orElseThrow();
  }

  private static Fields show(Faults.InForce inForce) {
    Fault f = inForce.fault();
    return Fields.EMPTY
        .with("id", inForce.id())
        .with("kind", f.kind().name())
        .with("host", f.host())
        .with("method", f.verb())
        .with("path", f.path())
        .with("probability", new Value.Num(BigDecimal.valueOf(f.probability())))
        .with("count", f.count())
        .with("delayMillis", f.delay().toMillis())
        .with("struck", inForce.struck());
  }

  private Fields addresses() {
    List<Value> all =
        plane.reachable().stream()
            .<Value>map(r ->
                Fields.EMPTY
                    .with("service", r.service())
                    .with("resource", r.resource())
                    .with("address", r.address())
                    .with("port", r.port())
                    .with("host", r.host())
                    .with("hostPort", r.hostPort()))
            .toList();
    return Fields.EMPTY.with("addresses", new Value.Items(all));
  }

  private Reply remove(String id) {
    return plane.faults().remove(Integer.parseInt(id))
        ? Reply.empty()
        : error(404, "no fault " + id);
  }

  private static Optional<BigDecimal> number(Fields body, String field) {
    return body.get(field)
        .map(v -> v instanceof Value.Num(var n) ? n : new BigDecimal(body.text(field).orElse("")));
  }

  private static Reply error(int status, String message) {
    return Reply.status(
        status,
        Fields.EMPTY.with("error", Fields.EMPTY.with("code", status).with("message", message)));
  }
}
