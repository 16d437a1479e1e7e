package dev.groundwork.apply;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.plan.Types;
import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Operations;
import java.time.Duration;
import java.util.List;

/// The types of the simulated cloud: each is difficult in a way of its own.
final class SimTypes {
  private SimTypes() {}

  private static ResourceType plain(String name, String collection) {
    String host = name.substring(0, name.indexOf('.')) + ".example.com";
    String path = "v1/projects/{project}/" + collection;
    return ResourceType.named(name)
        .reachedAt(host, path + "/{name}")
        .enabledAs("")
        .createdBy(Call.post(path))
        .updatedBy(Call.patch(path + "/{name}"))
        .listedBy(Call.get(path), "items");
  }

  /// Answers at once; what it refers to cannot change.
  static final ResourceType QUICK = plain("quick.Thing", "quicks").immutable("fixed", "refs");

  /// Takes its time, shows on the way that it is not ready.
  static final ResourceType SLOW =
      plain("slow.Thing", "slows")
          .operations(Operations.LONG_RUNNING)
          .immutable("fixed")
          .takes(CREATE, Duration.ofSeconds(40))
          .takes(UPDATE, Duration.ofSeconds(20))
          .takes(DELETE, Duration.ofSeconds(15));

  /// One operation at a time; takes its parts along.
  static final ResourceType WHOLE =
      plain("sql.Whole", "instances")
          .operations(Operations.SQL)
          .immutable("fixed")
          .takes(CREATE, Duration.ofSeconds(60))
          .takes(DELETE, Duration.ofSeconds(10));

  static final ResourceType PART =
      ResourceType.named("sql.Part")
          .reachedAt("sql.example.com", "v1/projects/{project}/instances/{instance}/parts/{name}")
          .enabledAs("")
          .createdBy(Call.post("v1/projects/{project}/instances/{instance}/parts"))
          .updatedBy(Call.patch("v1/projects/{project}/instances/{instance}/parts/{name}"))
          .listedBy(Call.get("v1/projects/{project}/instances/{instance}/parts"), "items")
          .operations(Operations.SQL)
          .immutable("fixed")
          .references("instance", "sql.Whole", "name")
          .goesWith("instance");

  /// The cloud chooses its name.
  static final ResourceType NUMBERED =
      ResourceType.named("numbered.Thing")
          .reachedAt("numbered.example.com", "v1/projects/{project}/numbered/{id}")
          .enabledAs("")
          .createdBy(Call.post("v1/projects/{project}/numbered"))
          .updatedBy(Call.patch("v1/projects/{project}/numbered/{id}"))
          .listedBy(Call.get("v1/projects/{project}/numbered"), "items")
          .serverNamed()
          .immutable("fixed");

  /// Cannot be listed, cannot be changed.
  static final ResourceType LONELY =
      ResourceType.named("lonely.Thing")
          .reachedAt("lonely.example.com", "v1/projects/{project}/lonely/{name}")
          .enabledAs("")
          .createdBy(Call.post("v1/projects/{project}/lonely"));

  /// Holds a password that nobody is shown.
  static final ResourceType READER =
      plain("reader.Thing", "readers").sensitive("password").immutable("fixed");

  static final ResourceType SECRET = plain("secretmanager.Secret", "secrets");

  static final Catalog CATALOG =
      new Catalog(
          List.of(
              QUICK,
              SLOW,
              WHOLE,
              PART,
              NUMBERED,
              LONELY,
              READER,
              SECRET,
              Types.VERSION.enabledAs("")));

  static final ResourceType VERSION = CATALOG.get("secretmanager.SecretVersion");
}
