package dev.groundwork.emulator.cloudbuild;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One firing of a trigger: what source is built, and what is known of it.
///
/// @param branch empty for a tag, or when nobody has said
/// @param tag empty for a branch
/// @param commit empty when nobody has said
/// @param substitutions for this time, in place of the trigger's
/// @param payload of the message or call that fired it; empty for other events
record Invocation(
    String branch, String tag, String commit, Fields substitutions, Optional<Fields> payload) {
  private static final Pattern BINDING = Pattern.compile("\\$\\(body((?:\\.[A-Za-z0-9_-]+)*)\\)");

  /// What a person asks for who runs a trigger.
  static Invocation of(Fields source) {
    return new Invocation(
        source.text("branchName").orElse(""),
        source.text("tagName").orElse(""),
        source.text("commitSha").orElse(""),
        source.fields("substitutions"),
        Optional.empty());
  }

  static Invocation push(String branch, String tag) {
    return new Invocation(branch, tag, "", Fields.EMPTY, Optional.empty());
  }

  static Invocation message(Fields payload) {
    return new Invocation("", "", "", Fields.EMPTY, Optional.of(payload));
  }

  /// What Google says of the source, by the variables' names.
  ///
  /// @param repository as the trigger names it; empty for a build without source
  /// @param folder where it is on this machine
  SortedMap<String, String> known(String repository, Optional<Path> folder) {
    SortedMap<String, String> known = new TreeMap<>();
    if (repository.isEmpty()) {
      return known;
    }
    String plain = Sources.plain(repository);
    String name = plain.substring(plain.lastIndexOf('/') + 1);
    known.put("REPO_NAME", name);
    known.put("REPO_FULL_NAME", plain.contains("/repositories/") ? name : plain);
    String ref =
        !branch.isEmpty() || !tag.isEmpty() || folder.isEmpty()
            ? branch
            : Workspace.told(folder.get(), "rev-parse", "--abbrev-ref", "HEAD").orElse("");
    put(known, "BRANCH_NAME", ref);
    put(known, "TAG_NAME", tag);
    put(known, "REF_NAME", tag.isEmpty() ? ref : tag);
    String sha =
        commit.isEmpty()
            ? folder.flatMap(f -> Workspace.told(f, "rev-parse", "HEAD")).orElse("")
            : commit;
    put(known, "COMMIT_SHA", sha);
    put(known, "REVISION_ID", sha);
    put(known, "SHORT_SHA", sha.substring(0, Math.min(7, sha.length())));
    return known;
  }

  private static void put(SortedMap<String, String> into, String name, String value) {
    if (!value.isEmpty()) {
      into.put(name, value);
    }
  }

  /// A trigger's variable whose value is bound to the payload: `$(body.message.data.id)`.
  String bound(String text) {
    if (payload.isEmpty()) {
      return text;
    }
    Matcher matcher = BINDING.matcher(text);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      String path = matcher.group(1);
      Optional<Value> found =
          path.isEmpty() ? Optional.of(payload.get()) : payload.get().at(path.substring(1));
      String with = found.map(v -> v instanceof Value.Text(var t) ? t : Json.write(v)).orElse("");
      matcher.appendReplacement(out, Matcher.quoteReplacement(with));
    }
    return matcher.appendTail(out).toString();
  }
}
