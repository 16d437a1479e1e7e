package dev.groundwork.emulator.secretmanager;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.tls.Vault;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// Secret Manager, see the package.
public final class SecretManager implements Service {
  static final String HOST = "secretmanager.googleapis.com";

  private final ControlPlane plane;
  private final Vault vault;

  public SecretManager(ControlPlane plane) {
    this.plane = plane;
    vault = new Vault(plane.folder("secretmanager"));
  }

  @Override
  public String host() {
    return HOST;
  }

  @Override
  public void install(Installation into) {
    into.alias("v1beta1/", "v1/");
    into.behavior("secretmanager.Secret", new Secrets());
    new Versions(plane, vault).install(into);
  }

  @Override
  public void erase() {
    vault.renew();
  }

  private final class Secrets implements Behavior {
    @Override
    public Fields create(Edit edit, Fields wanted) {
      if (!edit.name().matches("[A-Za-z0-9_-]{1,255}")) {
        throw Refusal.invalid(
                "The provided Secret ID ["
                    + edit.name()
                    + "] does not match the expected format [[a-zA-Z_0-9]+].")
            .asException();
      }
      Fields replication = wanted.fields("replication");
      if (replication.get("automatic").isEmpty() == replication.get("userManaged").isEmpty()) {
        throw Refusal.invalid("The secret's replication must be either automatic or user-managed.")
            .asException();
      }
      return complete(named(wanted, edit.path("project"), edit.name()));
    }

    @Override
    public Fields update(Edit edit, Fields before, Fields after) {
      return complete(named(after, edit.path("project"), edit.name()));
    }

    /// The versions go with it.
    @Override
    public void delete(Edit edit, Entry current) {
      edit.transaction()
          .under(edit.key() + "/versions/")
          .forEach(version -> edit.transaction().drop(version.key()));
      edit.transaction().drop(Versions.counter(edit.key()));
    }

    private Fields named(Fields secret, String project, String name) {
      String number = plane.projects().find(project).orElseThrow().number();
      return secret.with("name", "projects/" + number + "/secrets/" + name);
    }

    /// `ttl` is only taken; what is shown is when it ends.
    private Fields complete(Fields secret) {
      Optional<String> ttl = secret.text("ttl");
      if (ttl.isPresent()) {
        Duration duration = Duration.parse("PT" + ttl.get());
        return secret
            .without("ttl")
            .with("expireTime", plane.clock().instant().plus(duration).toString());
      }
      Optional<String> expires = secret.text("expireTime");
      if (expires.isPresent() && !isTime(expires.get())) {
        throw Refusal.invalid(
                "Invalid value at 'secret.expire_time' (type.googleapis.com/google.protobuf.Timestamp), \""
                    + expires.get()
                    + "\"")
            .asException();
      }
      return secret;
    }

    @Override
    public Optional<Refusal> absent(Ask ask, String relativeName) {
      return Optional.of(SecretManager.absent(plane, relativeName));
    }

    @Override
    public Optional<Refusal> present(Ask ask, String relativeName) {
      return Optional.of(
          Refusal.alreadyExists("Secret [" + numbered(plane, relativeName) + "] already exists."));
    }
  }

  private static boolean isTime(String text) {
    try {
      return !Instant.parse(text).equals(Instant.MIN);
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  static Refusal absent(ControlPlane plane, String relativeName) {
    return Refusal.notFound("Secret [" + numbered(plane, relativeName) + "] not found.");
  }

  /// The name with the project's number in place of its id.
  static String numbered(ControlPlane plane, String relativeName) {
    String[] parts = relativeName.split("/", 3);
    return "projects/"
        + plane.projects().find(parts[1]).map(p -> p.number()).orElse(parts[1])
        + "/"
        + parts[2];
  }
}
