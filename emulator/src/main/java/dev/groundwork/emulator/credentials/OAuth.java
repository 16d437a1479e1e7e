package dev.groundwork.emulator.credentials;

import static dev.groundwork.resource.Call.Verb.GET;
import static dev.groundwork.resource.Call.Verb.POST;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Service;

/// Where tokens are asked for, `oauth2.googleapis.com`.
final class OAuth implements Service {
  private final ControlPlane plane;
  private final Grants grants;

  OAuth(ControlPlane plane, Grants grants) {
    this.plane = plane;
    this.grants = grants;
  }

  @Override
  public String host() {
    return "oauth2.googleapis.com";
  }

  @Override
  public void install(Installation into) {
    into.open(POST, "token", grants::token);
    into.open(POST, "revoke", _ -> grants.revoke());
    into.open(GET, "tokeninfo", grants::about);
    into.open(POST, "tokeninfo", grants::about);
  }

  /// When everything is forgotten, so are the keys, and no token holds any more.
  @Override
  public void erase() {
    plane.issuer().renew();
  }
}
