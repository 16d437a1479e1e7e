package dev.groundwork.emulator.run;

import dev.groundwork.emulator.control.Reachable;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a container in a network reaches there. The network's addresses exist inside the emulator
/// only: where a variable names one, the process is told where it is on this machine instead. A
/// container without a way into a network is told nothing, and reaches nothing.
final class Inside {
  private static final Pattern ADDRESS =
      Pattern.compile("(?<![\\d.])(\\d{1,3}(?:\\.\\d{1,3}){3})(?::(\\d{1,5}))?(?![\\d.])");

  private Inside() {}

  /// @param template of a revision or a task
  static boolean isIn(Fields template) {
    return template.text("vpcAccess.connector").filter(c -> !c.isEmpty()).isPresent()
        || !template.items("vpcAccess.networkInterfaces").isEmpty();
  }

  /// The variables as a process on this machine can use them.
  static Map<String, String> told(Map<String, String> variables, List<Reachable> reachable) {
    Map<String, String> told = new TreeMap<>(variables);
    told.replaceAll((_, text) -> told(text, reachable));
    return told;
  }

  private static String told(String text, List<Reachable> reachable) {
    return ADDRESS
        .matcher(text)
        .replaceAll(found ->
            Matcher.quoteReplacement(
                reachable.stream()
                    .filter(r -> r.address().equals(found.group(1)))
                    .filter(r ->
                        found.group(2) == null
                            ? r.port() == r.hostPort()
                            : found.group(2).equals(Integer.toString(r.port())))
                    .findFirst()
                    .map(r -> r.host() + (found.group(2) == null ? "" : ":" + r.hostPort()))
                    .orElse(found.group())));
  }
}
