package dev.groundwork.emulator.cloudscheduler;

import dev.groundwork.emulator.control.Accounts.Account;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.OutgoingCalls;
import dev.groundwork.emulator.http.Payload;
import dev.groundwork.emulator.identity.Caller;
import dev.groundwork.emulator.identity.Issuer;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One attempt of a job: the call or the message, and what came of it.
final class Attempt {
  private final ControlPlane plane;
  private final OutgoingCalls outside;

  Attempt(ControlPlane plane, OutgoingCalls outside) {
    this.plane = plane;
    this.outside = outside;
  }

  /// What came of an attempt.
  ///
  /// @param code Google's canonical number; 0 for success
  /// @param http the status of the answer; 0 when there was none
  /// @param what for the log
  record Outcome(int code, int http, String what) {
    static final Outcome FINE = new Outcome(0, 200, "");

    boolean isFine() {
      return code == 0;
    }
  }

  /// What an attempt is about, for the log.
  static String target(Fields job) {
    return job.text("httpTarget.uri")
        .or(() -> job.text("pubsubTarget.topicName"))
        .or(() -> job.text("appEngineHttpTarget.relativeUri"))
        .orElse("");
  }

  static String kind(Fields job) {
    return job.get("httpTarget").isPresent()
        ? "HTTP"
        : job.get("pubsubTarget").isPresent() ? "PUB_SUB" : "APP_ENGINE_HTTP";
  }

  /// @param scheduled the time for which the job was scheduled
  Outcome make(String name, Fields job, Instant scheduled) {
    return switch (kind(job)) {
      case "HTTP" -> call(name, job, scheduled);
      case "PUB_SUB" -> publish(job);
      default -> new Outcome(5, 404, "Groundwork's emulator has no App Engine");
    };
  }

  private Outcome publish(Fields job) {
    Fields target = job.fields("pubsubTarget");
    Fields message = Fields.EMPTY;
    for (String field : new String[] {"data", "attributes"}) {
      message =
          target.get(field).isPresent()
              ? message.with(field, target.get(field).orElseThrow())
              : message;
    }
    OutgoingCalls.Answer answer =
        outside.send(
            "POST",
            URI.create(
                "https://pubsub.googleapis.com/v1/"
                    + target.text("topicName").orElse("")
                    + ":publish"),
            Map.of(
                "content-type",
                "application/json",
                "authorization",
                "Bearer " + plane.issuer().accessToken(plane.owner(), Issuer.LIFE)),
            Payload.of(Json.write(Fields.EMPTY.with("messages", Value.list(message)))),
            Duration.ofSeconds(30));
    return outcome(answer);
  }

  private Outcome call(String name, Fields job, Instant scheduled) {
    Fields target = job.fields("httpTarget");
    String uri = target.text("uri").orElse("");
    Map<String, String> headers = new TreeMap<>();
    headers.put("user-agent", "Google-Cloud-Scheduler");
    headers.put("x-cloudscheduler", "true");
    headers.put("x-cloudscheduler-jobname", name);
    headers.put("x-cloudscheduler-scheduletime", scheduled.toString());
    boolean hasBody = target.text("body").filter(b -> !b.isEmpty()).isPresent();
    if (hasBody) {
      headers.put("content-type", "application/octet-stream");
    }
    target
        .fields("headers")
        .values()
        .forEach((header, value) -> {
          if (value instanceof Value.Text(var text)) {
            headers.put(header.toLowerCase(java.util.Locale.ROOT), text);
          }
        });
    if (target.get("oidcToken").isPresent() || target.get("oauthToken").isPresent()) {
      Optional<String> token = token(target, uri);
      if (token.isEmpty()) {
        return new Outcome(16, 0, "the service account is not there or disabled");
      }
      headers.put("authorization", "Bearer " + token.get());
    }
    Payload body =
        hasBody
            ? new Payload(
                Base64.getDecoder()
                    .decode(target.text("body").orElseThrow().replace('-', '+').replace('_', '/')))
            : Payload.NONE;
    Duration limit = Retry.duration(job, "attemptDeadline").orElse(Duration.ofMinutes(3));
    return outcome(
        outside.send(
            target.text("httpMethod").filter(m -> !m.isEmpty()).orElse("POST"),
            URI.create(uri),
            headers,
            body,
            limit));
  }

  private Optional<String> token(Fields target, String uri) {
    String email =
        target
            .text("oidcToken.serviceAccountEmail")
            .or(() -> target.text("oauthToken.serviceAccountEmail"))
            .orElse("");
    Optional<Account> account = plane.accounts().find(email).filter(a -> !a.disabled());
    if (target.get("oidcToken").isPresent()) {
      String audience = target.text("oidcToken.audience").filter(a -> !a.isEmpty()).orElse(uri);
      return account.map(a -> plane.issuer().idToken(a.email(), a.uniqueId(), audience));
    }
    return account.map(
        a -> plane.issuer().accessToken(new Caller.ServiceAccount(a.email()), Issuer.LIFE));
  }

  private static Outcome outcome(OutgoingCalls.Answer answer) {
    return switch (answer) {
      case OutgoingCalls.Answered(int status) ->
          status / 100 == 2
              ? new Outcome(0, status, "")
              : new Outcome(canonical(status), status, "HTTP status " + status);
      case OutgoingCalls.TooSlow _ -> new Outcome(4, 0, "no answer within the attempt's deadline");
      case OutgoingCalls.Unreachable(var why) -> new Outcome(14, 0, why);
    };
  }

  private static int canonical(int status) {
    return switch (status) {
      case 400 -> 3;
      case 401 -> 16;
      case 403 -> 7;
      case 404 -> 5;
      case 409 -> 10;
      case 429 -> 8;
      case 499 -> 1;
      case 501 -> 12;
      case 503 -> 14;
      case 504 -> 4;
      default -> status / 100 == 5 ? 13 : 2;
    };
  }
}
