package dev.groundwork.emulator.control;

import dev.groundwork.emulator.control.Projects.Project;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Call.Verb;
import java.util.function.BiConsumer;

/// Where a service puts what it adds.
public interface Installation {

  /// What is special about one resource type. The generic handlers of the type ask it.
  ///
  /// @param type the type's name, `sql.Instance`
  void behavior(String type, Behavior behavior);

  /// A route of the service's own, in place of a generic one of the same verb and template if there
  /// is one. The project in it, a parameter named `project`, must exist and have the API enabled;
  /// the handler sees its id, never its number.
  ///
  /// @param template without leading slash, `sql/v1beta4/projects/{project}/tiers`
  void route(Verb verb, String template, Handler handler);

  /// As `route`, with another API to be enabled, or none when it is empty.
  void route(Verb verb, String template, String api, Handler handler);

  /// As `route`, without any check of a project.
  void open(Verb verb, String template, Handler handler);

  /// What Google makes in a project when the service's API is enabled there: a default network, an
  /// account for its agent. Runs in the transaction that enables it, each time.
  void whenEnabled(BiConsumer<Transaction, Project> make);

  /// Another way to write the beginning of paths: `sql/v1/` for `sql/v1beta4/`.
  void alias(String written, String meant);
}
