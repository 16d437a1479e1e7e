package dev.groundwork.emulator.access;

import dev.groundwork.emulator.identity.Caller;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// Decides by allow policies: a caller may do what a role has that is bound to it on the resource
/// or anything above, where the binding's condition holds.
///
/// @see <a href="https://cloud.google.com/iam/docs/policies">Types of policies</a>
public final class Evaluator {
  private static final String PROJECTS = "cloudresourcemanager.googleapis.com/projects/";

  private final Function<String, Fields> policies;
  private final Function<String, List<String>> customRoles;
  private final Conditions conditions = new Conditions();

  /// @param policies the policy at a key; empty when there is none
  /// @param customRoles the permissions of a custom role that can be used now, by full name
  public Evaluator(Function<String, Fields> policies, Function<String, List<String>> customRoles) {
    this.policies = policies;
    this.customRoles = customRoles;
  }

  /// What a caller wants to use.
  ///
  /// @param line keys of the policies that count, from the resource's own upwards
  /// @param name as conditions see it: `projects/123/secrets/s`
  /// @param type as conditions see it: `secretmanager.googleapis.com/Secret`; may be empty
  /// @param service host of its API
  public record Target(List<String> line, String name, String type, String service) {
    public Target {
      line = List.copyOf(line);
    }
  }

  public boolean allows(Caller caller, String permission, Target target, Instant now) {
    return caller instanceof Caller.Owner
        || target.line().stream()
            .anyMatch(key -> allows(policies.apply(key), caller, permission, target, now));
  }

  private boolean allows(
      Fields policy, Caller caller, String permission, Target target, Instant now) {
    for (Value value : policy.items("bindings")) {
      if (value instanceof Fields binding
          && has(binding.text("role").orElse(""), permission)
          && binding.items("members").stream().anyMatch(m -> means(m, caller))
          && (binding.get("condition").isEmpty()
              || conditions.hold(binding.text("condition.expression").orElse(""), target, now))) {
        return true;
      }
    }
    return false;
  }

  private boolean has(String role, String permission) {
    return role.startsWith("roles/")
        ? Roles.standard().has(role, permission)
        : customRoles.apply(role).contains(permission);
  }

  private boolean means(Value member, Caller caller) {
    String text = member instanceof Value.Text(var t) ? t : "";
    int colon = text.indexOf(':');
    String kind = colon < 0 ? text : text.substring(0, colon);
    String project = text.substring(colon + 1);
    return switch (kind) {
      case "projectOwner" -> holds(caller, "roles/owner", project);
      case "projectEditor" -> holds(caller, "roles/editor", project);
      case "projectViewer" -> holds(caller, "roles/viewer", project);
      default -> Member.means(text, caller);
    };
  }

  /// Whether a project's own policy gives the caller a basic role.
  private boolean holds(Caller caller, String role, String project) {
    return policies.apply(PROJECTS + project).items("bindings").stream()
        .anyMatch(b ->
            b instanceof Fields binding
                && binding.text("role").orElse("").equals(role)
                && binding.get("condition").isEmpty()
                && binding.items("members").stream()
                    .anyMatch(m -> m instanceof Value.Text(var t) && Member.means(t, caller)));
  }
}
