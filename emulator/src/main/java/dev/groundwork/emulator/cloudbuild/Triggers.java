package dev.groundwork.emulator.cloudbuild;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Triggers: what Google asks of one, and that it is also called by its id.
final class Triggers implements Behavior {
  static final String TYPE = "cloudbuild.Trigger";

  private static final String ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
  private static final List<String> BRANCHES =
      List.of(
          "github.push.branch",
          "github.push.tag",
          "github.pullRequest.branch",
          "repositoryEventConfig.push.branch",
          "repositoryEventConfig.push.tag",
          "repositoryEventConfig.pullRequest.branch",
          "triggerTemplate.branchName",
          "triggerTemplate.tagName");

  private final ControlPlane plane;

  Triggers(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public Map<String, String> path(Map<String, String> asked) {
    String name = asked.getOrDefault("name", "");
    if (!name.matches(ID) || !asked.containsKey("location")) {
      return asked;
    }
    String collection =
        new Place(asked.getOrDefault("project", ""), asked.getOrDefault("location", ""), "")
            .under("triggers");
    return plane.store().under(collection).stream()
        .filter(e -> e.body().text("id").equals(Optional.of(name)))
        .findFirst()
        .map(e -> {
          Map<String, String> known = new TreeMap<>(asked);
          known.put("name", e.key().substring(collection.length()));
          return known;
        })
        .orElse(asked);
  }

  @Override
  public Fields create(Edit edit, Fields wanted) {
    check(wanted);
    String id = wanted.text("id").orElseGet(() -> plane.ids().uuid());
    String name = edit.name();
    if (!name.matches("[A-Za-z0-9]([A-Za-z0-9-]{0,62}[A-Za-z0-9])?")) {
      throw Refusal.invalid(
              "invalid trigger name \""
                  + name
                  + "\": must be 1-64 letters, digits or hyphens, and must not start or end with a hyphen")
          .asException();
    }
    Fields trigger =
        wanted
            .with("id", id)
            .with("name", name)
            .with(
                "resourceName",
                "projects/"
                    + edit.path("project")
                    + "/locations/"
                    + edit.path("location")
                    + "/triggers/"
                    + id);
    return complete(edit, trigger);
  }

  /// @param edit of the trigger
  private static Fields complete(Edit edit, Fields trigger) {
    return trigger.get("pubsubConfig").isEmpty()
        ? trigger
        : trigger
            .with(
                "pubsubConfig.subscription",
                "projects/" + edit.path("project") + "/subscriptions/gcb-" + edit.name())
            .with("pubsubConfig.state", "OK");
  }

  @Override
  public Fields update(Edit edit, Fields before, Fields after) {
    check(after);
    return complete(
        edit,
        after
            .with("id", before.text("id").orElse(""))
            .with("name", before.text("name").orElse(""))
            .with("resourceName", before.text("resourceName").orElse("")));
  }

  private void check(Fields trigger) {
    boolean inline = trigger.get("build").isPresent();
    boolean filed = !Repositories.file(trigger).isEmpty() || trigger.flag("autodetect");
    if (inline == filed) {
      throw Refusal.invalid(
              inline
                  ? "invalid build trigger: only one of 'build', 'filename', 'git_file_source' and 'autodetect' may be specified"
                  : "invalid build trigger: one of 'build', 'filename', 'git_file_source' or 'autodetect' must be specified")
          .asException();
    }
    for (String path : BRANCHES) {
      trigger
          .text(path)
          .ifPresent(regex -> {
            try {
              Pattern.compile(regex);
            } catch (PatternSyntaxException e) {
              throw Refusal.invalid(
                      "invalid build trigger: invalid regular expression \""
                          + regex
                          + "\": "
                          + e.getDescription())
                  .asException();
            }
          });
    }
    Substitutions.misnamed(trigger.fields("substitutions"))
        .ifPresent(name -> {
          throw Refusal.invalid(
                  "invalid value for 'build.substitutions': key in the template \""
                      + name
                      + "\" is not a valid built-in substitution")
              .asException();
        });
    if (inline) {
      BuildRules.check(trigger.fields("build"));
      BuildRules.checkLogging(trigger.fields("build"), trigger.text("serviceAccount").isPresent());
    }
    trigger
        .text("serviceAccount")
        .filter(a -> a.contains("@"))
        .map(a -> a.substring(a.lastIndexOf('/') + 1))
        .filter(a -> a.endsWith(".iam.gserviceaccount.com"))
        .filter(a -> plane.accounts().find(a).isEmpty())
        .ifPresent(a -> {
          throw Refusal.notFound("Service account " + a + " does not exist.").asException();
        });
  }

  @Override
  public boolean refusesMissing(String field) {
    return false;
  }

  @Override
  public Optional<Refusal> absent(Ask ask, String relativeName) {
    return Optional.of(Refusal.notFound("Requested entity was not found."));
  }

  @Override
  public Optional<Refusal> present(Ask ask, String relativeName) {
    return Optional.of(Refusal.alreadyExists("Requested entity already exists"));
  }

  /// The trigger of this name or id.
  Entry find(Ask ask) {
    Map<String, String> path = path(ask.path());
    return plane
        .store()
        .get(
            new Place(
                    path.getOrDefault("project", ""),
                    path.getOrDefault("location", ""),
                    path.getOrDefault("name", ""))
                .triggerKey())
        .orElseThrow(() -> Refusal.notFound("Requested entity was not found.").asException());
  }
}
