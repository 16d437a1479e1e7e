package dev.groundwork.gcp;

import dev.groundwork.cloud.Cloud.SecretValue;
import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Refusal.Kind;
import dev.groundwork.gcp.GoogleCloud.Sent;
import dev.groundwork.resource.Value.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Reads values of secrets. They are returned, and neither kept nor logged.
final class Secrets {
  private static final String HOST = "secretmanager.googleapis.com";

  private final Wire wire;

  Secrets(Wire wire) {
    this.wire = wire;
  }

  /// The value of the newest enabled version. `latest` is the newest version of all: when that is
  /// disabled or destroyed, the newest of the enabled ones is looked for.
  SecretValue reveal(String secret) {
    return switch (access(secret + "/versions/latest")) {
      case Sent.Done(var body) -> revealed(body);
      case Sent.Refused(var refusal) -> {
        boolean disabled =
            refusal.reason().equals("FAILED_PRECONDITION") || refusal.status() == 400;
        Optional<String> newest =
            disabled || refusal.kind() == Kind.NOT_FOUND ? newestEnabled(secret) : Optional.empty();
        yield newest.isEmpty()
            ? new SecretValue.Refused(refusal)
            : switch (access(newest.get())) {
              case Sent.Done(var body) -> revealed(body);
              case Sent.Refused(var again) -> new SecretValue.Refused(again);
            };
      }
    };
  }

  private Sent access(String version) {
    return wire.call(Request.get(HOST, "v1/" + version + ":access"));
  }

  private Optional<String> newestEnabled(String secret) {
    Request request =
        Request.get(HOST, "v1/" + secret + "/versions")
            .with("filter", "state:ENABLED")
            .with("pageSize", "1");
    return switch (wire.call(request)) {
      case Sent.Refused _ -> Optional.empty();
      case Sent.Done(var body) -> {
        List<?> versions = body.items("versions"); // newest first
        yield !versions.isEmpty() && versions.getFirst() instanceof Fields version
            ? version.text("name")
            : Optional.empty();
      }
    };
  }

  private static SecretValue revealed(Fields body) {
    Optional<String> data = body.text("payload.data");
    if (data.isEmpty()) {
      return new SecretValue.Refused(
          new Refusal(Kind.OTHER, 200, "", "Secret Manager answered no value", Optional.empty()));
    }
    String value = new String(Base64.getDecoder().decode(data.get()), StandardCharsets.UTF_8);
    return new SecretValue.Revealed(value, body.text("name").orElse(""));
  }
}
