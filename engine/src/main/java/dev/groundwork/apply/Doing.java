package dev.groundwork.apply;

import dev.groundwork.cloud.Cloud.SecretValue;
import dev.groundwork.cloud.Target;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.plan.Existing;
import dev.groundwork.plan.Markers;
import dev.groundwork.plan.Standing;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.state.JournalRecord;
import dev.groundwork.state.Recorded;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;

/// What one step may use: its secrets, the journal, and what is known of other resources.
final class Doing {
  private final Attempt attempt;
  private final Existing existing;
  private final Secrets secrets;
  private final Writing writing;
  private final Function<Address, Optional<Standing>> standings;

  Doing(
      Attempt attempt,
      Existing existing,
      Secrets secrets,
      Writing writing,
      Function<Address, Optional<Standing>> standings) {
    this.attempt = attempt;
    this.existing = existing;
    this.secrets = secrets;
    this.writing = writing;
    this.standings = standings;
    attempt.hiding(secrets::hide);
  }

  Attempt attempt() {
    return attempt;
  }

  Existing existing() {
    return existing;
  }

  Secrets secrets() {
    return secrets;
  }

  /// Goes on when every secret in the body is revealed.
  Turn reveal(Fields body, Function<Secrets, Turn> then) {
    var missing = secrets.missing(body);
    if (missing.isEmpty()) {
      return then.apply(secrets);
    }
    Address secret = missing.getFirst();
    Optional<Target> holder =
        standings
            .apply(secret)
            .filter(s -> s.id().isPresent())
            .map(s -> new Target(s.type(), s.path()));
    return holder.isPresent()
        ? revelation(secret, holder.get(), body, then)
        : attempt.failed(
            Code.NO_SECRET, "it needs " + secret + ", which is not there.", "describe the secret.");
  }

  private Turn.Call<SecretValue> revelation(
      Address secret, Target holder, Fields body, Function<Secrets, Turn> then) {
    return new Turn.Call<>(
        Duration.ZERO,
        false,
        cloud -> cloud.reveal(holder),
        value ->
            switch (value) {
              case SecretValue.Revealed revealed -> {
                secrets.reveal(secret, revealed.value(), revealed.version());
                yield reveal(body, then);
              }
              case SecretValue.Refused(var refusal) -> {
                var again = revelation(secret, holder, body, then);
                yield attempt.after(refusal, Action.READ, again, () -> again);
              }
            });
  }

  /// The plain part of a body, with the names of secrets in place of secrets.
  Fields marked(Fields body) {
    return (Fields)
        body.map(leaf ->
            leaf instanceof Value.Secret(var secret)
                ? Markers.secret(standings.apply(secret).flatMap(Standing::id).orElse(""))
                : leaf.isKnown() ? leaf : new Value.Null());
  }

  void write(JournalRecord record) {
    writing.add(record);
  }

  /// The names in a collection that are recorded.
  SortedSet<String> claimed(ResourceType type, Map<String, String> scope) {
    return writing.claimed(type, scope);
  }

  /// What Google shows of a resource, as it may be recorded.
  Fields shown(ResourceType type, Fields desired, Fields observed) {
    return secrets.hide(Markers.withoutSecrets(type, desired, observed));
  }

  Turn stands(Recorded recorded) {
    writing.add(new JournalRecord.Stands(recorded));
    return new Turn.Done();
  }

  Turn gone(Address address) {
    writing.add(new JournalRecord.Gone(address));
    return new Turn.Done();
  }
}
