package dev.groundwork.emulator.control;

import dev.groundwork.resource.Call.Verb;

/// Where a service puts what it adds.
public interface Installation {

  /// What is special about one resource type. The generic handlers of the type ask it.
  /// @param type the type's name, `sql.Instance`
  void behavior(String type, Behavior behavior);

  /// A route of the service's own, in place of a generic one of the same verb and template if there is one. The project in
  /// it, a parameter named `project`, must exist and have the API enabled; the handler sees its id, never its number.
  /// @param template without leading slash, `sql/v1beta4/projects/{project}/tiers`
  void route(Verb verb, String template, Handler handler);

  /// As `route`, without any check of a project.
  void open(Verb verb, String template, Handler handler);

  /// Another way to write the beginning of paths: `sql/v1/` for `sql/v1beta4/`.
  void alias(String written, String meant);
}
