package dev.groundwork.emulator.control;

import dev.groundwork.emulator.access.Conditions;
import dev.groundwork.emulator.access.Roles;
import dev.groundwork.emulator.control.Projects.Project;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a policy must be for Google to take it.
///
/// @see <a href="https://cloud.google.com/iam/docs/reference/rest/v1/Policy">Policy</a>
final class PolicyRules {
  private static final int MOST_MEMBERS = 1500;
  private static final Pattern ROLE =
      Pattern.compile("roles/[\\w.]+|(projects|organizations)/[^/]+/roles/[\\w.]+");
  private static final Pattern MEMBER =
      Pattern.compile(
          "allUsers|allAuthenticatedUsers"
              + "|(deleted:)?(user|serviceAccount|group):[^@\\s]+@[^@\\s]+"
              + "|serviceAccount:[^\\s]+\\[[^\\s]+]"
              + "|domain:[^@\\s]+"
              + "|project(Owner|Editor|Viewer):[^\\s]+"
              + "|(deleted:)?principal(Set)?(Hierarchy)?://\\S+");
  private static final Pattern ACCOUNT =
      Pattern.compile(
          "serviceAccount:(([^@\\s]+)@([a-z][a-z0-9-]+)\\.iam\\.gserviceaccount\\.com)");

  private final Projects projects;
  private final Conditions conditions = new Conditions();

  PolicyRules(Projects projects) {
    this.projects = projects;
  }

  /// @throws Refused when the policy is none
  void check(Transaction transaction, Fields policy) {
    int members = 0;
    for (Value value : policy.items("bindings")) {
      Fields binding = value instanceof Fields fields ? fields : Fields.EMPTY;
      checkRole(transaction, binding.text("role").orElse(""));
      for (Value member : binding.items("members")) {
        checkMember(transaction, member instanceof Value.Text(var text) ? text : "");
        members++;
      }
      binding.text("condition.expression").ifPresent(this::checkCondition);
    }
    if (members > MOST_MEMBERS) {
      throw refused(
          "The number of members in the policy ("
              + "%,d".formatted(members)
              + ") is larger than the maximum allowed size "
              + "%,d.".formatted(MOST_MEMBERS));
    }
  }

  private static void checkRole(Transaction transaction, String role) {
    if (!ROLE.matcher(role).matches()) {
      throw refused(
          "Role name must be in the form roles/{role}, organizations/{organization_id}/roles/{role}, or projects/{project_id}/roles/{role}.");
    }
    if (role.startsWith("roles/")) {
      if (!Roles.standard().mayExist(role)) {
        throw refused("Role " + role + " is not supported for this resource.");
      }
      return;
    }
    Optional<Fields> custom = transaction.get("iam.googleapis.com/" + role).map(Entry::body);
    if (custom.isEmpty() || custom.get().flag("deleted")) {
      throw refused("Role (" + role + ") does not exist in the resource's hierarchy.");
    }
  }

  private void checkMember(Transaction transaction, String member) {
    if (!MEMBER.matcher(member).matches()) {
      throw refused(
          !member.matches("(user|serviceAccount|group|domain|project\\w+|principal.*):.*")
              ? "The member "
                  + member
                  + " is of an unknown type. Please set a valid type prefix for the member."
              : "Invalid argument: an invalid value was given for the member " + member + ".");
    }
    Matcher account = ACCOUNT.matcher(member);
    if (account.matches()) {
      Optional<Project> project = projects.find(transaction, account.group(3));
      boolean missing =
          project.isPresent()
              && transaction
                  .get(
                      "iam.googleapis.com/projects/"
                          + project.get().id()
                          + "/serviceAccounts/"
                          + account.group(1))
                  .isEmpty();
      if (missing) {
        throw refused("Service account " + account.group(1) + " does not exist.");
      }
    }
  }

  private void checkCondition(String expression) {
    Optional<String> mistake = conditions.mistake(expression);
    if (mistake.isPresent()) {
      throw refused(
          "Condition expression compilation failed: "
              + mistake.get().lines().findFirst().orElse("")
              + ".");
    }
  }

  private static Refused refused(String message) {
    return Refusal.invalid(message).withReason("badRequest").asException();
  }
}
