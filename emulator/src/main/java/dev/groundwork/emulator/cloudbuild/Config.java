package dev.groundwork.emulator.cloudbuild;

import dev.groundwork.emulator.control.Bodies;
import dev.groundwork.emulator.control.Refused;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// A build's configuration file, `cloudbuild.yaml` or `.json`, read as the API's `Build`.
final class Config {
  private Config() {}

  static final String SHAPE = "google.devtools.cloudbuild.v1.Build";

  /// Why a file is no configuration, in words for its writer.
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(String message) {
      super(message);
    }
  }

  static Fields read(Bodies bodies, String name, String text) throws Unusable {
    Object document;
    try {
      document = new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(text);
    } catch (YamlEngineException e) {
      throw new Unusable(
          "failed unmarshalling build config "
              + name
              + ": "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
    if (!(value(document) instanceof Fields fields)) {
      throw new Unusable("failed unmarshalling build config " + name + ": not a mapping of fields");
    }
    try {
      return bodies.read(SHAPE, fields, false);
    } catch (Refused e) {
      throw new Unusable(
          "failed unmarshalling build config " + name + ": " + e.refusal().message());
    }
  }

  private static Value value(Object yaml) {
    return switch (yaml) {
      case null -> new Value.Null();
      case Map<?, ?> map -> {
        Map<String, Value> fields = new LinkedHashMap<>();
        map.forEach((key, value) -> fields.put(String.valueOf(key), value(value)));
        yield new Fields(fields);
      }
      case List<?> list -> new Value.Items(list.stream().map(Config::value).toList());
      case Boolean flag -> Value.of(flag);
      case Number number -> new Value.Num(new BigDecimal(number.toString()));
      default -> Value.of(String.valueOf(yaml));
    };
  }
}
