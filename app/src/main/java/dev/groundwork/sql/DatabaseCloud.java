package dev.groundwork.sql;

import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Cloud;
import dev.groundwork.cloud.Operation;
import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Refusal.Kind;
import dev.groundwork.cloud.Target;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.sql.History.Applied;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import javax.sql.DataSource;

/// Databases as a cloud: a resource is a folder of scripts in a database's history. Creating and
/// updating carry out what the history has not; deleting takes nothing back.
public final class DatabaseCloud implements Cloud {
  private final Databases databases;
  private final Cloud google;
  private final Path blueprint;

  /// @param google reveals passwords
  /// @param blueprint the folder that the resources' folders are relative to
  public DatabaseCloud(Databases databases, Cloud google, Path blueprint) {
    this.databases = databases;
    this.google = google;
    this.blueprint = blueprint;
  }

  /// A history cannot be read without a login, which only `wanted` has.
  @Override
  public Answer read(Target target) {
    return refused(
        Kind.UNAUTHENTICATED,
        "the history in " + database(target) + " cannot be read without a user");
  }

  @Override
  public Answer read(Target target, Value.Fields wanted) {
    Optional<String> user = wanted.text("user");
    Optional<String> secret = wanted.text("password.secret").map(DatabaseCloud::withoutVersion);
    if (user.isEmpty() || secret.isEmpty()) {
      return new Answer.Absent();
    }
    return switch (databases.find(project(target), instance(target))) {
      case Databases.Found.Absent _ -> new Answer.Absent();
      case Databases.Found.Refused(var refusal) -> new Answer.Refused(refusal);
      case Databases.Found.At(var server) ->
          switch (google.reveal(secret.get())) {
            case SecretValue.Refused(var refusal) ->
                refusal.kind() == Kind.NOT_FOUND
                    ? new Answer.Absent()
                    : new Answer.Refused(refusal);
            case SecretValue.Revealed password ->
                read(target, server, user.get(), password.value());
          };
    };
  }

  /// A secret's version stands for the secret: the newest is the one that counts.
  private static String withoutVersion(String secret) {
    int versions = secret.indexOf("/versions/");
    return versions < 0 ? secret : secret.substring(0, versions);
  }

  private Answer read(Target target, Server server, String user, String password) {
    try (Connection connection = server.connect(database(target), user, password)) {
      return history(target)
          .read(connection)
          .<Answer>map(applied -> present(target, user, applied))
          .orElseGet(Answer.Absent::new);
    } catch (SQLException e) {
      return switch (Refusals.state(e)) {
        // the database is not there yet: nor is its history
        case "3D000" -> new Answer.Absent();
        case "28P01", "28000" ->
            databases.hasUser(project(target), instance(target), user)
                ? notRead(target, server, e)
                : new Answer.Absent();
        default -> notRead(target, server, e);
      };
    }
  }

  /// A server that cannot be connected to is not worth waiting for, unless it says that it is
  /// starting.
  private static Answer notRead(Target target, Server server, SQLException e) {
    Refusal refusal =
        Refusals.of("reading the history in " + database(target) + " at " + server, e);
    boolean unreachable = refusal.kind() == Kind.UNAVAILABLE && refusal.reason().startsWith("08");
    return new Answer.Refused(
        unreachable
            ? new Refusal(
                Kind.OTHER,
                refusal.status(),
                refusal.reason(),
                refusal.message(),
                refusal.retryAfter())
            : refusal);
  }

  private static Answer present(Target target, String user, List<Applied> applied) {
    List<Value> scripts =
        applied.stream()
            .filter(Applied::done)
            .sorted(Comparator.comparing(Applied::name))
            .<Value>map(a -> Value.fields().with("name", a.name()).with("sha256", a.sha256()))
            .toList();
    return new Answer.Present(
        target.path(),
        Value.fields()
            .with("user", user)
            .with("folder", folder(target))
            .with("scripts", new Value.Items(scripts)));
  }

  @Override
  public Answer create(Target target, Value.Fields body, String requestId) {
    return carryOut(target, body);
  }

  @Override
  public Answer update(
      Target target,
      Value.Fields body,
      SortedSet<String> changed,
      Value.Fields observed,
      String requestId) {
    return carryOut(target, body);
  }

  private Answer carryOut(Target target, Value.Fields body) {
    String user = body.text("user").orElseThrow();
    String password = body.text("password").orElseThrow();
    return switch (databases.find(project(target), instance(target))) {
      case Databases.Found.Absent _ ->
          refused(Kind.NOT_FOUND, "instance " + instance(target) + " has no address");
      case Databases.Found.Refused(var refusal) -> new Answer.Refused(refusal);
      case Databases.Found.At(var server) -> {
        List<Script> scripts = new ArrayList<>();
        Optional<String> wrong = gather(folder(target), body, scripts);
        if (wrong.isPresent()) {
          yield refused(Kind.INVALID, wrong.get());
        }
        DataSource database = server.secured(database(target), user, password);
        Optional<Refusal> refusal = new Migrator(database, history(target)).run(scripts);
        yield refusal
            .<Answer>map(Answer.Refused::new)
            .orElseGet(() -> read(target, server, user, password));
      }
    };
  }

  /// Reads the scripts that the body names, as they were when the plan was made.
  ///
  /// @return what is wrong with them
  private Optional<String> gather(String folder, Value.Fields body, List<Script> into) {
    Map<String, Script> there = new HashMap<>();
    try {
      Script.in(blueprint.resolve(folder)).forEach(script -> there.put(script.name(), script));
    } catch (IOException e) {
      return Optional.of("folder " + folder + " cannot be read: " + e.getMessage());
    }
    for (Value item : body.items("scripts")) {
      Value.Fields planned = (Value.Fields) item;
      String name = planned.text("name").orElseThrow();
      Script script = there.get(name);
      if (script == null) {
        return Optional.of(folder + "/" + name + " is not there any more; plan again");
      }
      if (!script.sha256().equals(planned.text("sha256").orElseThrow())) {
        return Optional.of(
            folder + "/" + name + " has changed since the plan was made; plan again");
      }
      into.add(script);
    }
    return Optional.empty();
  }

  /// Forgotten only: schema and rows stay, until their database goes.
  @Override
  public Answer delete(Target target, Value.Fields observed, String requestId) {
    return new Answer.Absent();
  }

  @Override
  public Listed list(ResourceType type, Map<String, String> scope) {
    return new Listed.Refused(Refusals.invalid("histories are read one by one, not listed"));
  }

  @Override
  public Answer poll(Operation operation) {
    throw new IllegalStateException("a database has no operations: " + operation);
  }

  @Override
  public Permissions test(String resource, SortedSet<String> permissions) {
    throw new IllegalStateException("a database tests no permissions: " + resource);
  }

  @Override
  public SecretValue reveal(String secret) {
    throw new IllegalStateException("a database holds no secrets: " + secret);
  }

  private static Answer refused(Kind kind, String message) {
    return new Answer.Refused(new Refusal(kind, 0, "", message, Optional.empty()));
  }

  private static History history(Target target) {
    return switch (target.type().name()) {
      case "postgres.Migration" -> History.MIGRATIONS;
      case "postgres.Seed" -> History.SEEDS;
      default -> throw new IllegalArgumentException("no type of scripts: " + target.type());
    };
  }

  private static String project(Target target) {
    return part(target, "project");
  }

  private static String instance(Target target) {
    return part(target, "instance");
  }

  private static String database(Target target) {
    return part(target, "database");
  }

  private static String folder(Target target) {
    return part(target, "folder");
  }

  private static String part(Target target, String parameter) {
    String value = target.path().get(parameter);
    if (value == null) {
      throw new IllegalArgumentException(target + " has no " + parameter);
    }
    return value;
  }
}
