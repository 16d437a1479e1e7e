package dev.groundwork.emulator.iam;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.emulator.tls.Pem;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;

/// Keys of service accounts. The private half is shown once, when it is made, and kept nowhere.
final class Keys {
  private static final String TYPE = "iam.ServiceAccountKey";

  private final ControlPlane plane;

  Keys(ControlPlane plane) {
    this.plane = plane;
  }

  Reply create(Ask ask, Entry account) {
    refuseWhereForbidden(account);
    KeyPair pair = pair();
    String id = plane.ids().hex(40);
    var now = plane.clock().instant();
    Fields key =
        Fields.EMPTY
            .with("name", account.body().text("name").orElseThrow() + "/keys/" + id)
            .with("validAfterTime", now.truncatedTo(ChronoUnit.SECONDS).toString())
            .with("validBeforeTime", "9999-12-31T23:59:59Z")
            .with("keyAlgorithm", "KEY_ALG_RSA_2048")
            .with("keyOrigin", "GOOGLE_PROVIDED")
            .with("keyType", "USER_MANAGED");
    Fields kept = Fields.EMPTY.with("publicKey", Pem.write(pair.getPublic()));
    plane
        .store()
        .run(t -> t.put(Entry.of(account.key() + "/keys/" + id, TYPE, key).withHidden(kept)));
    String pem = Pem.write(pair.getPrivate());
    Fields file =
        Fields.EMPTY
            .with("type", "service_account")
            .with("project_id", account.body().text("projectId").orElseThrow())
            .with("private_key_id", id)
            .with("private_key", pem)
            .with("client_email", account.body().text("email").orElseThrow())
            .with("client_id", account.body().text("uniqueId").orElseThrow())
            .with("auth_uri", "https://accounts.google.com/o/oauth2/auth")
            .with("token_uri", "https://oauth2.googleapis.com/token");
    String data =
        Base64.getEncoder()
            .encodeToString((Json.pretty(file) + "\n").getBytes(StandardCharsets.UTF_8));
    return Reply.ok(
        key.with(
                "privateKeyType",
                ask.body().text("privateKeyType").orElse("TYPE_GOOGLE_CREDENTIALS_FILE"))
            .with("privateKeyData", data));
  }

  /// An organization policy may forbid keys.
  private void refuseWhereForbidden(Entry account) {
    String project = account.body().text("projectId").orElse("");
    boolean forbidden =
        plane
            .store()
            .get(
                "orgpolicy.googleapis.com/projects/"
                    + project
                    + "/policies/iam.disableServiceAccountKeyCreation")
            .map(e -> e.body().items("spec.rules"))
            .orElse(List.of())
            .stream()
            .anyMatch(rule -> rule instanceof Fields fields && fields.flag("enforce"));
    if (forbidden) {
      throw Refusal.precondition("Key creation is not allowed on this service account.")
          .withDetail(
              Fields.EMPTY
                  .with("@type", "type.googleapis.com/google.rpc.PreconditionFailure")
                  .with(
                      "violations",
                      Value.list(
                          Fields.EMPTY
                              .with("type", "constraints/iam.disableServiceAccountKeyCreation")
                              .with("subject", account.body().text("name").orElse(""))
                              .with(
                                  "description",
                                  "Key creation is not allowed on this service account."))))
          .asException();
    }
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Reply list(Entry account) {
    List<Value> keys =
        plane.store().under(account.key() + "/keys/").stream().<Value>map(Entry::body).toList();
    return Reply.ok(
        keys.isEmpty() ? Fields.EMPTY : Fields.EMPTY.with("keys", new Value.Items(keys)));
  }

  Reply get(Ask ask, Entry account) {
    return Reply.ok(entry(ask, account).body());
  }

  Reply delete(Ask ask, Entry account) {
    Entry key = entry(ask, account);
    plane.store().run(t -> t.drop(key.key()));
    return Reply.empty();
  }

  void dropAll(Transaction transaction, Entry account) {
    transaction.under(account.key() + "/keys/").forEach(key -> transaction.drop(key.key()));
  }

  private Entry entry(Ask ask, Entry account) {
    return plane
        .store()
        .get(account.key() + "/keys/" + ask.path("key"))
        .orElseThrow(() ->
            Refusal.notFound("Service account key " + ask.path("key") + " does not exist.")
                .asException());
  }
}
