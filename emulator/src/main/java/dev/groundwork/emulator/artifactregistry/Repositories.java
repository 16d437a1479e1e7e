package dev.groundwork.emulator.artifactregistry;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Operation;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Repositories: what Google asks of one and adds to it.
final class Repositories implements Behavior {
  private static final String SCANNING = "containerscanning.googleapis.com";

  /// Settings that only one format or mode has.
  private static final Map<String, String> OF_FORMAT =
      Map.of("dockerConfig", "DOCKER", "mavenConfig", "MAVEN");

  private static final Map<String, String> OF_MODE =
      Map.of(
          "remoteRepositoryConfig", "REMOTE_REPOSITORY",
          "virtualRepositoryConfig", "VIRTUAL_REPOSITORY");

  private final ControlPlane plane;

  Repositories(ControlPlane plane) {
    this.plane = plane;
  }

  /// The parameter's older spelling.
  @Override
  public Optional<String> name(Ask ask) {
    return ask.query("repository_id");
  }

  /// Clients that leave the mode to Google say so.
  @Override
  public Fields received(Ask ask, Fields sent) {
    return sent.text("mode").orElse("").equals("MODE_UNSPECIFIED") ? sent.without("mode") : sent;
  }

  @Override
  public Fields create(Edit edit, Fields wanted) {
    if (!edit.name().matches("[a-z]([a-z0-9-]{0,61}[a-z0-9])?")) {
      throw Refusal.invalid(
              "repository_id \""
                  + edit.name()
                  + "\" is invalid: must be 1-63 characters long, start with a lowercase letter, end with a lowercase letter or digit, and contain only lowercase letters, digits and hyphens")
          .asException();
    }
    if (!ArtifactRegistry.isPlace(edit.path("location"))) {
      throw Refusal.invalid("Invalid location: " + edit.path("location")).asException();
    }
    String format = wanted.text("format").orElse("");
    String mode = wanted.text("mode").orElse("STANDARD_REPOSITORY");
    OF_FORMAT.forEach(
        (field, of) -> refuse(wanted, field, of.equals(format), of.toLowerCase(Locale.ROOT)));
    OF_MODE.forEach(
        (field, of) -> refuse(wanted, field, of.equals(mode), of.toLowerCase(Locale.ROOT)));
    if (mode.equals("REMOTE_REPOSITORY") && wanted.get("remoteRepositoryConfig").isEmpty()) {
      throw Refusal.invalid("remote_repository_config is required for a remote repository")
          .asException();
    }
    Fields made = complete(edit, wanted).with("satisfiesPzi", true);
    return format.equals("DOCKER")
        ? made.with(
            "registryUri",
            edit.path("location") + "-docker.pkg.dev/" + edit.path("project") + "/" + edit.name())
        : made.with(
            "registryUri",
            edit.path("location")
                + "-"
                + format.toLowerCase(Locale.ROOT)
                + ".pkg.dev/"
                + edit.path("project")
                + "/"
                + edit.name());
  }

  private static void refuse(Fields wanted, String field, boolean fits, String of) {
    if (!fits && !wanted.fields(field).isEmpty()) {
      throw Refusal.invalid(field + " can only be set on a " + of.replace('_', ' ')).asException();
    }
  }

  private Fields complete(Edit edit, Fields repository) {
    return repository
        .with(
            "name",
            "projects/"
                + edit.path("project")
                + "/locations/"
                + edit.path("location")
                + "/repositories/"
                + edit.name())
        .with("vulnerabilityScanningConfig", scanning(edit, repository));
  }

  private Fields scanning(Edit edit, Fields repository) {
    Fields config = repository.fields("vulnerabilityScanningConfig");
    boolean wanted = !config.text("enablementConfig").orElse("").equals("DISABLED");
    boolean enabled = plane.projects().isEnabled(edit.path("project"), SCANNING);
    String reason =
        wanted
            ? "API " + SCANNING + " is not enabled."
            : "Vulnerability scanning is disabled on the repository.";
    Fields shown =
        config.with("enablementState", wanted && enabled ? "SCANNING_ACTIVE" : "SCANNING_DISABLED");
    shown =
        wanted && enabled
            ? shown.without("enablementStateReason")
            : shown.with("enablementStateReason", reason);
    return config.get("lastEnableTime").isPresent()
        ? shown
        : shown.with("lastEnableTime", Times.micros(plane.clock().instant()));
  }

  @Override
  public Fields update(Edit edit, Fields before, Fields after) {
    return complete(edit, after);
  }

  /// Google says of an operation that it is one, and no more.
  @Override
  public Optional<Fields> metadata(Operation operation, Entry target) {
    return Optional.of(
        Operation.typed("google.devtools.artifactregistry.v1.OperationMetadata", Fields.EMPTY));
  }

  @Override
  public Optional<Fields> response(Operation operation, Entry target) {
    if (operation.action() == Action.DELETE) {
      return Optional.empty();
    }
    Fields body = target.body();
    for (String later : List.of("createTime", "updateTime", "registryUri")) {
      body = body.without(later);
    }
    return Optional.of(Operation.typed("google.devtools.artifactregistry.v1.Repository", body));
  }

  @Override
  public Optional<Refusal> absent(Ask ask, String relativeName) {
    return Optional.of(Refusal.notFound("Requested entity was not found."));
  }

  @Override
  public Optional<Refusal> present(Ask ask, String relativeName) {
    return Optional.of(Refusal.alreadyExists("the repository already exists"));
  }
}
