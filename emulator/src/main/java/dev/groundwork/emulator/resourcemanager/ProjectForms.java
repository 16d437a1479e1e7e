package dev.groundwork.emulator.resourcemanager;

import dev.groundwork.resource.Value.Fields;
import java.util.Optional;

/// A project as version 1 of the API shows it; stored is what version 3 shows.
final class ProjectForms {
  private ProjectForms() {}

  static Fields first(Fields project) {
    Fields f =
        Fields.EMPTY
            .with(
                "projectNumber", project.text("name").orElseThrow().substring("projects/".length()))
            .with("projectId", project.text("projectId").orElseThrow())
            .with("lifecycleState", project.text("state").orElse("ACTIVE"))
            .with(
                "name",
                project.text("displayName").orElse(project.text("projectId").orElseThrow()));
    f =
        project.text("createTime").isPresent()
            ? f.with("createTime", project.text("createTime").get())
            : f;
    f = project.fields("labels").isEmpty() ? f : f.with("labels", project.fields("labels"));
    Optional<String> parent = project.text("parent").filter(p -> p.contains("/"));
    if (parent.isPresent()) {
      int slash = parent.get().indexOf('/');
      String type = parent.get().startsWith("organizations") ? "organization" : "folder";
      f =
          f.with(
              "parent",
              Fields.EMPTY.with("type", type).with("id", parent.get().substring(slash + 1)));
    }
    return f;
  }

  /// The parent that a version 1 body names, in version 3's form; empty for none.
  static String parent(Fields body) {
    Fields parent = body.fields("parent");
    return parent
        .text("id")
        .map(id ->
            (parent.text("type").orElse("").equals("folder") ? "folders/" : "organizations/") + id)
        .orElse("");
  }
}
