package dev.groundwork.emulator.run;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.http.Payload;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.http.Request;
import dev.groundwork.emulator.identity.Caller;
import dev.groundwork.emulator.identity.Issuer;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The secrets that a template names, read from Secret Manager as the identity that it runs as. Its
/// permission is asked for in every mode of IAM: a missing one is what stops a first deployment.
final class Secrets {
  private static final String HOST = "secretmanager.googleapis.com";

  private final ControlPlane plane;

  Secrets(ControlPlane plane) {
    this.plane = plane;
  }

  /// One version that a template names.
  ///
  /// @param field where, as version 1 of the API calls it, for messages
  private record Named(String field, String secret, String version) {}

  /// The values of the environment variables that are secrets, by name.
  ///
  /// @param project of the service
  /// @throws NotStarted when a version is not there, or the account may not read it
  Map<String, String> variables(Fields container, int index, String project, String account)
      throws NotStarted {
    Map<String, String> values = new TreeMap<>();
    int at = 0;
    for (Value value : container.items("env")) {
      Fields variable = (Fields) value;
      Fields reference = variable.fields("valueSource.secretKeyRef");
      if (!reference.isEmpty()) {
        Named named =
            new Named(
                "spec.template.spec.containers["
                    + index
                    + "].env["
                    + at
                    + "].value_from.secret_key_ref.name",
                reference.text("secret").orElse(""),
                reference.text("version").filter(v -> !v.isEmpty()).orElse("latest"));
        values.put(
            variable.text("name").orElse(""),
            new String(read(named, project, account), StandardCharsets.UTF_8));
      }
      at++;
    }
    return values;
  }

  /// Checks everything that a template names, and names every one that fails.
  Optional<Problem> check(Fields template, String project, String account) {
    List<String> messages = new ArrayList<>();
    for (Named named : all(template)) {
      try {
        read(named, project, account);
      } catch (NotStarted e) {
        messages.add(e.problem().message());
      }
    }
    return messages.isEmpty()
        ? Optional.empty()
        : Optional.of(Problem.common("SECRETS_ACCESS_CHECK_FAILED", String.join("\n", messages)));
  }

  private static List<Named> all(Fields template) {
    List<Named> all = new ArrayList<>();
    int container = 0;
    for (Value value : template.items("containers")) {
      int at = 0;
      for (Value variable : ((Fields) value).items("env")) {
        Fields reference = ((Fields) variable).fields("valueSource.secretKeyRef");
        if (!reference.isEmpty()) {
          all.add(
              new Named(
                  "spec.template.spec.containers["
                      + container
                      + "].env["
                      + at
                      + "].value_from.secret_key_ref.name",
                  reference.text("secret").orElse(""),
                  reference.text("version").filter(v -> !v.isEmpty()).orElse("latest")));
        }
        at++;
      }
      container++;
    }
    int volume = 0;
    for (Value value : template.items("volumes")) {
      Fields source = ((Fields) value).fields("secret");
      if (!source.isEmpty()) {
        List<Value> items = source.items("items");
        String version =
            items.isEmpty()
                ? "latest"
                : ((Fields) items.getFirst()).text("version").orElse("latest");
        all.add(
            new Named(
                "spec.template.spec.volumes[" + volume + "].secret.secret_name",
                source.text("secret").orElse(""),
                version));
      }
      volume++;
    }
    return all;
  }

  private byte[] read(Named named, String project, String account) throws NotStarted {
    String secret = relative(named.secret(), project);
    String[] parts = secret.split("/", -1);
    String owner = plane.projects().find(parts[1]).map(p -> p.id()).orElse(parts[1]);
    String shown =
        "projects/"
            + plane.projects().find(parts[1]).map(p -> p.number()).orElse(parts[1])
            + "/secrets/"
            + parts[3]
            + "/versions/"
            + named.version();
    String key = HOST + "/projects/" + owner + "/secrets/" + parts[3];
    boolean isThere = plane.store().get(key).isPresent();
    boolean mayRead =
        plane.access().mayCall(Caller.of(account), "secretmanager.versions.access", key);
    if (isThere && !mayRead) {
      throw refused(
          named,
          "Permission denied on secret: "
              + shown
              + " for Revision service account "
              + account
              + ". The service account used must be granted the 'Secret Manager Secret Accessor' role (roles/secretmanager.secretAccessor) at the secret, project or higher level.");
    }
    Reply reply =
        plane.answer(
            new Request(
                "GET",
                HOST,
                "/v1/" + secret + "/versions/" + named.version() + ":access",
                Map.of(),
                Map.of(
                    "authorization",
                    "Bearer " + plane.issuer().accessToken(Caller.of(account), Issuer.LIFE)),
                Payload.NONE));
    Optional<String> data =
        reply
            .json()
            .flatMap(v -> v instanceof Fields f ? f.text("payload.data") : Optional.empty());
    if (reply.status() != 200 || data.isEmpty()) {
      String why =
          reply
              .json()
              .flatMap(v -> v instanceof Fields f ? f.text("error.message") : Optional.empty())
              .orElse("");
      throw refused(named, reply.status() == 404 ? "Secret " + shown + " was not found" : why);
    }
    return Base64.getDecoder().decode(data.get());
  }

  private static NotStarted refused(Named named, String message) {
    return new NotStarted(
        Problem.common("SECRETS_ACCESS_CHECK_FAILED", named.field() + ": " + message));
  }

  /// `s` in the project of the service, or whole.
  private static String relative(String secret, String project) {
    int projects = secret.indexOf("projects/");
    return projects >= 0
        ? secret.substring(projects)
        : "projects/" + project + "/secrets/" + secret;
  }
}
