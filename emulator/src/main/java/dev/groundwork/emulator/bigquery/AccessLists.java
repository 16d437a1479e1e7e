package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Projects.Project;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A dataset's access list: what it holds when nothing is said, and how Google shows what was sent.
///
/// @see <a href="https://cloud.google.com/bigquery/docs/reference/rest/v2/datasets">datasets</a>
final class AccessLists {
  private static final Map<String, String> OLD_NAMES =
      Map.of(
          "roles/bigquery.dataViewer", "READER",
          "roles/bigquery.dataEditor", "WRITER",
          "roles/bigquery.dataOwner", "OWNER");
  private static final List<String> GROUPS =
      List.of("projectOwners", "projectReaders", "projectWriters", "allAuthenticatedUsers");
  private static final List<String> MEMBERS =
      List.of(
          "userByEmail",
          "groupByEmail",
          "domain",
          "specialGroup",
          "iamMember",
          "view",
          "routine",
          "dataset");

  private final ControlPlane plane;

  AccessLists(ControlPlane plane) {
    this.plane = plane;
  }

  /// Who may do what in a dataset of which nothing was said: the project's roles, and its maker.
  List<Value> initial(String creator) {
    return List.of(
        Fields.EMPTY.with("role", "WRITER").with("specialGroup", "projectWriters"),
        Fields.EMPTY.with("role", "OWNER").with("specialGroup", "projectOwners"),
        Fields.EMPTY.with("role", "OWNER").with("userByEmail", creator),
        Fields.EMPTY.with("role", "READER").with("specialGroup", "projectReaders"));
  }

  /// The list as it is kept: each entry once, roles and members in the form that Google shows.
  ///
  /// @param dataset for messages, `project:dataset`
  /// @throws dev.groundwork.emulator.control.Refused when an entry makes no sense
  List<Value> checked(String dataset, List<Value> sent) {
    List<Value> kept = new ArrayList<>();
    for (Value item : sent) {
      Fields entry = shown(dataset, item instanceof Fields f ? f : Fields.EMPTY);
      if (!kept.contains(entry)) {
        kept.add(entry);
      }
    }
    return kept;
  }

  private Fields shown(String dataset, Fields sent) {
    Fields entry = fromMember(sent);
    List<String> members = MEMBERS.stream().filter(m -> entry.get(m).isPresent()).toList();
    if (members.size() != 1) {
      throw Refusal.invalid(
              members.isEmpty()
                  ? "Access entry must specify a member."
                  : "Access entry must specify exactly one member, but has: "
                      + String.join(", ", members))
          .asException();
    }
    boolean authorized = List.of("view", "routine", "dataset").contains(members.getFirst());
    String role = entry.text("role").orElse("");
    if (authorized != role.isEmpty()) {
      throw Refusal.invalid(
              authorized
                  ? "Access entry for a " + members.getFirst() + " must not specify a role."
                  : "Required parameter is missing: role")
          .asException();
    }
    if (!authorized && !role.matches("(projects/|organizations/|roles/).+|OWNER|WRITER|READER")) {
      throw Refusal.invalid("Invalid value for role: " + role + " is not a valid value")
          .asException();
    }
    Optional<String> group = entry.text("specialGroup");
    if (group.isPresent() && !GROUPS.contains(group.get())) {
      throw Refusal.invalid(
              "Invalid value for specialGroup: " + group.get() + " is not a valid value")
          .asException();
    }
    entry.text("userByEmail").ifPresent(email -> checkAccount(dataset, email));
    return authorized ? entry : entry.with("role", OLD_NAMES.getOrDefault(role, role));
  }

  /// People, groups and domains have fields of their own.
  private static Fields fromMember(Fields sent) {
    String member = sent.text("iamMember").orElse("");
    int colon = member.indexOf(':');
    Fields rest = sent.without("iamMember");
    return switch (colon < 0 ? member : member.substring(0, colon)) {
      case "user", "serviceAccount" -> rest.with("userByEmail", member.substring(colon + 1));
      case "group" -> rest.with("groupByEmail", member.substring(colon + 1));
      case "domain" -> rest.with("domain", member.substring(colon + 1));
      case "allAuthenticatedUsers" -> rest.with("specialGroup", member);
      default -> sent;
    };
  }

  /// A service account of an emulated project must be there.
  private void checkAccount(String dataset, String email) {
    String end = ".iam.gserviceaccount.com";
    int at = email.indexOf('@');
    if (at < 0) {
      throw Refusal.invalid("Invalid value for userByEmail: " + email + " is not a valid value")
          .asException();
    }
    if (!email.endsWith(end)) {
      return;
    }
    String host = email.substring(at + 1, email.length() - end.length());
    Optional<Project> project = plane.projects().find(host).filter(p -> p.id().equals(host));
    boolean absent =
        project.isPresent()
            && plane
                .store()
                .get("iam.googleapis.com/projects/" + host + "/serviceAccounts/" + email)
                .isEmpty();
    if (absent) {
      throw Refusal.invalid(
              "IAM setPolicy failed for Dataset "
                  + dataset
                  + ": Service account "
                  + email
                  + " does not exist.")
          .asException();
    }
  }
}
