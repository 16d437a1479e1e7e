package dev.groundwork.emulator.control;

import dev.groundwork.emulator.http.Reply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What the faults that strike a request do to it, the first that ends it first.
record Misbehavior(List<Fault> striking) {

  static Misbehavior of(List<Fault> striking) {
    return new Misbehavior(striking);
  }

  Reply answer(Supplier<Reply> handling, Dialect dialect) {
    Optional<Refusal> instead = striking.stream().flatMap(f -> refusal(f).stream()).findFirst();
    if (has(Fault.Kind.LOST_REQUEST)) {
      return Reply.cut();
    }
    Reply reply =
        instead
            .map(r -> Reply.status(r.code(), dialect.render(r)))
            .orElseGet(() ->
                has(Fault.Kind.FAILS_LATE)
                    ? Faults.beginningOperationsThatFail(handling)
                    : handling.get());
    if (has(Fault.Kind.LOST_REPLY)) {
      return Reply.cut();
    }
    long delayMillis = Faults.delay(striking).toMillis();
    if (reply.status() == 429) {
      reply = new Reply(429, Map.of("Retry-After", "1"), reply.content());
    }
    return delayMillis == 0 ? reply : reply.after(delayMillis);
  }

  private boolean has(Fault.Kind kind) {
    return striking.stream().anyMatch(f -> f.kind() == kind);
  }

  private static Optional<Refusal> refusal(Fault fault) {
    return switch (fault.kind()) {
      case RATE_LIMITED ->
          Optional.of(
              new Refusal(
                  429,
                  "RESOURCE_EXHAUSTED",
                  "rateLimitExceeded",
                  "Quota exceeded for quota metric 'Requests' and limit 'Requests per minute' of service.",
                  List.of()));
      case UNAVAILABLE ->
          Optional.of(
              new Refusal(
                  503,
                  "UNAVAILABLE",
                  "backendError",
                  "The service is currently unavailable.",
                  List.of()));
      case INTERNAL ->
          Optional.of(
              new Refusal(
                  500, "INTERNAL", "internalError", "Internal error encountered.", List.of()));
      case LOST_REPLY, LOST_REQUEST, FAILS_LATE, DELAY -> Optional.empty();
    };
  }
}
