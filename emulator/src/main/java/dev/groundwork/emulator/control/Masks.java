package dev.groundwork.emulator.control;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Changes of a resource by what a request says: by the fields of a mask, or by JSON merge patch
/// (RFC 7396).
public final class Masks {
  private Masks() {}

  /// The field paths of a mask, in JSON's spelling.
  public static List<String> paths(String mask) {
    return Arrays.stream(mask.split(",", -1))
        .map(String::strip)
        .filter(p -> !p.isEmpty())
        .map(p -> String.join(".", Arrays.stream(p.split("\\.", -1)).map(Masks::camel).toList()))
        .toList();
  }

  /// `expire_time` → `expireTime`.
  static String camel(String name) {
    StringBuilder out = new StringBuilder();
    boolean upper = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_' && i > 0) {
        upper = true;
      } else {
        out.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return out.toString();
  }

  /// Sets each masked field to its value in `wanted`; one that `wanted` does not have goes.
  public static Fields apply(Fields before, Fields wanted, List<String> paths) {
    Fields after = before;
    for (String path : paths) {
      after =
          wanted.at(path).filter(v -> !(v instanceof Value.Null)).isPresent()
              ? after.with(path, wanted.at(path).get())
              : after.without(path);
    }
    return after;
  }

  /// Fields of `patch` replace those of `before`, object by object; `null` removes.
  public static Fields merge(Fields before, Fields patch) {
    Map<String, Value> after = new LinkedHashMap<>(before.values());
    patch
        .values()
        .forEach((name, value) -> {
          if (value instanceof Value.Null) {
            after.remove(name);
          } else if (value instanceof Fields inner) {
            after.put(
                name, merge(after.get(name) instanceof Fields old ? old : Fields.EMPTY, inner));
          } else {
            after.put(name, value);
          }
        });
    return new Fields(after);
  }
}
