package dev.groundwork.component;

import dev.groundwork.component.Network.Rule;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Place;
import java.util.ArrayList;
import java.util.List;

/// What must be true of several fields of a network together.
final class NetworkRules {
  private final Network network;
  private final Context context;

  NetworkRules(Network network, Context context) {
    this.network = network;
    this.context = context;
  }

  void apply() {
    network.firewall().forEach(this::rule);
    overlaps();
  }

  private void rule(String key, Rule rule) {
    if (rule.allow().isEmpty() == rule.deny().isEmpty()) {
      context.error(
          Code.INVALID_VALUE,
          rule.place(),
          "the firewall rule `" + key + "` must have either `allow` or `deny`.",
          "say which traffic it lets through, for example `allow: [tcp:5432]`.");
    }
    boolean outgoing = !rule.to().isEmpty();
    boolean incoming = !rule.from().isEmpty() || !rule.sourceTags().isEmpty();
    if (outgoing && incoming) {
      context.error(
          Code.INVALID_VALUE,
          rule.place(),
          "the firewall rule `"
              + key
              + "` says both where traffic comes from and where it goes to.",
          "write `from` for incoming traffic, `to` for outgoing, and one rule for each.");
    } else if (!outgoing && !incoming) {
      context.error(
          Code.MISSING_FIELD,
          rule.place(),
          "the firewall rule `" + key + "` does not say where the traffic comes from.",
          "add `from`, for example `from: [10.0.0.0/8]`; for everywhere write `from: [0.0.0.0/0]`.");
    }
  }

  /// A range in use.
  private record Taken(String what, Range range, Place place) {}

  /// Ranges of one network must not share an address.
  private void overlaps() {
    List<Taken> taken = new ArrayList<>();
    network
        .subnets()
        .forEach((key, subnet) -> {
          take(
              taken,
              new Taken("the subnet `" + key + "`", Range.of(subnet.range()), subnet.place()));
          subnet
              .secondaryRanges()
              .forEach((name, range) ->
                  take(
                      taken,
                      new Taken(
                          "the secondary range `" + name + "` of `" + key + "`",
                          Range.of(range),
                          subnet.place())));
        });
    network
        .privateServices()
        .ifPresent(services ->
            take(
                taken,
                new Taken("`privateServices`", Range.of(services.range()), services.place())));
  }

  private void take(List<Taken> taken, Taken next) {
    taken.stream()
        .filter(other -> other.range().overlaps(next.range()))
        .forEach(other ->
            context.error(
                Code.INVALID_VALUE,
                next.place(),
                next.what()
                    + " ("
                    + next.range()
                    + ") overlaps "
                    + other.what()
                    + " ("
                    + other.range()
                    + ").",
                "choose a range that is free."));
    taken.add(next);
  }
}
