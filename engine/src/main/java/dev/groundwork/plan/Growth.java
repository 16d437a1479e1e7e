package dev.groundwork.plan;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lists that only grow: scripts that were carried out are not carried out again, nor taken back.
final class Growth {
  private Growth() {}

  /// What is wanted of elements that are there already, but cannot be had; empty when all is well.
  static List<String> against(ResourceType type, Fields desired, Fields observed) {
    List<String> wrong = new ArrayList<>();
    for (String field : type.onlyGrows()) {
      if (!desired.at(field).map(Value::isKnown).orElse(false)) {
        continue;
      }
      List<Value> wanted = desired.items(field);
      for (Value there : observed.items(field)) {
        if (!wanted.contains(there)) {
          boolean edited =
              wanted.stream().anyMatch(w -> name(w).isPresent() && name(w).equals(name(there)));
          wrong.add(
              name(there).orElseGet(() -> Json.write(there))
                  + (edited
                      ? " is there already and has been edited since"
                      : " is there already and is not among the " + field + " any more"));
        }
      }
    }
    return wrong;
  }

  private static Optional<String> name(Value element) {
    return element instanceof Fields fields ? fields.text("name") : Optional.empty();
  }
}
