package dev.groundwork.emulator.credentials;

import static dev.groundwork.resource.Call.Verb.POST;

import dev.groundwork.emulator.control.Accounts.Account;
import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.identity.Caller;
import dev.groundwork.emulator.identity.Issuer;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.util.Base64;
import java.util.function.BiFunction;

/// Short-lived credentials of a service account for someone else who may act as it.
///
/// @see <a href="https://cloud.google.com/iam/docs/reference/credentials/rest">Service Account
///   Credentials API</a>
final class AccountCredentials implements Service {
  private static final String ONE = "v1/projects/{project}/serviceAccounts/{account}:";

  private final ControlPlane plane;

  AccountCredentials(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public String host() {
    return "iamcredentials.googleapis.com";
  }

  @Override
  public void install(Installation into) {
    add(into, "generateAccessToken", this::accessToken);
    add(into, "generateIdToken", this::idToken);
    add(into, "signBlob", this::signBlob);
    add(into, "signJwt", this::signJwt);
  }

  private void add(Installation into, String verb, BiFunction<Ask, Account, Fields> answer) {
    into.open(POST, ONE + verb, ask -> Reply.ok(answer.apply(ask, account(ask))));
  }

  private Account account(Ask ask) {
    String named = ask.path("account");
    Account account =
        plane
            .accounts()
            .find(named)
            .orElseThrow(() ->
                Refusal.notFound("Not found; Gaia id not found for email " + named).asException());
    if (account.disabled()) {
      throw Refusal.precondition("Service account " + account.email() + " is disabled.")
          .asException();
    }
    return account;
  }

  private Fields accessToken(Ask ask, Account account) {
    if (ask.body().items("scope").isEmpty()) {
      throw Refusal.invalid("Scope must be provided.").asException();
    }
    Duration life = life(ask.body().text("lifetime").orElse(""));
    return Fields.EMPTY
        .with(
            "accessToken",
            plane.issuer().accessToken(new Caller.ServiceAccount(account.email()), life))
        .with("expireTime", Times.seconds(plane.clock().instant().plus(life)));
  }

  private static Duration life(String asked) {
    if (asked.isEmpty()) {
      return Issuer.LIFE;
    }
    if (!asked.matches("\\d{1,6}(\\.\\d+)?s")) {
      throw Refusal.invalid(
              "Invalid value at 'lifetime' (type.googleapis.com/google.protobuf.Duration), \""
                  + asked
                  + "\"")
          .asException();
    }
    Duration life = Duration.parse("PT" + asked.toUpperCase(java.util.Locale.ROOT));
    if (life.isZero() || life.compareTo(Issuer.LIFE) > 0) {
      throw Refusal.invalid(
              "The access token lifetime cannot exceed the limit set by the organization policy.")
          .asException();
    }
    return life;
  }

  private Fields idToken(Ask ask, Account account) {
    String audience =
        ask.body()
            .text("audience")
            .filter(a -> !a.isEmpty())
            .orElseThrow(() -> Refusal.invalid("Audience must be provided.").asException());
    return Fields.EMPTY.with(
        "token", plane.issuer().idToken(account.email(), account.uniqueId(), audience));
  }

  private Fields signBlob(Ask ask, Account account) {
    byte[] payload;
    try {
      payload = Base64.getDecoder().decode(ask.body().text("payload").orElse(""));
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("Invalid value at 'payload' (TYPE_BYTES), Base64 decoding failed")
          .asException();
    }
    return Fields.EMPTY
        .with("keyId", plane.issuer().keyId())
        .with("signedBlob", Base64.getEncoder().encodeToString(plane.issuer().sign(payload)));
  }

  private Fields signJwt(Ask ask, Account account) {
    String payload = ask.body().text("payload").orElse("");
    try {
      return Fields.EMPTY
          .with("keyId", plane.issuer().keyId())
          .with("signedJwt", plane.issuer().sign(payload));
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("Invalid JWT payload: it must be a JSON object of claims.")
          .asException();
    }
  }
}
