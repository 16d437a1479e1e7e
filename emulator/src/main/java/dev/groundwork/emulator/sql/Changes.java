package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Operation;
import dev.groundwork.emulator.control.Refused;
import dev.groundwork.emulator.sql.LocalSession.Rejected;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Changes inside an instance: of its users, databases, certificates and backups. One at a time for
/// each instance, and none while another operation on it runs; each is over when its request is
/// answered, but for the time that its operation takes.
final class Changes {
  private static final Duration TYPICAL = Duration.ofSeconds(3);

  private final ControlPlane plane;
  private final Instances instances;
  private final Servers servers;
  private final Set<InstanceKey> claimed = ConcurrentHashMap.newKeySet();

  Changes(ControlPlane plane, Instances instances, Servers servers) {
    this.plane = plane;
    this.instances = instances;
    this.servers = servers;
  }

  /// What is done in the server before it is recorded.
  @FunctionalInterface
  interface InServer {
    void run(Databases databases) throws IOException, Rejected;
  }

  /// Carries out a change and answers with its operation.
  ///
  /// @param verb of the operation, `CREATE_USER`
  /// @param failing how the refusal of PostgreSQL begins: `failed to create user x: `
  /// @param inServer only for instances with a server behind them
  /// @param record what changes in the store
  Fields make(
      InstanceKey key,
      String verb,
      String failing,
      InServer inServer,
      Consumer<Transaction> record) {
    if (!claimed.add(key)) {
      throw Refusals.busy().asException();
    }
    try {
      Entry instance = instances.require(key);
      instances.checkIdle(instance.key());
      if (Instances.isServed(instance.body())) {
        inServer(key, failing, inServer);
      }
      Operation operation =
          plane
              .store()
              .change(transaction -> {
                record.accept(transaction);
                return plane.operations().begin(transaction, start(key, instance.key(), verb));
              });
      plane.operations().settle();
      return plane
          .operations()
          .find(operation.host(), operation.scope(), operation.name())
          .map(plane.operations()::show)
          .orElseGet(() -> plane.operations().show(operation));
    } finally {
      claimed.remove(key);
    }
  }

  private void inServer(InstanceKey key, String failing, InServer change) {
    ask(
        key,
        failing,
        databases -> {
          change.run(databases);
          return true;
        });
  }

  /// Asks the instance's server.
  ///
  /// @throws Refused when it does not run, or refuses
  <T> T ask(InstanceKey key, String failing, Servers.Errand<T> errand) {
    try {
      Optional<T> answer = servers.ask(key, errand);
      return answer.orElseThrow(() -> Refusals.notRunning().asException());
    } catch (Rejected e) {
      String detail = e.detail().isEmpty() ? "" : " Details: " + e.detail();
      throw Refusals.invalid(failing + e.getMessage() + detail + ".").asException();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The operation on an instance that another verb than create, update and delete names.
  static Operation.Start start(InstanceKey key, String stored, String verb) {
    return new Operation.Start(
        "",
        Instances.HOST,
        Operations.SQL,
        "projects/" + key.project(),
        verb,
        Action.UPDATE,
        "",
        "",
        stored,
        TYPICAL,
        Optional.empty(),
        Fields.EMPTY
            .with("targetId", key.name())
            .with(
                "targetLink",
                "https://"
                    + Instances.HOST
                    + "/sql/v1beta4/projects/"
                    + key.project()
                    + "/instances/"
                    + key.name()),
        Optional.empty());
  }
}
