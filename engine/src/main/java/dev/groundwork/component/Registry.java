package dev.groundwork.component;

import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check;
import dev.groundwork.verify.Check.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/// A place for container images or packages: a repository in Artifact Registry.
///
/// @param name empty for the component's own
/// @param location empty for the blueprint's region
/// @param immutableTags whether a tag, once given, stays where it is
/// @param keepVersions how many of the newest are kept whatever their age; empty for none in
///   particular
/// @param deleteAfterDays the age at which others are deleted; empty for never
/// @param readers the IAM members who may pull
/// @param writers the IAM members who may push
public record Registry(
    Optional<String> name,
    String format,
    Optional<String> location,
    Optional<String> description,
    boolean immutableTags,
    Optional<Long> keepVersions,
    Optional<Long> deleteAfterDays,
    List<Value> readers,
    List<Value> writers,
    SequencedMap<String, String> labels)
    implements Component {

  private static final String REPOSITORY = "artifactregistry.Repository";
  private static final long SECONDS_A_DAY = 86_400;

  private static final Form CLEANUP =
      Form.of(
          "cleanup",
          "What is deleted by itself.",
          Field.of(
              "keepVersions",
              new Kind.Whole(1, 1000),
              "How many of the newest are kept whatever their age."),
          Field.of(
              "deleteAfterDays", new Kind.Whole(1, 3650), "The age at which others are deleted."));

  static final Form FORM =
      Form.of(
          "registry",
          "A place for container images or packages.",
          Field.of("name", Naming.COMPUTE, "Its name at Google; by default the component's."),
          Field.of(
                  "format",
                  Kind.Choice.of("docker", "maven", "npm", "python", "apt", "yum", "go", "generic"),
                  "What it holds.")
              .or("docker"),
          Field.of("location", Naming.REGION, "The region; by default the blueprint's."),
          Field.of("description", Kind.Text.ANY, "What it is for."),
          Field.of(
                  "immutableTags",
                  new Kind.Flag(),
                  "Whether a tag, once given, stays where it is; for format docker.")
              .or(false),
          Field.of("cleanup", new Kind.Part(CLEANUP), "What is deleted by itself."),
          Field.of("readers", new Kind.ListOf(new Kind.Member()), "Who may pull."),
          Field.of("writers", new Kind.ListOf(new Kind.Member()), "Who may push."),
          Field.of(
              "labels",
              new Kind.MapOf(Naming.LABEL_KEY, Naming.LABEL_VALUE),
              "Labels of the repository alone."));

  static final ComponentType TYPE = ComponentType.of(FORM, REPOSITORY, Registry::from);

  static Registry from(Settings given) {
    Settings cleanup = given.part("cleanup");
    return new Registry(
        given.maybeText("name"),
        given.text("format"),
        given.maybeText("location"),
        given.maybeText("description"),
        given.flag("immutableTags"),
        cleanup.maybeWhole("keepVersions"),
        cleanup.maybeWhole("deleteAfterDays"),
        given.values("readers"),
        given.values("writers"),
        given.named("labels"));
  }

  @Override
  public Expansion expand(Context context) {
    String called = name.orElse(context.component());
    String where = location.orElse(context.region());
    String holds = format.toUpperCase(Locale.ROOT);
    Context.Part part =
        context
            .main(REPOSITORY, context.place())
            .path("name", called)
            .path("location", where)
            .set("format", holds);
    description.ifPresent(text -> part.set("description", text));
    if (immutableTags) {
      part.set("dockerConfig.immutableTags", true);
    }
    keepVersions.ifPresent(count ->
        part.set("cleanupPolicies.keep-newest.id", "keep-newest")
            .set("cleanupPolicies.keep-newest.action", "KEEP")
            .set("cleanupPolicies.keep-newest.mostRecentVersions.keepCount", count));
    deleteAfterDays.ifPresent(days ->
        part.set("cleanupPolicies.delete-old.id", "delete-old")
            .set("cleanupPolicies.delete-old.action", "DELETE")
            .set("cleanupPolicies.delete-old.condition.tagState", "ANY")
            .set("cleanupPolicies.delete-old.condition.olderThan", days * SECONDS_A_DAY + "s"));
    labels.forEach((key, value) -> part.set("labels." + key, value));
    Resource repository = part.made();
    List<Resource> resources = new ArrayList<>(List.of(repository));
    List<Check> checks = new ArrayList<>();
    checks.add(
        new Check(
            context.component() + " holds " + format,
            repository.address(),
            new Expectation.FieldIs("format", List.of(Value.of(holds)))));
    readers.forEach(
        member -> grant(context, repository.address(), where, "reader", member, resources, checks));
    writers.forEach(
        member -> grant(context, repository.address(), where, "writer", member, resources, checks));
    return new Expansion(
        resources,
        checks,
        new TreeMap<>(
            Map.of(
                "name", Value.of(called),
                "address",
                    Value.of(
                        where + "-" + format + ".pkg.dev/" + context.project() + "/" + called))));
  }

  private static void grant(
      Context context,
      Address repository,
      String where,
      String role,
      Value member,
      List<Resource> resources,
      List<Check> checks) {
    Resource granted =
        context
            .part(
                "artifactregistry.RepositoryIamMember",
                role + "." + Context.called(member),
                context.place())
            .path("location", where)
            .path("repository", Context.link(repository))
            .path("role", "roles/artifactregistry." + role)
            .path("member", member)
            .made();
    resources.add(granted);
    checks.add(
        new Check(
            Context.called(member)
                + (role.equals("reader") ? " may pull from " : " may push to ")
                + context.component(),
            granted.address(),
            new Expectation.Exists()));
  }
}
