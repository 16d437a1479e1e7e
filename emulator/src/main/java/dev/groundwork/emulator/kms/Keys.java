package dev.groundwork.emulator.kms;

import dev.groundwork.emulator.control.Agenda;
import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// What is special about keys: their first version, their primary one, and rotation on the clock.
final class Keys implements Behavior, Agenda.Timed {
  static final String HOST = "cloudkms.googleapis.com";
  static final String TYPE = "kms.CryptoKey";

  private static final Duration SHORTEST = Duration.ofHours(24);

  private final ControlPlane plane;
  private final Versions versions;

  Keys(ControlPlane plane, Versions versions) {
    this.plane = plane;
    this.versions = versions;
  }

  @Override
  public Fields create(Edit edit, Fields wanted) {
    String purpose = wanted.text("purpose").orElse("");
    if (!purpose.equals("ENCRYPT_DECRYPT")) {
      throw Refusals.purpose(purpose).asException();
    }
    checkRotation(wanted);
    Fields body =
        wanted
            .with(
                "destroyScheduledDuration",
                wanted.text("destroyScheduledDuration").orElse("2592000s"))
            .with(
                "versionTemplate.protectionLevel",
                wanted.text("versionTemplate.protectionLevel").orElse("SOFTWARE"))
            .with(
                "versionTemplate.algorithm",
                wanted.text("versionTemplate.algorithm").orElse("GOOGLE_SYMMETRIC_ENCRYPTION"));
    if (edit.ask().queryOr("skipInitialVersionCreation", "false").equals("true")) {
      return body;
    }
    return body.with("primary", versions.create(edit.transaction(), edit.key(), body).body());
  }

  @Override
  public Fields update(Edit edit, Fields before, Fields after) {
    checkRotation(after);
    return after;
  }

  private static void checkRotation(Fields key) {
    Optional<Duration> period = period(key);
    if (period.isPresent()
        && (period.get().compareTo(SHORTEST) < 0 || key.text("nextRotationTime").isEmpty())) {
      throw Refusals.rotation().asException();
    }
  }

  private static Optional<Duration> period(Fields key) {
    return key.text("rotationPeriod")
        .filter(t -> t.matches("\\d{1,12}(\\.\\d+)?s"))
        .map(t -> Duration.ofSeconds(Long.parseLong(t.replaceAll("\\D.*", ""))));
  }

  /// The number of the primary version.
  static Optional<String> primary(Fields key) {
    return key.text("primary.name").map(n -> n.substring(n.lastIndexOf('/') + 1));
  }

  /// The primary version is shown as it now is.
  @Override
  public Fields show(Entry entry) {
    Optional<Entry> primary =
        primary(entry.body())
            .flatMap(number -> plane.store().get(Versions.prefix(entry.key()) + number));
    return primary.map(p -> entry.body().with("primary", p.body())).orElseGet(entry::body);
  }

  @Override
  public Optional<Refusal> absent(Ask ask, String relativeName) {
    return Optional.of(Refusals.absent("CryptoKey", relativeName));
  }

  @Override
  public Optional<Refusal> present(Ask ask, String relativeName) {
    return Optional.of(Refusals.present("CryptoKey", relativeName));
  }

  // ---------------------------------------------------------------- on the clock

  @Override
  public Optional<Instant> next() {
    return plane.store().under(HOST + "/").stream()
        .flatMap(e -> due(e).stream())
        .min(Comparator.naturalOrder());
  }

  private static Optional<Instant> due(Entry entry) {
    return switch (entry.type()) {
      case TYPE ->
          period(entry.body()).isPresent()
              ? entry.body().text("nextRotationTime").map(Instant::parse)
              : Optional.empty();
      case Versions.TYPE -> Versions.due(entry);
      default -> Optional.empty();
    };
  }

  @Override
  public void happen(Instant due) {
    try (Stream<Entry> all = plane.store().under(HOST + "/").stream()) {
      all.filter(e -> due(e).filter(at -> !at.isAfter(due)).isPresent())
          .forEach(e ->
              plane
                  .store()
                  .run(t -> {
                    if (e.type().equals(Versions.TYPE)) {
                      Versions.forget(t, e);
                    } else {
                      Entry version = versions.create(t, e.key(), e.body());
                      Instant next = due(e).orElseThrow().plus(period(e.body()).orElseThrow());
                      t.put(
                          e.withBody(
                              e.body()
                                  .with("primary.name", Integer.toString(Versions.number(version)))
                                  .with("nextRotationTime", Times.micros(next))));
                    }
                  }));
    }
  }
}
