package dev.groundwork.emulator.cloudbuild;

import dev.groundwork.resource.Value.Fields;
import java.util.Optional;
import java.util.regex.Pattern;

/// What triggers say about repositories, in all the ways that they may say it.
final class Repositories {
  private Repositories() {}

  /// What is built; empty when nothing is fetched.
  static String built(Fields trigger) {
    Fields github = trigger.fields("github");
    return github
        .text("name")
        .map(name -> github.text("owner").orElse("") + "/" + name)
        .or(() -> trigger.text("repositoryEventConfig.repository"))
        .or(() -> trigger.text("sourceToBuild.repository"))
        .or(() -> trigger.text("sourceToBuild.uri"))
        .or(() -> trigger.text("triggerTemplate.repoName"))
        .or(() -> trigger.text("build.source.repoSource.repoName"))
        .or(() -> trigger.text("build.source.gitSource.url"))
        .orElse("");
  }

  /// Where the configuration file is.
  static String configured(Fields trigger) {
    return trigger
        .text("gitFileSource.repository")
        .or(() -> trigger.text("gitFileSource.uri"))
        .orElseGet(() -> built(trigger));
  }

  /// The path of the configuration file; empty when the trigger holds the build itself.
  static String file(Fields trigger) {
    return trigger.text("filename").or(() -> trigger.text("gitFileSource.path")).orElse("");
  }

  /// Why a push does not fire a trigger; empty when it does.
  static Optional<String> deaf(Fields trigger, String repository, String branch, String tag) {
    Fields github = trigger.fields("github");
    boolean second = trigger.get("repositoryEventConfig").isPresent();
    Fields push =
        second
            ? trigger.fields("repositoryEventConfig.push")
            : trigger.get("triggerTemplate").isPresent()
                ? template(trigger.fields("triggerTemplate"))
                : github.fields("push");
    if (push.isEmpty()) {
      return Optional.of("it does not wait for pushes");
    }
    if (!Sources.plain(built(trigger)).equals(Sources.plain(repository))) {
      return Optional.of("it builds " + built(trigger));
    }
    if (trigger.flag("disabled")) {
      return Optional.of("it is disabled");
    }
    String kind = branch.isEmpty() ? "tag" : "branch";
    String ref = branch.isEmpty() ? tag : branch;
    Optional<String> wanted = push.text(kind);
    if (wanted.isEmpty()) {
      return Optional.of("it does not wait for a " + kind);
    }
    boolean matches = Pattern.compile(wanted.get()).matcher(ref).find();
    return matches != push.flag("invertRegex")
        ? Optional.empty()
        : Optional.of(
            "its "
                + kind
                + " "
                + wanted.get()
                + (push.flag("invertRegex") ? " leaves out " : " does not match ")
                + ref);
  }

  private static Fields template(Fields template) {
    Fields push =
        template.flag("invertRegex") ? Fields.EMPTY.with("invertRegex", true) : Fields.EMPTY;
    push =
        template.text("branchName").isPresent()
            ? push.with("branch", template.text("branchName").get())
            : push;
    return template.text("tagName").isPresent()
        ? push.with("tag", template.text("tagName").get())
        : push;
  }
}
