package dev.groundwork.emulator.control;

import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A long-running operation, begun and perhaps ended.
///
/// @param name unique in its scope: `operation-1700000000-ab`, a UUID, `operations/cp.123`
/// @param host the API that began it
/// @param style how it is shown
/// @param scope where it is asked for: `projects/p/global`, `projects/p/regions/r`, `projects/p`,
///   empty for AIP-151
/// @param verb what it is called: `insert`, `CREATE`, `setLabels`
/// @param action what it does to its target
/// @param type the target's resource type, by name
/// @param target the target's key; empty when there is none
/// @param holds while it runs no second operation with the same may begin; empty for no such limit
/// @param began when
/// @param due not done before
/// @param ended when it was done; empty while it runs
/// @param error how it failed, as its style shows it
/// @param response what AIP-151 shows when it is done well
/// @param shown further fields for clients: `targetLink`, `metadata`
/// @param before the target's body and hidden fields before it began, to go back to when it fails
public record Operation(
    String name,
    String host,
    Operations style,
    String scope,
    String verb,
    Action action,
    String type,
    String target,
    String holds,
    Instant began,
    Instant due,
    Optional<Instant> ended,
    Optional<Fields> error,
    Optional<Fields> response,
    Fields shown,
    Optional<Fields> before) {

  /// The name of the entries' type in the store.
  static final String TYPE = "operation";

  public boolean isDone() {
    return ended.isPresent();
  }

  /// The key under which it is stored.
  public String key() {
    return key(host, scope, name);
  }

  static String key(String host, String scope, String name) {
    return "operation/" + host + "/" + scope + "/" + name;
  }

  /// With other further fields for clients.
  Operation showing(Fields other) {
    return new Operation(
        name, host, style, scope, verb, action, type, target, holds, began, due, ended, error,
        response, other, before);
  }

  Operation done(Instant at, Optional<Fields> newError, Optional<Fields> newResponse) {
    return new Operation(
        name,
        host,
        style,
        scope,
        verb,
        action,
        type,
        target,
        holds,
        began,
        due,
        Optional.of(at),
        newError,
        newResponse,
        shown,
        Optional.empty());
  }

  Entry entry() {
    Fields body =
        Fields.EMPTY
            .with("name", name)
            .with("host", host)
            .with("style", style.name())
            .with("scope", scope)
            .with("verb", verb)
            .with("action", action.name())
            .with("type", type)
            .with("target", target)
            .with("holds", holds)
            .with("began", began.toString())
            .with("due", due.toString())
            .with("shown", shown);
    body = ended.isPresent() ? body.with("ended", ended.get().toString()) : body;
    body = error.isPresent() ? body.with("error", error.get()) : body;
    body = response.isPresent() ? body.with("response", response.get()) : body;
    body = before.isPresent() ? body.with("before", before.get()) : body;
    return Entry.of(key(), TYPE, body);
  }

  static Operation of(Entry entry) {
    Fields b = entry.body();
    return new Operation(
        b.text("name").orElseThrow(),
        b.text("host").orElseThrow(),
        Operations.valueOf(b.text("style").orElseThrow()),
        b.text("scope").orElseThrow(),
        b.text("verb").orElseThrow(),
        Action.valueOf(b.text("action").orElseThrow()),
        b.text("type").orElseThrow(),
        b.text("target").orElseThrow(),
        b.text("holds").orElseThrow(),
        Instant.parse(b.text("began").orElseThrow()),
        Instant.parse(b.text("due").orElseThrow()),
        b.text("ended").map(Instant::parse),
        b.get("error").map(_ -> b.fields("error")),
        b.get("response").map(_ -> b.fields("response")),
        b.fields("shown"),
        b.get("before").map(_ -> b.fields("before")));
  }

  /// The progress in percent at `now`.
  public int progress(Instant now) {
    if (isDone()) {
      return 100;
    }
    long whole = due.toEpochMilli() - began.toEpochMilli();
    if (whole <= 0) {
      return 0;
    }
    long part = Math.clamp(now.toEpochMilli() - began.toEpochMilli(), 0, whole);
    return BigDecimal.valueOf(part * 99 / whole).intValue();
  }

  /// A message with its type, as `response` and `metadata` hold it.
  ///
  /// @param type full name, `google.cloud.resourcemanager.v3.Project`
  public static Fields typed(String type, Fields message) {
    return OperationForms.plus(Fields.EMPTY.with("@type", "type.googleapis.com/" + type), message);
  }

  /// What a started operation is told of.
  ///
  /// @param name empty for one of the service's usual form
  /// @param host see `Operation`; so the others
  /// @param takes how long it typically takes on the real cloud
  public record Start(
      String name,
      String host,
      Operations style,
      String scope,
      String verb,
      Action action,
      String type,
      String target,
      String holds,
      Duration takes,
      Optional<Fields> response,
      Fields shown,
      Optional<Entry> before) {

    /// An AIP-151 operation on a resource, or on nothing when `target` is empty.
    public static Start longRunning(
        String host, Action action, String type, String target, Duration takes) {
      return new Start(
          "",
          host,
          Operations.LONG_RUNNING,
          "",
          action.name(),
          action,
          type,
          target,
          "",
          takes,
          Optional.empty(),
          Fields.EMPTY,
          Optional.empty());
    }

    public Start named(String other) {
      return new Start(
          other, host, style, scope, verb, action, type, target, holds, takes, response, shown,
          before);
    }

    public Start showing(String field, Value value) {
      return new Start(
          name,
          host,
          style,
          scope,
          verb,
          action,
          type,
          target,
          holds,
          takes,
          response,
          shown.with(field, value),
          before);
    }

    /// AIP-151's metadata of this type.
    public Start withMetadata(String metadataType, Fields metadata) {
      return showing("metadata", typed(metadataType, metadata));
    }

    public Start holding(String what) {
      return new Start(
          name, host, style, scope, verb, action, type, target, what, takes, response, shown,
          before);
    }

    public Start answering(Fields body) {
      return new Start(
          name,
          host,
          style,
          scope,
          verb,
          action,
          type,
          target,
          holds,
          takes,
          Optional.of(body),
          shown,
          before);
    }

    /// What the target goes back to when the operation fails.
    public Start from(Entry entry) {
      return new Start(
          name,
          host,
          style,
          scope,
          verb,
          action,
          type,
          target,
          holds,
          takes,
          response,
          shown,
          Optional.of(entry));
    }
  }
}
