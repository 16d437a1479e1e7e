package dev.groundwork.emulator.run;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Projects;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Set;

/// Whether a member has one of the roles that hold a permission, on a resource or its project. Cloud
/// Run asks this in every mode of IAM: who may call a service, and which secrets an identity may
/// read, is what a service is to be tried for.
final class Access {
  /// Roles with `run.routes.invoke`.
  static final Set<String> INVOKE =
      Set.of(
          "roles/run.invoker",
          "roles/run.servicesInvoker",
          "roles/run.admin",
          "roles/editor",
          "roles/owner");

  /// Roles with `secretmanager.versions.access`.
  static final Set<String> READ_SECRET =
      Set.of(
          "roles/secretmanager.secretAccessor", "roles/secretmanager.admin", "roles/owner");

  private final ControlPlane plane;

  Access(ControlPlane plane) {
    this.plane = plane;
  }

  /// @param members the member, and the groups of everyone that it is one of
  boolean isGranted(List<String> members, Set<String> roles, String project, String resourceKey) {
    return holds(plane.policies().get(resourceKey), members, roles)
        || holds(plane.policies().get(Projects.key(project)), members, roles);
  }

  private static boolean holds(Fields policy, List<String> members, Set<String> roles) {
    return policy.items("bindings").stream()
        .map(v -> (Fields) v)
        .filter(b -> roles.contains(b.text("role").orElse("")))
        .flatMap(b -> b.items("members").stream())
        .anyMatch(m -> m instanceof Value.Text(var text) && members.contains(text));
  }
}
