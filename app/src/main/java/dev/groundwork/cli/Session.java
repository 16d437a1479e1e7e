package dev.groundwork.cli;

import dev.groundwork.blueprint.Blueprint;
import dev.groundwork.catalog.Catalog;
import dev.groundwork.cli.TargetOption.TargetCloud;
import dev.groundwork.cloud.Cloud;
import dev.groundwork.cloud.Clouds;
import dev.groundwork.redis.SocketProbe;
import dev.groundwork.shape.ShapeArchive;
import dev.groundwork.shape.Shapes;
import dev.groundwork.sql.CloudDatabases;
import dev.groundwork.sql.DatabaseCloud;
import dev.groundwork.sql.JdbcProbe;
import dev.groundwork.store.FolderStore;
import dev.groundwork.verify.CacheProbe;
import dev.groundwork.verify.DatabaseProbe;
import java.nio.file.Path;

/// Everything that a command on one blueprint works with.
///
/// @param folder the blueprint's, absolute
/// @param cloud every type's calls, each to the cloud that carries it out
/// @param state the folder of the recorded state: one for each system, environment and cloud
record Session(
    Surroundings surroundings,
    Blueprint blueprint,
    Path folder,
    Catalog catalog,
    Shapes shapes,
    Connection connection,
    DatabaseProbe probe,
    CacheProbe caches,
    Cloud cloud,
    TargetCloud target,
    Path state)
    implements AutoCloseable {

  static Session open(Surroundings surroundings, BlueprintOptions options, TargetOption target)
      throws Stop, InterruptedException {
    Catalog catalog = Catalog.standard();
    Shapes shapes = ShapeArchive.standard();
    Blueprint blueprint = options.require(surroundings, catalog, shapes);
    TargetCloud where = target.or(blueprint.target());
    Connection connection = Connection.open(surroundings, where, shapes);
    CloudDatabases databases =
        new CloudDatabases(connection.google(), catalog, connection.addresses());
    Path folder = surroundings.folder().resolve(options.folder).toAbsolutePath().normalize();
    Cloud postgres = new DatabaseCloud(databases, connection.google(), folder);
    return new Session(
        surroundings,
        blueprint,
        folder,
        catalog,
        shapes,
        connection,
        new JdbcProbe(databases),
        new SocketProbe(connection.addresses()),
        new Clouds(connection.google(), postgres),
        where,
        stateFolder(surroundings, blueprint.system(), blueprint.environment(), where));
  }

  /// What was made in one cloud says nothing of the other.
  static Path stateFolder(
      Surroundings surroundings, String system, String environment, TargetCloud target) {
    return switch (target) {
      case EMULATOR -> FolderStore.folder(surroundings.groundwork(), system, environment);
      case GCP -> FolderStore.folder(surroundings.groundwork(), system, environment + ".gcp");
    };
  }

  @Override
  public void close() {
    connection.close();
  }
}
