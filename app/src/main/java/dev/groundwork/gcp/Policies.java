package dev.groundwork.gcp;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Members of roles in an IAM policy. Works on whole policies and changes nothing that it was not
/// asked to. Pure.
final class Policies {
  private Policies() {}

  /// One member of one role.
  ///
  /// @param condition empty for a binding without condition: another binding than the same role
  ///   with one
  record Member(String role, String member, Fields condition) {
    /// As the type shows it.
    Fields observed() {
      Fields shown = Value.fields().with("role", role).with("member", member);
      return condition.isEmpty() ? shown : shown.with("condition", condition);
    }
  }

  /// All members, in the policy's order.
  static List<Member> members(Fields policy) {
    List<Member> members = new ArrayList<>();
    for (Value item : policy.items("bindings")) {
      if (item instanceof Fields binding) {
        for (Value member : binding.items("members")) {
          if (member instanceof Value.Text(var text)) {
            members.add(
                new Member(binding.text("role").orElse(""), text, binding.fields("condition")));
          }
        }
      }
    }
    return members;
  }

  /// The member in the role; that without condition before any with one.
  static Optional<Member> find(Fields policy, String role, String member) {
    List<Member> found =
        members(policy).stream()
            .filter(m -> m.role().equals(role) && sameMember(m.member(), member))
            .toList();
    return found.stream()
        .filter(m -> m.condition().isEmpty())
        .findFirst()
        .or(() -> found.stream().findFirst());
  }

  /// Whether the policy has exactly this member, condition included.
  static boolean has(Fields policy, Member member) {
    return members(policy).stream()
        .anyMatch(m ->
            m.role().equals(member.role())
                && m.condition().equals(member.condition())
                && sameMember(m.member(), member.member()));
  }

  /// Google keeps the addresses of people in lower case.
  private static boolean sameMember(String a, String b) {
    return a.equalsIgnoreCase(b);
  }

  /// The policy with the member added.
  static Fields with(Fields policy, Member wanted) {
    List<Value> bindings = new ArrayList<>(policy.items("bindings"));
    for (int i = 0; i < bindings.size(); i++) {
      if (bindings.get(i) instanceof Fields binding && holds(binding, wanted)) {
        List<Value> members = new ArrayList<>(binding.items("members"));
        members.add(Value.of(wanted.member()));
        bindings.set(i, binding.with("members", new Value.Items(members)));
        return versioned(policy.with("bindings", new Value.Items(bindings)), wanted);
      }
    }
    Fields binding =
        Value.fields()
            .with("role", wanted.role())
            .with("members", Value.texts(List.of(wanted.member())));
    bindings.add(
        wanted.condition().isEmpty() ? binding : binding.with("condition", wanted.condition()));
    return versioned(policy.with("bindings", new Value.Items(bindings)), wanted);
  }

  /// Conditions need version 3, and Google refuses them below.
  private static Fields versioned(Fields policy, Member wanted) {
    return wanted.condition().isEmpty() ? policy : policy.with("version", 3);
  }

  /// The policy without the member; a binding that it leaves empty goes too.
  static Fields without(Fields policy, Member unwanted) {
    List<Value> bindings = new ArrayList<>();
    for (Value item : policy.items("bindings")) {
      if (item instanceof Fields binding && holds(binding, unwanted)) {
        List<Value> members =
            binding.items("members").stream()
                .filter(m ->
                    !(m instanceof Value.Text(var text) && sameMember(text, unwanted.member())))
                .toList();
        if (!members.isEmpty()) {
          bindings.add(binding.with("members", new Value.Items(members)));
        }
      } else {
        bindings.add(item);
      }
    }
    return policy.with("bindings", new Value.Items(bindings));
  }

  private static boolean holds(Fields binding, Member member) {
    return binding.text("role").orElse("").equals(member.role())
        && binding.fields("condition").equals(member.condition());
  }
}
