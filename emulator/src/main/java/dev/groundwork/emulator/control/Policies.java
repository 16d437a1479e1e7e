package dev.groundwork.emulator.control;

import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Store;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// IAM policies of all resources: read, written with the etag last read, asked for permissions.
/// Every caller is an owner.
public final class Policies {
  private static final String TYPE = "policy";

  private final Store store;
  private final Ids ids;

  Policies(Store store, Ids ids) {
    this.store = store;
    this.ids = ids;
  }

  /// @param resource the resource's key
  public Fields get(String resource) {
    return store.get(key(resource)).map(Entry::body).orElse(Fields.EMPTY.with("etag", "ACAB"));
  }

  /// As `get`, seeing what the transaction has changed.
  public Fields get(Transaction transaction, String resource) {
    return transaction
        .get(key(resource))
        .map(Entry::body)
        .orElse(Fields.EMPTY.with("etag", "ACAB"));
  }

  /// Writes a policy.
  ///
  /// @param wanted with the etag of the policy that it was made from, or without one to write
  ///   blindly
  /// @throws Refused when the policy has changed since, or is no policy
  public Fields set(Transaction transaction, String resource, Fields wanted) {
    Fields now = get(transaction, resource);
    Optional<String> etag = wanted.text("etag").filter(e -> !e.isEmpty());
    if (etag.isPresent() && !etag.equals(now.text("etag"))) {
      throw Refusal.aborted(
              "There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff.")
          .asException();
    }
    Fields policy = Fields.EMPTY.with("version", 1).with("etag", ids.etag());
    List<Value> bindings = merged(wanted.items("bindings"));
    policy = bindings.isEmpty() ? policy : policy.with("bindings", new Value.Items(bindings));
    policy =
        wanted.items("auditConfigs").isEmpty()
            ? policy
            : policy.with("auditConfigs", wanted.get("auditConfigs").orElseThrow());
    boolean conditional =
        bindings.stream().anyMatch(b -> b instanceof Fields f && f.get("condition").isPresent());
    policy = conditional ? policy.with("version", 3) : policy;
    transaction.put(Entry.of(key(resource), TYPE, policy));
    return policy;
  }

  /// Gives a role to a member, as Google does for what it makes itself.
  public void grant(Transaction transaction, String resource, String role, String member) {
    Fields now = get(transaction, resource);
    List<Value> bindings = new ArrayList<>(now.items("bindings"));
    bindings.add(Fields.EMPTY.with("role", role).with("members", Value.list(Value.of(member))));
    set(transaction, resource, now.with("bindings", new Value.Items(bindings)));
  }

  /// Takes the policy of a resource that goes.
  public void drop(Transaction transaction, String resource) {
    forget(transaction, resource);
  }

  static void forget(Transaction transaction, String resource) {
    transaction.drop(key(resource));
  }

  /// One binding for each role and condition, members without repetition, in order; those without
  /// members are left out.
  private static List<Value> merged(List<Value> bindings) {
    Map<String, Fields> byRole = new TreeMap<>();
    for (Value value : bindings) {
      if (!(value instanceof Fields binding) || binding.text("role").orElse("").isEmpty()) {
        throw Refusal.invalid(
                "Role name must be in the form roles/{role}, organizations/{organization_id}/roles/{role}, or projects/{project_id}/roles/{role}.")
            .asException();
      }
      for (Value member : binding.items("members")) {
        check(member);
      }
      String role =
          binding.text("role").orElseThrow()
              + binding.get("condition").map(dev.groundwork.resource.Json::canonical).orElse("");
      byRole.merge(
          role,
          binding,
          (a, b) -> a.with("members", joined(a.items("members"), b.items("members"))));
    }
    return byRole.values().stream()
        .filter(b -> !b.items("members").isEmpty())
        .<Value>map(b -> b.with("members", joined(b.items("members"), List.of())))
        .toList();
  }

  private static Value joined(List<Value> a, List<Value> b) {
    TreeSet<String> members = new TreeSet<>();
    a.forEach(v -> members.add(((Value.Text) v).value()));
    b.forEach(v -> members.add(((Value.Text) v).value()));
    return Value.texts(List.copyOf(members));
  }

  private static void check(Value member) {
    boolean fine =
        member instanceof Value.Text(var text)
            && (text.equals("allUsers")
                || text.equals("allAuthenticatedUsers")
                || text.matches(
                    "(deleted:)?(user|serviceAccount|group|domain|principal|principalSet|projectOwner|projectEditor|projectViewer|principalHierarchy):.+"));
    if (!fine) {
      throw Refusal.invalid(
              "Invalid member: " + (member instanceof Value.Text(var text) ? text : "not text"))
          .asException();
    }
  }

  private static String key(String resource) {
    return "policy/" + resource;
  }
}
