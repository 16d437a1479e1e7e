package dev.groundwork.emulator.dns;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Masks;
import dev.groundwork.emulator.control.Paging;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Optional;

/// Policies of networks: who answers their queries, and whether they are logged.
final class NetworkPolicies {
  private static final String TYPE = "dns.Policy";

  private final ControlPlane plane;

  NetworkPolicies(ControlPlane plane) {
    this.plane = plane;
  }

  private static String prefix(Ask ask) {
    return Zones.HOST + "/projects/" + ask.path("project") + "/policies/";
  }

  Reply create(Ask ask) {
    String key = prefix(ask) + ask.body().text("name").orElse("");
    return plane
        .store()
        .change(transaction -> {
          if (transaction.get(key).isPresent()) {
            throw Refusal.alreadyExists(
                    "The resource 'entity.policy' named '"
                        + ask.body().text("name").orElse("")
                        + "' already exists")
                .asException();
          }
          Fields policy = complete(ask.body().with("id", plane.ids().numeric()));
          transaction.put(Entry.of(key, TYPE, policy));
          return Reply.ok(policy);
        });
  }

  /// Every part with its kind; lists of nothing are not shown.
  private static Fields complete(Fields sent) {
    Fields policy = sent.with("kind", "dns#policy");
    policy = kinds(policy, "networks", "dns#policyNetwork");
    String servers = "alternativeNameServerConfig";
    if (policy.get(servers).isPresent()) {
      policy = policy.with(servers + ".kind", "dns#policyAlternativeNameServerConfig");
      policy = kinds(policy, servers + ".targetNameServers", "dns#policyTargetNameServer");
    }
    return policy;
  }

  private static Fields kinds(Fields policy, String list, String kind) {
    List<Value> items =
        policy.items(list).stream()
            .<Value>map(v -> v instanceof Fields f ? f.with("kind", kind) : v)
            .toList();
    return items.isEmpty() ? policy.without(list) : policy.with(list, new Value.Items(items));
  }

  Reply get(Ask ask) {
    return Reply.ok(require(ask, plane.store().get(key(ask))).body());
  }

  Reply list(Ask ask) {
    Paging.Page page = Paging.page(ask, "maxResults", 100, plane.store().under(prefix(ask)));
    List<Value> items = page.entries().stream().<Value>map(Entry::body).toList();
    return Reply.ok(
        Fields.EMPTY
            .with("kind", "dns#policiesListResponse")
            .with("policies", new Value.Items(items)));
  }

  /// @param whole whether what is not sent goes
  Reply update(Ask ask, boolean whole) {
    return plane
        .store()
        .change(transaction -> {
          Entry now = require(ask, transaction.get(key(ask)));
          Fields sent = ask.body().without("id").without("name");
          Fields base =
              whole
                  ? Fields.EMPTY
                      .with("id", now.body().text("id").orElse(""))
                      .with("name", now.body().text("name").orElse(""))
                  : now.body();
          Fields after = complete(Masks.merge(base, sent));
          transaction.put(now.withBody(after));
          return Reply.ok(Fields.EMPTY.with("policy", after));
        });
  }

  Reply delete(Ask ask) {
    return plane
        .store()
        .change(transaction -> {
          transaction.drop(require(ask, transaction.get(key(ask))).key());
          return Reply.empty();
        });
  }

  private static String key(Ask ask) {
    return prefix(ask) + ask.path("name");
  }

  private static Entry require(Ask ask, Optional<Entry> found) {
    return found.orElseThrow(() ->
        Refusal.notFound(
                "policy \"projects/"
                    + ask.path("project")
                    + "/policies/"
                    + ask.path("name")
                    + "\" not found")
            .asException());
  }
}
