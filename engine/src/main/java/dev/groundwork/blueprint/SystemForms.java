package dev.groundwork.blueprint;

import dev.groundwork.component.Field;
import dev.groundwork.component.Form;
import dev.groundwork.component.Kind;
import dev.groundwork.component.Naming;
import dev.groundwork.component.Project;
import java.util.List;

/// The fields at the top of a blueprint.
final class SystemForms {
  private SystemForms() {}

  /// What may name a component, a resource or an environment.
  static final Kind.Text NAME =
      Kind.Text.of(
          "[a-zA-Z][a-zA-Z0-9_-]{0,62}",
          "letters, digits, hyphens and underscores, starting with a letter");

  /// Names that expressions know already.
  static final List<String> RESERVED =
      List.of(
          "environment",
          "false",
          "in",
          "labels",
          "null",
          "project",
          "region",
          "system",
          "target",
          "true",
          "zone");

  /// Fields that everything else may refer to.
  static final Form PLACE =
      Form.of(
          "blueprint",
          "One system on Google Cloud.",
          Field.of("system", Naming.COMPUTE, "What the system is called.").must(),
          Field.of("region", Naming.REGION, "The region of everything that does not name another.")
              .must(),
          Field.of(
              "zone", Naming.ZONE, "The zone of everything in a zone that does not name another."),
          Field.of(
                  "target",
                  Kind.Choice.of("emulator", "gcp"),
                  "Which cloud it is for, unless the command line says otherwise.")
              .or("emulator"));

  static final Form LABELS =
      Form.of(
          "blueprint",
          "One system on Google Cloud.",
          Field.of(
              "labels",
              new Kind.MapOf(Naming.LABEL_KEY, Naming.LABEL_VALUE),
              "Labels put on everything that can have labels."));

  /// All keys at the top, in the order in which they are best written.
  static final List<String> KEYS =
      List.of(
          "system",
          "project",
          "region",
          "zone",
          "target",
          "labels",
          "components",
          "resources",
          "environments",
          "outputs");

  static Form project() {
    return Project.FORM;
  }
}
