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

/// IAM policies of all resources: read, and written with the etag last read.
public final class Policies {
  private static final String TYPE = "policy";

  private final Store store;
  private final Ids ids;
  private final PolicyRules rules;

  Policies(Store store, Ids ids, Projects projects) {
    this.store = store;
    this.ids = ids;
    rules = new PolicyRules(projects);
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
    rules.check(transaction, wanted);
    return write(transaction, resource, wanted);
  }

  private Fields write(Transaction transaction, String resource, Fields wanted) {
    Fields now = get(transaction, resource);
    Optional<String> etag = wanted.text("etag").filter(e -> !e.isEmpty());
    if (etag.isPresent() && !same(etag.get(), now.text("etag").orElse(""))) {
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

  /// An etag is bytes, which clients write in either of Base64's alphabets.
  private static boolean same(String a, String b) {
    return plain(a).equals(plain(b));
  }

  private static String plain(String etag) {
    return etag.replace('-', '+').replace('_', '/').replace("=", "");
  }

  /// Gives a role to a member, as Google does for what it makes itself.
  public void grant(Transaction transaction, String resource, String role, String member) {
    Fields now = get(transaction, resource);
    List<Value> bindings = new ArrayList<>(now.items("bindings"));
    bindings.add(Fields.EMPTY.with("role", role).with("members", Value.list(Value.of(member))));
    write(transaction, resource, now.with("bindings", new Value.Items(bindings)));
  }

  /// A service account is gone: bindings that named it name the one that was, so that another of
  /// the same name has none of its roles.
  ///
  /// @see <a href="https://cloud.google.com/iam/docs/overview#deleted-principals">Policies with
  ///   deleted principals</a>
  public void deleted(Transaction transaction, String email, String uniqueId) {
    Value live = Value.of("serviceAccount:" + email);
    Value gone = Value.of("deleted:serviceAccount:" + email + "?uid=" + uniqueId);
    for (Entry entry : transaction.under(key(""))) {
      List<Value> bindings = entry.body().items("bindings");
      List<Value> changed =
          bindings.stream().map(binding -> binding.map(v -> v.equals(live) ? gone : v)).toList();
      if (!changed.equals(bindings)) {
        transaction.put(
            entry.withBody(
                entry.body().with("bindings", new Value.Items(changed)).with("etag", ids.etag())));
      }
    }
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
      Fields binding = (Fields) value;
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

  private static String key(String resource) {
    return "policy/" + resource;
  }
}
