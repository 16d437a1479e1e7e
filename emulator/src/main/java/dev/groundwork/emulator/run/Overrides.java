package dev.groundwork.emulator.run;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one execution changes in a job's container: arguments, and single variables.
final class Overrides {
  private Overrides() {}

  /// @param template of an execution
  /// @param override of the container that it names, or of the only one
  static Fields apply(Fields template, Fields override) {
    List<Value> containers = new ArrayList<>();
    for (Value value : template.items("template.containers")) {
      Fields container = (Fields) value;
      Optional<String> name = override.text("name").filter(n -> !n.isEmpty());
      boolean meant = name.isEmpty() || name.equals(container.text("name"));
      containers.add(meant ? overridden(container, override) : container);
    }
    return template.with("template.containers", new Value.Items(containers));
  }

  private static Fields overridden(Fields container, Fields override) {
    Fields after = container;
    if (override.flag("clearArgs")) {
      after = after.without("args");
    }
    if (!override.items("args").isEmpty()) {
      after = after.with("args", override.get("args").orElseThrow());
    }
    Map<String, Value> variables = new LinkedHashMap<>();
    for (Value value : container.items("env")) {
      variables.put(((Fields) value).text("name").orElse(""), value);
    }
    for (Value value : override.items("env")) {
      variables.put(((Fields) value).text("name").orElse(""), value);
    }
    return variables.isEmpty()
        ? after
        : after.with("env", new Value.Items(List.copyOf(variables.values())));
  }
}
