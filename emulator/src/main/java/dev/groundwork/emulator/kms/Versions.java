package dev.groundwork.emulator.kms;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.emulator.tls.Vault;
import dev.groundwork.resource.Value.Fields;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Versions of keys: their states, and their material, which is kept encrypted and never shown.
final class Versions {
  static final String TYPE = "kms.CryptoKeyVersion";
  private static final Duration USUAL = Duration.ofDays(30);
  private static final int KEY_BYTES = 32;

  private final ControlPlane plane;
  private final Vault vault;
  private final SecureRandom random = new SecureRandom();

  Versions(ControlPlane plane, Vault vault) {
    this.plane = plane;
    this.vault = vault;
  }

  static String prefix(String key) {
    return key + "/cryptoKeyVersions/";
  }

  /// All of a key's, by number.
  static List<Entry> of(Transaction transaction, String key) {
    return transaction.under(prefix(key)).stream()
        .filter(e -> e.type().equals(TYPE))
        .sorted(Comparator.comparingInt(Versions::number))
        .toList();
  }

  static int number(Entry version) {
    return Integer.parseInt(version.key().substring(version.key().lastIndexOf('/') + 1));
  }

  /// A new version with new material.
  Entry create(Transaction transaction, String key, Fields cryptoKey) {
    int number = 1 + of(transaction, key).stream().mapToInt(Versions::number).max().orElse(0);
    String stored = prefix(key) + number;
    byte[] material = new byte[KEY_BYTES];
    random.nextBytes(material);
    String now = Times.micros(plane.clock().instant());
    Fields body =
        Fields.EMPTY
            .with("name", stored.substring(Keys.HOST.length() + 1))
            .with("state", "ENABLED")
            .with(
                "protectionLevel",
                cryptoKey.text("versionTemplate.protectionLevel").orElse("SOFTWARE"))
            .with(
                "algorithm",
                cryptoKey.text("versionTemplate.algorithm").orElse("GOOGLE_SYMMETRIC_ENCRYPTION"))
            .with("createTime", now)
            .with("generateTime", now);
    return transaction.put(
        Entry.of(stored, TYPE, body)
            .withHidden(Fields.EMPTY.with("material", vault.seal(stored, material))));
  }

  /// @throws IllegalStateException when the version has been destroyed: a bug
  byte[] material(Entry version) {
    return vault.open(version.key(), version.hidden().text("material").orElseThrow());
  }

  /// Schedules the destruction.
  Entry destroy(Transaction transaction, Entry version, Fields cryptoKey) {
    checkState(version, "ENABLED", "DISABLED");
    Duration wait =
        cryptoKey
            .text("destroyScheduledDuration")
            .map(t -> Duration.ofSeconds(Long.parseLong(t.replaceAll("[^0-9].*", ""))))
            .orElse(USUAL);
    return transaction.put(
        version.withBody(
            version
                .body()
                .with("state", "DESTROY_SCHEDULED")
                .with("destroyTime", Times.micros(plane.clock().instant().plus(wait)))));
  }

  /// Takes a scheduled destruction back.
  static Entry restore(Transaction transaction, Entry version) {
    checkState(version, "DESTROY_SCHEDULED");
    return transaction.put(
        version.withBody(version.body().with("state", "DISABLED").without("destroyTime")));
  }

  /// Destroys for good.
  static void forget(Transaction transaction, Entry version) {
    transaction.put(
        version
            .withBody(
                version
                    .body()
                    .with("state", "DESTROYED")
                    .with("destroyEventTime", version.body().text("destroyTime").orElse("")))
            .withHidden(Fields.EMPTY));
  }

  /// When a scheduled destruction is due.
  static Optional<Instant> due(Entry version) {
    return state(version).equals("DESTROY_SCHEDULED")
        ? version.body().text("destroyTime").map(Instant::parse)
        : Optional.empty();
  }

  static String state(Entry version) {
    return version.body().text("state").orElse("");
  }

  static void checkState(Entry version, String... allowed) {
    if (!List.of(allowed).contains(state(version))) {
      throw Refusals.state(version.key().substring(Keys.HOST.length() + 1), state(version))
          .asException();
    }
  }
}
