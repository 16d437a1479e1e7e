package dev.groundwork.build;

import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The text of one archive: routes, then messages with their fields, a line each. `docs/decisions` says how it is written and
/// `dev.groundwork.shape.ShapeArchive` reads it.
final class ShapeText {
  private final Set<String> routes = new TreeSet<>();
  private final TreeMap<String, String> messages = new TreeMap<>();
  private final Set<String> packages = new TreeSet<>();

  void route(String method, String verb, String path, String body, String request, String response) {
    routes.add(String.join(" ", "R", method, verb, path, body.isEmpty() ? "-" : body, request, response));
  }

  /// @param pkg the package that the message belongs to; a nested message's name goes on after its parent's
  /// @param fields lines made by `field`
  void message(String pkg, String name, String fields) {
    packages.add(pkg);
    messages.put(name, "M " + name + "\n" + fields);
  }

  /// @param kind a letter, with `*` when repeated and `%` when a map
  /// @param behaviors letters: `r`equired, `o`utput only, `i`nput only, `f`ixed once set
  /// @param detail the message's name, or the values of an enum
  static String field(String name, String kind, String behaviors, String detail) {
    return " " + name + " " + kind + " " + (behaviors.isEmpty() ? "-" : behaviors) + (detail.isEmpty() ? "" : " " + detail) + "\n";
  }

  /// Adds text of this form; a line `P name` names the package of the messages after it, `#` begins a comment.
  void add(String text) {
    String pkg = "";
    String name = "";
    StringBuilder fields = new StringBuilder();
    for (String line : text.lines().toList()) {
      if (line.startsWith("P ") || line.startsWith("M ")) {
        if (!name.isEmpty()) {
          message(pkg, name, fields.toString());
        }
        fields.setLength(0);
        if (line.startsWith("P ")) {
          pkg = line.substring(2);
          name = "";
        } else {
          name = line.substring(2);
        }
      } else if (line.startsWith("R ")) {
        routes.add(line);
      } else if (line.startsWith(" ")) {
        fields.append(line).append('\n');
      }
    }
    if (!name.isEmpty()) {
      message(pkg, name, fields.toString());
    }
  }

  Set<String> packages() {
    return packages;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("groundwork shapes 1\n");
    routes.forEach(route -> out.append(route).append('\n'));
    messages.values().forEach(out::append);
    return out.toString();
  }
}
