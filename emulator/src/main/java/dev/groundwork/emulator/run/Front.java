package dev.groundwork.emulator.run;

import com.sun.net.httpserver.HttpExchange;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.http.Passage;
import dev.groundwork.emulator.identity.Caller;
import dev.groundwork.emulator.identity.IdToken;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What stands before all services: finds the one that a host names, lets through who may call it,
/// and hands the request to an instance.
final class Front implements Passage {
  private static final String INVOKE = "run.routes.invoke";

  private final ControlPlane plane;
  private final Fleets fleets;
  private final Launcher launcher;

  Front(ControlPlane plane, Fleets fleets, Launcher launcher) {
    this.plane = plane;
    this.fleets = fleets;
    this.launcher = launcher;
  }

  /// What a request was aimed at.
  private record Aim(Place place, Fields service, Optional<String> tag) {}

  @Override
  public boolean takes(String host) {
    return host.endsWith(".run.app");
  }

  @Override
  public void handle(HttpExchange exchange, String host, String path) throws IOException {
    Optional<Aim> aim = find(host);
    if (aim.isEmpty() || !isReachable(exchange, aim.get().service())) {
      Pages.notFound(exchange);
      return;
    }
    Entry entry = plane.store().get(aim.get().place().key()).orElseThrow();
    Optional<Pages.Refused> refused = refused(exchange, aim.get(), entry.key());
    if (refused.isPresent()) {
      Pages.write(exchange, refused.get(), path);
      return;
    }
    Optional<String> revision = revision(aim.get());
    if (revision.isEmpty()) {
      Pages.unavailable(exchange);
      return;
    }
    serve(exchange, host, path, aim.get(), revision.get());
  }

  private Optional<Aim> find(String written) {
    String[] tagged = written.split("---", 2);
    String host = tagged[tagged.length - 1];
    return plane.store().under(Place.HOST + "/projects/").stream()
        .filter(e -> e.type().equals("run.Service"))
        .filter(e -> isHost(Place.of(e.key()), host))
        .map(e ->
            new Aim(
                Place.of(e.key()),
                e.body(),
                tagged.length > 1 ? Optional.of(tagged[0]) : Optional.empty()))
        .filter(a -> !a.service().flag("defaultUriDisabled"))
        .findFirst();
  }

  private boolean isHost(Place place, String host) {
    return host.startsWith(place.name() + "-")
        && plane
            .projects()
            .find(place.project())
            .map(p -> Hostnames.of(place.name(), p.number(), place.region()).contains(host))
            .orElse(false);
  }

  /// Callers of this machine come from the internet, but those inside the emulator itself.
  private boolean isReachable(HttpExchange exchange, Fields service) {
    String ingress = service.text("ingress").orElse("INGRESS_TRAFFIC_ALL");
    String key =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst(ControlPlane.INTERNAL))
            .orElse("");
    return ingress.equals("INGRESS_TRAFFIC_ALL") || key.equals(plane.internalKey());
  }

  private Optional<Pages.Refused> refused(HttpExchange exchange, Aim aim, String key) {
    if (aim.service().flag("invokerIamDisabled")
        || plane.access().mayCall(new Caller.Nobody(), INVOKE, key)) {
      return Optional.empty();
    }
    Optional<String> token = token(exchange);
    if (token.isEmpty()) {
      return Optional.of(Pages.Refused.NOBODY);
    }
    Optional<IdToken> verified = plane.issuer().verify(token.get());
    if (verified.isEmpty() || !isAudience(aim, verified.get().audience())) {
      return Optional.of(Pages.Refused.UNKNOWN);
    }
    return plane.access().mayCall(verified.get().caller(), INVOKE, key)
        ? Optional.empty()
        : Optional.of(Pages.Refused.FORBIDDEN);
  }

  private static Optional<String> token(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Serverless-Authorization"))
        .or(() -> Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")))
        .filter(h -> h.regionMatches(true, 0, "Bearer ", 0, 7))
        .map(h -> h.substring(7).strip());
  }

  /// The service's own addresses, its custom audiences, and the ways to its address on this
  /// machine.
  private boolean isAudience(Aim aim, String audience) {
    if (aim.service().items("customAudiences").contains(Value.of(audience))) {
      return true;
    }
    String number = plane.projects().find(aim.place().project()).map(p -> p.number()).orElse("");
    for (String host : Hostnames.of(aim.place().name(), number, aim.place().region())) {
      String plain = audience.replaceFirst("/+$", "");
      boolean local = plain.matches("http://" + host.replace(".", "\\.") + "\\.localhost(:\\d+)?");
      boolean byPath = plane.address().map(at -> plain.equals(at + "/" + host)).orElse(false);
      String tagged = aim.tag().map(t -> "https://" + t + "---" + host).orElse("");
      if (plain.equals("https://" + host) || plain.equals(tagged) || local || byPath) {
        return true;
      }
    }
    return false;
  }

  /// Which revision answers, by the shares of the traffic.
  private Optional<String> revision(Aim aim) {
    Fields service = aim.service();
    List<Fields> targets = new ArrayList<>();
    service.items("traffic").forEach(v -> targets.add((Fields) v));
    if (aim.tag().isPresent()) {
      return targets.stream()
          .filter(t -> t.text("tag").equals(aim.tag()))
          .findFirst()
          .flatMap(t -> name(t, service));
    }
    long at = plane.ids().number(100);
    for (Fields target : targets) {
      at -= Templates.number(target, "percent", 0);
      if (at < 0) {
        return name(target, service);
      }
    }
    return name(Fields.EMPTY, service);
  }

  private static Optional<String> name(Fields target, Fields service) {
    return target
        .text("revision")
        .filter(r -> !r.isEmpty())
        .or(() -> service.text("latestReadyRevision"))
        .map(r -> r.substring(r.lastIndexOf('/') + 1));
  }

  private void serve(HttpExchange exchange, String host, String path, Aim aim, String revision)
      throws IOException {
    Optional<Entry> entry = plane.store().get(aim.place().revisionKey(revision));
    if (entry.isEmpty() || !Conditions.holds(entry.get().body(), "Ready")) {
      Pages.unavailable(exchange);
      return;
    }
    Fleet fleet = fleets.fleet(aim.place(), revision, entry.get().body());
    Instant began = plane.clock().instant();
    int status;
    try (Fleet.Turn turn = fleet.enter()) {
      status = forward(exchange, host, path, turn);
    } catch (Fleet.Full e) {
      status = Pages.full(exchange);
    } catch (NotStarted e) {
      launcher
          .output(aim.place(), revision, "")
          .say(dev.groundwork.emulator.control.LogEntry.Severity.ERROR, e.problem().message());
      status = Pages.unavailable(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    log(exchange, host, path, aim, revision, began, status);
  }

  private static int forward(HttpExchange exchange, String host, String path, Fleet.Turn turn)
      throws IOException {
    boolean begun = false;
    try (Forward forward = new Forward(turn.port())) {
      turn.cutBy(forward::close);
      String query = exchange.getRequestURI().getRawQuery();
      Forward.Answer answer =
          forward.send(
              exchange.getRequestMethod(),
              query == null ? path : path + "?" + query,
              headers(exchange, host),
              exchange.getRequestBody(),
              length(exchange));
      begun = true;
      answer.headers().forEach(h -> exchange.getResponseHeaders().add(h.getKey(), h.getValue()));
      exchange.getResponseHeaders().remove("Content-Length");
      boolean bodiless = answer.length() == 0;
      exchange.sendResponseHeaders(
          answer.status(), bodiless ? -1 : answer.length() < 0 ? 0 : answer.length());
      if (!bodiless) {
        stream(answer.body(), exchange.getResponseBody());
      }
      return answer.status();
    } catch (IOException e) {
      if (begun) {
        // half an answer is cut, as Google cuts it
        throw e;
      }
      return turn.isLate() ? Pages.late(exchange) : Pages.broken(exchange);
    }
  }

  private static void stream(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[16384];
    for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
      to.write(buffer, 0, n);
      to.flush();
    }
  }

  private static long length(HttpExchange exchange) {
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    if (length != null) {
      return Long.parseLong(length);
    }
    return exchange.getRequestHeaders().containsKey("Transfer-Encoding") ? -1 : 0;
  }

  private static List<Map.Entry<String, String>> headers(HttpExchange exchange, String host) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry("Host", host));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          boolean ours =
              lower.equals("host")
                  || lower.equals("content-length")
                  || lower.equals("expect")
                  || lower.equals(ControlPlane.INTERNAL.toLowerCase(Locale.ROOT))
                  || Forward.HOPS.contains(lower);
          if (!ours) {
            // the signature of a token is not passed on: the service need not, and cannot, act as
            // its caller
            values.forEach(v -> headers.add(Map.entry(name, unsigned(lower, v))));
          }
        });
    headers.add(
        Map.entry("X-Forwarded-For", exchange.getRemoteAddress().getAddress().getHostAddress()));
    headers.add(Map.entry("X-Forwarded-Proto", "https"));
    headers.add(Map.entry("Forwarded", "for=\"127.0.0.1\";proto=https"));
    return headers;
  }

  private static String unsigned(String name, String value) {
    boolean token =
        name.equals("authorization") && value.matches("(?i)bearer [^.]+\\.[^.]+\\.[^.]+");
    return token
        ? value.substring(0, value.lastIndexOf('.') + 1) + "SIGNATURE_REMOVED_BY_GOOGLE"
        : value;
  }

  private void log(
      HttpExchange exchange,
      String host,
      String path,
      Aim aim,
      String revision,
      Instant began,
      int status) {
    Duration took = Duration.between(began, plane.clock().instant());
    Fields request =
        Fields.EMPTY
            .with("requestMethod", exchange.getRequestMethod())
            .with("requestUrl", "https://" + host + path)
            .with("status", status)
            .with(
                "userAgent",
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("User-Agent")).orElse(""))
            .with("remoteIp", "127.0.0.1")
            .with("latency", "%d.%09ds".formatted(took.toSeconds(), took.toNanosPart()))
            .with("protocol", exchange.getProtocol());
    launcher.output(aim.place(), revision, "").served(request, status);
  }
}
