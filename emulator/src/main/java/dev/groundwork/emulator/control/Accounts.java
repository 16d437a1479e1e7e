package dev.groundwork.emulator.control;

import dev.groundwork.emulator.identity.Caller;
import dev.groundwork.emulator.identity.Issuer;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Store;
import dev.groundwork.emulator.tls.Pem;
import dev.groundwork.resource.Value.Fields;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Optional;
import java.util.UUID;

/// Service accounts, found by email or unique id.
public final class Accounts {
  /// The type of service accounts' entries.
  public static final String TYPE = "iam.ServiceAccount";

  private static final String PREFIX = "iam.googleapis.com/projects/";

  private final Store store;
  private final Issuer issuer;

  Accounts(Store store, Issuer issuer) {
    this.store = store;
    this.issuer = issuer;
  }

  /// One service account.
  ///
  /// @param key of its entry
  public record Account(
      String key, String email, String uniqueId, String project, boolean disabled) {}

  public Optional<Account> find(String emailOrUniqueId) {
    return store.under(PREFIX).stream()
        .filter(e -> e.type().equals(TYPE))
        .map(Accounts::of)
        .filter(a -> a.email().equals(emailOrUniqueId) || a.uniqueId().equals(emailOrUniqueId))
        .findFirst();
  }

  /// The public half of one of the account's keys, or of the emulator's own, which signs for every
  /// account.
  ///
  /// @param keyId `kid`
  public Optional<PublicKey> key(Account account, String keyId) {
    if (keyId.equals(issuer.keyId())) {
      return Optional.of(issuer.publicKey());
    }
    return store
        .get(account.key() + "/keys/" + keyId)
        .flatMap(e -> e.hidden().text("publicKey"))
        .flatMap(Pem::publicKey);
  }

  /// The unique id that tokens name a caller by.
  public String subject(Caller caller) {
    return find(caller.email()).map(Account::uniqueId).orElseGet(() -> digits(caller.email()));
  }

  /// People have ids too; theirs follow from their names.
  private static String digits(String email) {
    long high =
        UUID.nameUUIDFromBytes(email.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
    return "1" + "%020d".formatted(high & Long.MAX_VALUE);
  }

  private static Account of(Entry entry) {
    Fields body = entry.body();
    return new Account(
        entry.key(),
        body.text("email").orElse(""),
        body.text("uniqueId").orElse(""),
        body.text("projectId").orElse(""),
        body.flag("disabled"));
  }
}
