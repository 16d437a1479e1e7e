package dev.groundwork.emulator.monitoring;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value.Fields;

/// A condition that is met, and by what.
///
/// @param condition as the policy has it
/// @param about the metric and the resource that meet it, as Google shows them
/// @param value what was observed
/// @param summary a sentence for people
record Finding(Fields condition, Fields about, double value, String summary) {
  /// What tells this finding's incident from others of its policy.
  String name() {
    return condition.text("name").orElse("") + " " + Json.canonical(about);
  }

  String resource() {
    return Json.canonical(about.fields("resource"));
  }
}
