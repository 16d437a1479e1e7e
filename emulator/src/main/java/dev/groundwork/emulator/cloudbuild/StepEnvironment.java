package dev.groundwork.emulator.cloudbuild;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Projects;
import dev.groundwork.emulator.credentials.Machine;
import dev.groundwork.emulator.credentials.MetadataServer;
import dev.groundwork.emulator.http.Payload;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.http.Request;
import dev.groundwork.emulator.identity.Caller;
import dev.groundwork.emulator.identity.Issuer;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// What steps see in their environment: what the build and the step say, secrets that the build's
/// identity may read, and where Google's libraries find the emulator.
final class StepEnvironment implements AutoCloseable {
  private final ControlPlane plane;
  private final Map<Machine, MetadataServer> metadata = new ConcurrentHashMap<>();

  StepEnvironment(ControlPlane plane) {
    this.plane = plane;
  }

  /// A secret that the build names and cannot have.
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }

  /// The values of a build's secrets, by the name of their variable.
  SequencedMap<String, String> secrets(Fields build, String account) throws Unreadable {
    SequencedMap<String, String> values = new LinkedHashMap<>();
    for (Value value : build.items("availableSecrets.secretManager")) {
      Fields secret = (Fields) value;
      values.put(
          secret.text("env").orElse(""), read(secret.text("versionName").orElse(""), account));
    }
    return values;
  }

  private String read(String version, String account) throws Unreadable {
    Reply reply =
        plane.answer(
            new Request(
                "GET",
                "secretmanager.googleapis.com",
                "/v1/" + version + ":access",
                Map.of(),
                Map.of(
                    "authorization",
                    "Bearer " + plane.issuer().accessToken(Caller.of(account), Issuer.LIFE)),
                Payload.NONE));
    Fields said =
        reply.json().map(v -> v instanceof Fields f ? f : Fields.EMPTY).orElse(Fields.EMPTY);
    Optional<String> data = said.text("payload.data");
    if (reply.status() != 200 || data.isEmpty()) {
      throw new Unreadable(
          "failed to access secret version for secret "
              + version
              + ": "
              + said.text("error.message").orElse("status " + reply.status()));
    }
    return new String(Base64.getDecoder().decode(data.get()), StandardCharsets.UTF_8);
  }

  /// @param build with its options
  /// @param secrets all that the build has
  Map<String, String> of(
      Place place,
      Fields build,
      Step step,
      String account,
      Map<String, String> secrets,
      Workspace workspace) {
    Map<String, String> all = new TreeMap<>();
    Projects.Project project = plane.projects().find(place.project()).orElseThrow();
    Machine machine = new Machine(project.id(), project.number(), place.location(), account);
    all.put(
        "GCE_METADATA_HOST",
        metadata.computeIfAbsent(machine, m -> new MetadataServer(plane, m)).address());
    all.put("GOOGLE_CLOUD_PROJECT", project.id());
    plane
        .address()
        .ifPresent(at -> {
          all.put("GROUNDWORK_EMULATOR_URL", at.toString());
          all.put("STORAGE_EMULATOR_HOST", at.toString());
        });
    Path outputs = workspace.folder().resolveSibling("outputs");
    all.put("BUILDER_OUTPUT", outputs.toString());
    if (build.flag("options.automapSubstitutions") || step.body().flag("automapSubstitutions")) {
      build
          .fields("substitutions")
          .values()
          .forEach((name, value) -> all.put(name, value instanceof Value.Text(var t) ? t : ""));
    }
    for (Fields holder : new Fields[] {build.fields("options"), step.body()}) {
      for (String assignment : Step.texts(holder, "env")) {
        int at = assignment.indexOf('=');
        if (at > 0) {
          all.put(assignment.substring(0, at), workspace.placed(assignment.substring(at + 1)));
        }
      }
      for (String name : Step.texts(holder, "secretEnv")) {
        Optional.ofNullable(secrets.get(name)).ifPresent(value -> all.put(name, value));
      }
    }
    return all;
  }

  @Override
  public void close() {
    metadata.values().forEach(MetadataServer::close);
    metadata.clear();
  }
}
