package dev.groundwork.gcp;

import dev.groundwork.cloud.Cloud.Permissions;
import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Refusal.Kind;
import dev.groundwork.gcp.GoogleCloud.Sent;
import dev.groundwork.resource.Call;
import dev.groundwork.resource.Templates;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// What is asked of projects and the resources above them: their numbers, and what the caller may
/// do there.
final class Projects {
  private static final String HOST = "cloudresourcemanager.googleapis.com";
  private static final String NUMBER = "projectNumber";

  /// `testIamPermissions` takes no more at once.
  private static final int MOST = 100;

  private final Wire wire;
  private final Map<String, String> numbers = new ConcurrentHashMap<>();

  Projects(Wire wire) {
    this.wire = wire;
  }

  /// The parameters of a call, or why they cannot be had.
  sealed interface Completed {
    record Known(Map<String, String> parameters) implements Completed {}

    record Refused(Refusal refusal) implements Completed {}

    default Sent then(Function<Map<String, String>, Sent> call) {
      return switch (this) {
        case Known(var parameters) -> call.apply(parameters);
        case Refused(var refusal) -> new Sent.Refused(refusal);
      };
    }
  }

  /// The parameters, with the number of the project where the call asks for it.
  Completed completed(Call call, Map<String, String> parameters) {
    String templates = call.path() + call.query().values() + call.fixed().values();
    if (!templates.contains("{" + NUMBER + "}") || parameters.containsKey(NUMBER)) {
      return new Completed.Known(parameters);
    }
    String project = parameters.getOrDefault("project", "");
    String known = numbers.get(project);
    if (known != null) {
      return new Completed.Known(with(parameters, known));
    }
    return switch (wire.call(Request.get(HOST, "v3/projects/" + Templates.encode(project)))) {
      // hidden or not there: for all that lies in it the same as not found
      case Sent.Refused(var refusal) ->
          new Completed.Refused(
              refusal.kind() == Kind.PERMISSION
                  ? new Refusal(
                      Kind.NOT_FOUND, 404, refusal.reason(), refusal.message(), Optional.empty())
                  : refusal);
      case Sent.Done(var body) -> {
        String name = body.text("name").orElse("projects/" + project);
        String number = name.substring(name.lastIndexOf('/') + 1);
        numbers.put(project, number);
        yield new Completed.Known(with(parameters, number));
      }
    };
  }

  private static Map<String, String> with(Map<String, String> parameters, String number) {
    Map<String, String> more = new TreeMap<>(parameters);
    more.put(NUMBER, number);
    return more;
  }

  /// Which of the permissions the caller lacks.
  ///
  /// @param resource `projects/p`, `organizations/1`, `folders/1` or `billingAccounts/a`
  Permissions test(String resource, SortedSet<String> permissions) {
    SortedSet<String> missing = new TreeSet<>(permissions);
    List<String> all = new ArrayList<>(permissions);
    boolean billing = resource.startsWith("billingAccounts/");
    boolean account = resource.contains("/serviceAccounts/");
    String host = billing ? "cloudbilling.googleapis.com" : account ? "iam.googleapis.com" : HOST;
    String uri = (billing || account ? "v1/" : "v3/") + resource + ":testIamPermissions";
    for (int start = 0; start < all.size(); start += MOST) {
      List<String> some = all.subList(start, Math.min(start + MOST, all.size()));
      switch (wire.call(
          Request.post(host, uri, Value.fields().with("permissions", Value.texts(some))))) {
        case Sent.Refused(var refusal) -> {
          return new Permissions.Refused(refusal);
        }
        case Sent.Done(Fields body) ->
            body.items("permissions")
                .forEach(value -> {
                  if (value instanceof Value.Text(var text)) {
                    missing.remove(text);
                  }
                });
      }
    }
    return new Permissions.Missing(missing);
  }
}
