package dev.groundwork.emulator.cloudbuild;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;

/// One step of a build, its variables filled in.
///
/// @param index from 0
/// @param body Google's `BuildStep`
record Step(int index, Fields body) {
  /// What decides about the build: how a step ended.
  sealed interface End {
    record Succeeded() implements End {}

    /// @param why in Google's words, after the step's name
    /// @param tolerated whether the build goes on
    record Failed(String why, boolean tolerated) implements End {}

    record TimedOut() implements End {}

    record Cancelled() implements End {}

    /// Not carried out on this machine, or not all of it.
    ///
    /// @param begun whether a part of it was
    record Left(String reason, boolean begun) implements End {}
  }

  String id() {
    return body.text("id").orElse("");
  }

  /// The builder image.
  String name() {
    return body.text("name").orElse("");
  }

  /// As messages call it: its id where it has one.
  String title() {
    return id().isEmpty() ? name() : id();
  }

  /// As logs call it.
  String logged() {
    return "Step #" + index + (id().isEmpty() ? "" : " - \"" + id() + "\"");
  }

  List<String> texts(String field) {
    return texts(body, field);
  }

  static List<String> texts(Fields body, String field) {
    return body.items(field).stream()
        .map(v -> v instanceof Value.Text(var text) ? text : "")
        .toList();
  }

  /// Whether it ends well with this status of its process.
  boolean allows(int status) {
    return status == 0
        || body.items("allowExitCodes").stream()
            .anyMatch(v -> v instanceof Value.Num(var n) && n.intValue() == status);
  }

  /// Whether it may begin once the earlier step has ended.
  boolean awaits(Step earlier) {
    List<String> names = texts("waitFor");
    if (names.isEmpty()) {
      return earlier.index() < index;
    }
    return !earlier.id().isEmpty() && names.contains(earlier.id());
  }
}
