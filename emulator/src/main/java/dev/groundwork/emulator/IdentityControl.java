package dev.groundwork.emulator;

import dev.groundwork.emulator.access.Mode;
import dev.groundwork.emulator.control.Audit.Finding;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.identity.Caller;
import dev.groundwork.emulator.identity.Issuer;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Optional;

/// The part of the control surface that is about who calls: the mode of permissions, and tokens for
/// whoever the emulator's owner wants to be.
final class IdentityControl {
  private final ControlPlane plane;

  IdentityControl(ControlPlane plane) {
    this.plane = plane;
  }

  Fields iam() {
    List<Value> findings =
        plane.access().audit().findings().stream().<Value>map(IdentityControl::shown).toList();
    return Fields.EMPTY
        .with("mode", plane.access().mode().word())
        .with("owner", plane.owner().email())
        .with("findings", new Value.Items(findings));
  }

  private static Fields shown(Finding finding) {
    return Fields.EMPTY
        .with("at", finding.at().toString())
        .with("caller", finding.caller().member())
        .with("permission", finding.permission())
        .with("resource", finding.resource())
        .with("request", finding.method())
        .with("refused", finding.refused());
  }

  /// @throws IllegalArgumentException when there is no such mode
  Fields change(Fields wanted) {
    plane.access().mode(Mode.of(wanted.text("mode").orElse("")));
    return iam();
  }

  /// @throws IllegalArgumentException when the account is no email, or a service account that is
  ///   not there
  Fields token(Fields wanted) {
    String account = wanted.text("account").orElse("");
    if (!account.matches("[^@\\s]+@[^@\\s]+")) {
      throw new IllegalArgumentException("'" + account + "' is no email of an account");
    }
    Caller caller = account.equals(plane.owner().email()) ? plane.owner() : Caller.of(account);
    if (caller instanceof Caller.ServiceAccount && plane.accounts().find(account).isEmpty()) {
      throw new IllegalArgumentException("there is no service account " + account);
    }
    Optional<String> audience = wanted.text("audience").filter(a -> !a.isEmpty());
    String token =
        audience
            .map(a -> plane.issuer().idToken(account, plane.accounts().subject(caller), a))
            .orElseGet(() -> plane.issuer().accessToken(caller, Issuer.LIFE));
    return Fields.EMPTY
        .with("token", token)
        .with("expires", plane.clock().instant().plus(Issuer.LIFE).toString());
  }
}
