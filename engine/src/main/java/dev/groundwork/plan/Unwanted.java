package dev.groundwork.plan;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Target;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.plan.Observation.Seen;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.state.Recorded;
import dev.groundwork.state.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Decides what is to happen to each resource that is recorded and wanted no more.
final class Unwanted {
  private final Catalog catalog;
  private final Wanted wanted;
  private final State state;
  private final Observation observation;
  private final Options options;
  private final Set<Address> kept = new HashSet<>();
  private final List<Change> changes = new ArrayList<>();

  Unwanted(Catalog catalog, Wanted wanted, State state, Observation observation, Options options) {
    this.catalog = catalog;
    this.wanted = wanted;
    this.state = state;
    this.observation = observation;
    this.options = options;
    wanted.changes().forEach(change -> kept.add(change.address()));
    state.resources().values().stream()
        .filter(r -> !kept.contains(r.address()))
        .forEach(r -> changes.add(decide(r)));
  }

  List<Change> changes() {
    return List.copyOf(changes);
  }

  private Change decide(Recorded recorded) {
    Address address = recorded.address();
    Optional<ResourceType> known = catalog.find(address.type());
    if (known.isEmpty()) {
      return refused(
          address,
          Code.BAD_STATE,
          "the state holds " + address + ", a type that is not known here.",
          "use the version that made it.");
    }
    ResourceType type = known.get();
    Target target = new Target(type, recorded.path());
    Optional<Address> claimant =
        Optional.ofNullable(wanted.renamed().get(address)).or(() -> wanted.claimant(target));
    if (claimant.isPresent()) {
      return new Change.Forget(address, List.of("It is called " + claimant.get() + " now."));
    }
    Seen seen =
        observation
            .of(target)
            .orElseGet(() -> new Seen.Present(recorded.path(), recorded.observed()));
    return switch (seen) {
      case Seen.Absent _ -> new Change.Forget(address, List.of("It is gone already."));
      case Seen.Unreadable(var refusal) ->
          refused(address, codeOf(refusal), address + " cannot be read: " + refusal.message(), "");
      case Seen.Present(_, var observed) ->
          delete(type, recorded, Markers.withoutSecrets(type, recorded.desired(), observed));
    };
  }

  private Change delete(ResourceType type, Recorded recorded, Fields observed) {
    Address address = recorded.address();
    Optional<Address> parent =
        Parents.takingAlong(
            type,
            recorded.path(),
            recorded.needs(),
            this::isGoing,
            need -> Optional.ofNullable(state.resources().get(need)));
    if (!type.isDeletable()
        || (type.isOutlivingDescription() && !options.targets().contains(address))) {
      return new Change.Forget(
          address,
          List.of(
              parent.isPresent()
                  ? "It goes with " + parent.get() + "."
                  : "It is left as it is; only the record is dropped."));
    }
    if (type.isHoldingData()
        && !options.allowsDataLoss(address)
        && parent.filter(options::allowsDataLoss).isEmpty()) {
      return refused(
          address,
          Code.DATA_LOSS,
          address + ": deleting it would destroy its data.",
          "allow it with `--allow-data-loss " + address + "`, or describe it again.");
    }
    String why =
        options.destroy() ? "Everything is to be destroyed." : "The description has it no more.";
    return new Change.Delete(
        type,
        recorded,
        observed,
        parent,
        List.of(parent.map(p -> why + " It goes with " + p + ".").orElse(why)));
  }

  /// Whether a resource is to be deleted: replaced, or wanted no more and deletable.
  private boolean isGoing(Address address) {
    if (kept.contains(address)) {
      return wanted.isReplaced(address);
    }
    return state.resources().containsKey(address)
        && catalog
            .find(address.type())
            .filter(t -> t.isDeletable() && !t.isOutlivingDescription())
            .isPresent()
        && !wanted.renamed().containsKey(address);
  }

  static Code codeOf(Refusal refusal) {
    return switch (refusal.kind()) {
      case PERMISSION -> Code.PERMISSION;
      case UNAUTHENTICATED -> Code.CREDENTIALS;
      case LOST, UNAVAILABLE, RATE_LIMITED -> Code.UNREACHABLE;
      case QUOTA -> Code.QUOTA;
      case CHANGED_MEANWHILE,
          BUSY,
          NOT_YET,
          ALREADY_EXISTS,
          NAME_RESERVED,
          IN_USE,
          NOT_FOUND,
          API_DISABLED,
          INVALID,
          OTHER ->
          Code.REFUSED;
    };
  }

  private static Change refused(Address address, Code code, String message, String fix) {
    return new Change.Refused(
        address, List.of(Diagnostic.error(code, Place.of("state"), message, fix)));
  }
}
