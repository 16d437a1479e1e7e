package dev.groundwork.emulator.compute;

import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Routers and their NAT gateways.
final class Routers implements Behavior {
  static final String TYPE = "compute.Router";

  @Override
  public Fields create(Edit edit, Fields wanted) {
    Names.check(edit.name());
    if (!Places.isRegion(edit.path("region"))) {
      throw Names.invalid("region", edit.path("region"), "Unknown region.").asException();
    }
    return complete(wanted);
  }

  @Override
  public Fields update(Edit edit, Fields before, Fields after) {
    return complete(after);
  }

  @Override
  public void delete(Edit edit, Entry current) {
    Users.refuse(edit.transaction(), edit.path("project"), "router", current, _ -> true);
  }

  private static Fields complete(Fields router) {
    List<Value> nats = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Value value : router.items("nats")) {
      Fields nat = (Fields) value;
      String name =
          nat.text("name")
              .orElseThrow(() ->
                  Refusal.required("Required field 'resource.nats[].name' not specified")
                      .asException());
      if (!names.add(name)) {
        throw Names.invalid("nats", name, "NAT names must be unique in the router.").asException();
      }
      nats.add(complete(nat, name));
    }
    return nats.isEmpty() ? router : router.with("nats", new Value.Items(nats));
  }

  private static Fields complete(Fields nat, String name) {
    String ranges =
        nat.text("sourceSubnetworkIpRangesToNat")
            .orElseThrow(() ->
                Refusal.required(
                        "Required field 'resource.nats[].sourceSubnetworkIpRangesToNat' not specified")
                    .asException());
    boolean listed = ranges.equals("LIST_OF_SUBNETWORKS");
    if (listed == nat.items("subnetworks").isEmpty()) {
      throw Names.invalid(
              "nats[" + name + "].subnetworks",
              "",
              listed
                  ? "Must name at least one subnetwork."
                  : "Can be given only with LIST_OF_SUBNETWORKS.")
          .asException();
    }
    Fields full = nat;
    String allocation = nat.items("natIps").isEmpty() ? "AUTO_ONLY" : "MANUAL_ONLY";
    full = orElse(full, "natIpAllocateOption", Value.of(allocation));
    full = orElse(full, "type", Value.of("PUBLIC"));
    full = orElse(full, "enableEndpointIndependentMapping", Value.of(false));
    full = orElse(full, "endpointTypes", Value.list(Value.of("ENDPOINT_TYPE_VM")));
    return full.text("natIpAllocateOption").orElse("").equals("AUTO_ONLY")
        ? orElse(full, "autoNetworkTier", Value.of("PREMIUM"))
        : full;
  }

  private static Fields orElse(Fields fields, String name, Value otherwise) {
    return fields.get(name).isPresent() ? fields : fields.with(name, otherwise);
  }
}
