package dev.groundwork.emulator.compute;

import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;

/// Firewall rules: either allowing or denying, from everywhere or to everywhere unless they say
/// otherwise.
final class Firewalls implements Behavior {
  static final String TYPE = "compute.Firewall";

  @Override
  public Fields create(Edit edit, Fields wanted) {
    Names.check(edit.name());
    return complete(wanted);
  }

  @Override
  public Fields update(Edit edit, Fields before, Fields after) {
    return complete(after);
  }

  private static Fields complete(Fields firewall) {
    boolean allows = !firewall.items("allowed").isEmpty();
    boolean denies = !firewall.items("denied").isEmpty();
    if (allows == denies) {
      throw Refusal.invalid(
              "Invalid value for field 'resource': ''. Exactly one of allowed or denied must be specified.")
          .asException();
    }
    boolean ingress = firewall.text("direction").orElse("INGRESS").equals("INGRESS");
    if (ingress) {
      boolean any =
          List.of("sourceRanges", "sourceTags", "sourceServiceAccounts").stream()
              .allMatch(f -> firewall.items(f).isEmpty());
      return any ? firewall.with("sourceRanges", everywhere()) : firewall;
    }
    if (!firewall.items("sourceTags").isEmpty()) {
      throw Names.invalid("sourceTags", "", "Cannot be specified for EGRESS rules.").asException();
    }
    return firewall.items("destinationRanges").isEmpty()
        ? firewall.with("destinationRanges", everywhere())
        : firewall;
  }

  private static Value everywhere() {
    return Value.list(Value.of("0.0.0.0/0"));
  }
}
