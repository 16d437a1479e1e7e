package dev.groundwork.emulator.credentials;

import static dev.groundwork.resource.Call.Verb.GET;
import static dev.groundwork.resource.Call.Verb.POST;

import dev.groundwork.emulator.control.Accounts.Account;
import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.identity.Issuer;
import java.util.function.Function;

/// What `www.googleapis.com` itself answers: the keys that verify tokens, Google's and those of
/// each service account, and older addresses of the token endpoint.
final class PublicKeys implements Service {
  private final ControlPlane plane;
  private final Grants grants;

  PublicKeys(ControlPlane plane, Grants grants) {
    this.plane = plane;
    this.grants = grants;
  }

  @Override
  public String host() {
    return "www.googleapis.com";
  }

  @Override
  public void install(Installation into) {
    Issuer issuer = plane.issuer();
    into.open(GET, "oauth2/v3/certs", _ -> cached(Reply.ok(issuer.keySet())));
    into.open(GET, "oauth2/v1/certs", _ -> cached(Reply.ok(issuer.certificates())));
    into.open(POST, "oauth2/v4/token", grants::token);
    for (String version : new String[] {"v1", "v2", "v3"}) {
      into.open(GET, "oauth2/" + version + "/tokeninfo", grants::about);
      into.open(POST, "oauth2/" + version + "/tokeninfo", grants::about);
      into.open(GET, "oauth2/" + version + "/userinfo", grants::user);
    }
    for (String root : new String[] {"service_accounts/v1/", "robot/v1/"}) {
      into.open(GET, root + "jwk/{account}", ask -> ofAccount(ask, _ -> Reply.ok(issuer.keySet())));
      for (String path : new String[] {"metadata/x509/", "metadata/jwk/"}) {
        boolean jwk = path.contains("jwk");
        into.open(
            GET,
            root + path + "{account}",
            ask -> ofAccount(ask, _ -> Reply.ok(jwk ? issuer.keySet() : issuer.certificates())));
      }
    }
  }

  private Reply ofAccount(Ask ask, Function<Account, Reply> answer) {
    return plane
        .accounts()
        .find(ask.path("account"))
        .map(answer)
        .map(PublicKeys::cached)
        .orElseThrow(() -> Refusal.notFound("Unknown service account").asException());
  }

  private static Reply cached(Reply reply) {
    return reply.with("Cache-Control", "public, max-age=19800, must-revalidate");
  }
}
