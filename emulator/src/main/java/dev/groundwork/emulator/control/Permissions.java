package dev.groundwork.emulator.control;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.emulator.access.Methods;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// The permissions that each route asks for: what the catalog says of its type, else what is known
/// of its method.
final class Permissions {
  private final Catalog catalog;
  private final Map<String, List<String>> known = new ConcurrentHashMap<>();
  private Map<String, List<String>> ofTypes = Map.of();

  Permissions(Catalog catalog) {
    this.catalog = catalog;
  }

  /// @param template of the route's path
  List<String> of(String host, String verb, String template) {
    String route = key(host, verb, template);
    return known.computeIfAbsent(
        route,
        _ -> {
          List<String> stated = types().get(route);
          return stated == null ? Methods.standard().permissions(host, verb, template) : stated;
        });
  }

  private static String key(String host, String verb, String template) {
    return verb + " " + host + "/" + template.replaceAll("\\{[^}]*}", "{}");
  }

  private synchronized Map<String, List<String>> types() {
    if (ofTypes.isEmpty()) {
      Map<String, List<String>> all = new TreeMap<>();
      for (ResourceType type : catalog.types()) {
        if (type.surface() == ResourceType.Surface.GOOGLE && type.policyMember().isEmpty()) {
          for (Action action : Action.values()) {
            List<String> stated = List.copyOf(type.permissions(action));
            type.call(action)
                .filter(_ -> !stated.isEmpty())
                .ifPresent(call -> all.putIfAbsent(key(type, call), stated));
          }
        }
      }
      ofTypes = all;
    }
    return ofTypes;
  }

  private static String key(ResourceType type, Call call) {
    return key(type.host(), call.verb().name(), call.path());
  }
}
