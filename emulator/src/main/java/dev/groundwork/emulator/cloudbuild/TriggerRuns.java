package dev.groundwork.emulator.cloudbuild;

import static dev.groundwork.resource.Call.Verb.POST;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Operation;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Refused;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// What fires triggers: a person, a push, a message, a call.
final class TriggerRuns {
  private static final String TRIGGER =
      "v1/projects/{project}/locations/{location}/triggers/{name}";

  private final ControlPlane plane;
  private final Triggers triggers;
  private final Builds builds;
  private final Sources sources;

  TriggerRuns(ControlPlane plane, Triggers triggers, Builds builds, Sources sources) {
    this.plane = plane;
    this.triggers = triggers;
    this.builds = builds;
    this.sources = sources;
  }

  void install(Installation into) {
    into.route(POST, TRIGGER + ":run", this::run);
    into.route(POST, TRIGGER + ":webhook", ask -> fired(ask, ask.body()));
    into.route(POST, TRIGGER + ":pubsub", ask -> fired(ask, message(ask.body())));
  }

  private Reply run(Ask ask) {
    // the older form of the call is the source itself
    Fields source = ask.body().get("source").isPresent() ? ask.body().fields("source") : ask.body();
    Operation operation = begin(triggers.find(ask), Invocation.of(source));
    return Reply.ok(plane.operations().show(operation));
  }

  private Reply fired(Ask ask, Fields payload) {
    Entry trigger = triggers.find(ask);
    if (!trigger.body().flag("disabled")) {
      begin(trigger, Invocation.message(payload));
    }
    return Reply.empty();
  }

  /// What a push of Pub/Sub holds, with the message's data decoded.
  private static Fields message(Fields pushed) {
    Optional<String> data = pushed.text("message.data");
    if (data.isEmpty()) {
      return pushed;
    }
    String text = new String(Base64.getDecoder().decode(data.get()), StandardCharsets.UTF_8);
    try {
      return pushed.with("message.data", Json.parse(text));
    } catch (Json.Malformed e) {
      return pushed.with("message.data", text);
    }
  }

  /// What a push to a repository fires.
  ///
  /// @return the builds begun, and why each other trigger was not fired
  Fields push(Fields body) {
    String repository = body.text("repository").orElse("");
    String branch = body.text("branch").orElse("");
    String tag = body.text("tag").orElse("");
    if (repository.isEmpty() || branch.isEmpty() == tag.isEmpty()) {
      throw new IllegalArgumentException("a push has a repository, and a branch or a tag");
    }
    List<Value> begun = new ArrayList<>();
    List<Value> deaf = new ArrayList<>();
    for (Entry trigger : plane.store().under(Place.HOST + "/projects/")) {
      if (trigger.type().equals(Triggers.TYPE)) {
        Fields named =
            Fields.EMPTY.with("trigger", trigger.key().substring(Place.HOST.length() + 1));
        Optional<String> why =
            Repositories.deaf(trigger.body(), repository, branch, tag)
                .or(() -> untouched(trigger.body()));
        if (why.isPresent()) {
          deaf.add(named.with("reason", why.get()));
        } else {
          begun.add(named.with("build", fire(trigger, Invocation.push(branch, tag))));
        }
      }
    }
    return Fields.EMPTY
        .with("builds", new Value.Items(begun))
        .with("notFired", new Value.Items(deaf));
  }

  private String fire(Entry trigger, Invocation invocation) {
    try {
      return begin(trigger, invocation).target().substring(Place.HOST.length() + 1);
    } catch (Refused e) {
      return "refused: " + e.refusal().message();
    }
  }

  /// Why the files of the last commit do not fire a trigger.
  private Optional<String> untouched(Fields trigger) {
    List<String> included = Step.texts(trigger, "includedFiles");
    List<String> ignored = Step.texts(trigger, "ignoredFiles");
    Optional<List<String>> changed =
        sources
            .find(Repositories.built(trigger))
            .flatMap(f -> Workspace.told(f, "diff", "--name-only", "HEAD~1", "HEAD"))
            .map(t -> t.lines().toList());
    if (changed.isEmpty() || (included.isEmpty() && ignored.isEmpty())) {
      return Optional.empty();
    }
    List<String> left = changed.get().stream().filter(f -> !matches(ignored, f)).toList();
    boolean touched =
        included.isEmpty() ? !left.isEmpty() : left.stream().anyMatch(f -> matches(included, f));
    return touched ? Optional.empty() : Optional.of("no file that it waits for has changed");
  }

  private static boolean matches(List<String> globs, String file) {
    Path path = Path.of(file);
    return globs.stream()
        .anyMatch(glob -> path.getFileSystem().getPathMatcher("glob:" + glob).matches(path));
  }

  private Operation begin(Entry entry, Invocation invocation) {
    Fields trigger = entry.body();
    String repository = Repositories.built(trigger);
    Fields wanted = build(trigger);
    TreeMap<String, String> values = new TreeMap<>(Builds.users(wanted));
    for (Fields more :
        List.of(trigger, Fields.EMPTY.with("substitutions", invocation.substitutions()))) {
      Builds.users(more).forEach((name, value) -> values.put(name, invocation.bound(value)));
    }
    values.putAll(invocation.known(repository, sources.find(repository)));
    values.put("TRIGGER_NAME", trigger.text("name").orElse(""));
    if (!Repositories.file(trigger).isEmpty()) {
      values.put("TRIGGER_BUILD_CONFIG_PATH", Repositories.file(trigger));
    }
    Fields made =
        trigger.text("serviceAccount").isPresent()
            ? wanted.with("serviceAccount", trigger.text("serviceAccount").get())
            : wanted;
    Place at = Place.of(entry.key());
    return plane
        .store()
        .change(transaction ->
            builds.begin(
                transaction,
                new Place(at.project(), at.location(), plane.ids().uuid()),
                made.without("substitutions"),
                new Substitutions(values, true),
                repository,
                trigger.text("id")));
  }

  /// The build that a trigger holds, or that the file in its source does.
  private Fields build(Fields trigger) {
    if (trigger.get("build").isPresent()) {
      return trigger.fields("build");
    }
    String repository = Repositories.configured(trigger);
    String file = Repositories.file(trigger);
    Path folder =
        sources
            .find(repository)
            .filter(Files::isDirectory)
            .orElseThrow(
                () -> Refusal.precondition(Verdict.unfetched(repository).detail()).asException());
    Path config = folder.resolve(file).normalize();
    if (!config.startsWith(folder) || !Files.isRegularFile(config)) {
      throw Refusal.notFound("Could not find build config file " + file + " in " + repository + ".")
          .asException();
    }
    try {
      return Config.read(plane.bodies(), file, Files.readString(config));
    } catch (Config.Unusable e) {
      throw Refusal.invalid(String.valueOf(e.getMessage())).asException();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
