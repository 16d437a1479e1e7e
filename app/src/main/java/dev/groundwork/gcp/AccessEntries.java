package dev.groundwork.gcp;

import dev.groundwork.gcp.Policies.Member;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The entries of a BigQuery dataset's access list, as members of roles. Works on whole datasets
/// and changes nothing that it was not asked to. Pure.
///
/// Google keeps the three oldest roles under their old names, and says `userByEmail` for people and
/// service accounts alike; here either spelling of a role is the same.
final class AccessEntries {
  /// The role of what is let in without one: a view, a routine, another dataset.
  static final String AUTHORIZED = "AUTHORIZED";

  private static final Map<String, String> OLD_NAMES =
      Map.of(
          "roles/bigquery.dataViewer", "READER",
          "roles/bigquery.dataEditor", "WRITER",
          "roles/bigquery.dataOwner", "OWNER");

  private AccessEntries() {}

  /// All members, in the list's order; where a role has two names, once under each.
  static List<Member> members(Fields dataset) {
    List<Member> members = new ArrayList<>();
    for (Value item : dataset.items("access")) {
      if (item instanceof Fields entry) {
        Member member = member(entry);
        members.add(member);
        OLD_NAMES.forEach((full, old) -> {
          if (old.equals(member.role())) {
            members.add(new Member(full, member.member(), member.condition()));
          } else if (full.equals(member.role())) {
            members.add(new Member(old, member.member(), member.condition()));
          }
        });
      }
    }
    return members;
  }

  static Optional<Member> find(Fields dataset, String role, String member) {
    List<Member> found =
        members(dataset).stream()
            .filter(m -> m.role().equals(role) && m.member().equalsIgnoreCase(member))
            .toList();
    return found.stream()
        .filter(m -> m.condition().isEmpty())
        .findFirst()
        .or(() -> found.stream().findFirst());
  }

  static boolean has(Fields dataset, Member member) {
    return dataset.items("access").stream().anyMatch(item -> is(item, member));
  }

  /// What is written to add the member.
  static Fields with(Fields dataset, Member wanted) {
    List<Value> entries = new ArrayList<>(dataset.items("access"));
    entries.add(entry(wanted));
    return Value.fields().with("access", new Value.Items(entries));
  }

  /// What is written to take the member away.
  static Fields without(Fields dataset, Member unwanted) {
    List<Value> entries =
        dataset.items("access").stream().filter(item -> !is(item, unwanted)).toList();
    return Value.fields().with("access", new Value.Items(entries));
  }

  private static boolean is(Value item, Member wanted) {
    if (!(item instanceof Fields entry)) {
      return false;
    }
    Member member = member(entry);
    return old(member.role()).equals(old(wanted.role()))
        && member.member().equalsIgnoreCase(wanted.member())
        && member.condition().equals(wanted.condition());
  }

  private static String old(String role) {
    return OLD_NAMES.getOrDefault(role, role);
  }

  private static Member member(Fields entry) {
    String role = entry.text("role").filter(r -> !r.isEmpty()).orElse(AUTHORIZED);
    return new Member(role, name(entry), entry.fields("condition"));
  }

  private static String name(Fields entry) {
    Optional<String> user = entry.text("userByEmail");
    if (user.isPresent()) {
      boolean machine = user.get().endsWith(".gserviceaccount.com");
      return (machine ? "serviceAccount:" : "user:") + user.get();
    }
    return prefixed("group:", entry.text("groupByEmail"))
        .or(() -> prefixed("domain:", entry.text("domain")))
        .or(() -> prefixed("specialGroup:", entry.text("specialGroup")))
        .or(() -> entry.text("iamMember"))
        .or(() -> referred("view", entry.fields("view"), "tableId"))
        .or(() -> referred("routine", entry.fields("routine"), "routineId"))
        .or(() -> referred("dataset", entry.fields("dataset.dataset"), ""))
        .orElse("");
  }

  private static Optional<String> prefixed(String prefix, Optional<String> value) {
    return value.map(v -> prefix + v);
  }

  private static Optional<String> referred(String kind, Fields reference, String last) {
    return reference
        .text("datasetId")
        .map(dataset ->
            kind
                + ":"
                + reference.text("projectId").orElse("")
                + "."
                + dataset
                + (last.isEmpty() ? "" : "." + reference.text(last).orElse("")));
  }

  /// The entry that lets the member in.
  private static Fields entry(Member member) {
    Fields entry = Value.fields();
    if (!member.role().equals(AUTHORIZED)) {
      entry = entry.with("role", member.role());
    }
    if (!member.condition().isEmpty()) {
      entry = entry.with("condition", member.condition());
    }
    int colon = member.member().indexOf(':');
    String kind = colon < 0 ? "" : member.member().substring(0, colon);
    String name = member.member().substring(colon + 1);
    return switch (kind) {
      case "user", "serviceAccount" -> entry.with("userByEmail", name);
      case "group" -> entry.with("groupByEmail", name);
      case "domain" -> entry.with("domain", name);
      case "specialGroup" -> entry.with("specialGroup", name);
      case "view" -> entry.with("view", reference(name, "tableId"));
      case "routine" -> entry.with("routine", reference(name, "routineId"));
      case "dataset" ->
          entry
              .with("dataset.dataset", reference(name, ""))
              .with("dataset.targetTypes", Value.texts(List.of("VIEWS")));
      default -> entry.with("iamMember", member.member());
    };
  }

  /// `project.dataset.table`; a project may hold dots and colons itself.
  private static Fields reference(String name, String last) {
    String rest = name;
    Fields reference = Value.fields();
    if (!last.isEmpty()) {
      int dot = rest.lastIndexOf('.');
      reference = reference.with(last, rest.substring(dot + 1));
      rest = rest.substring(0, Math.max(dot, 0));
    }
    int dot = rest.lastIndexOf('.');
    return reference
        .with("datasetId", rest.substring(dot + 1))
        .with("projectId", rest.substring(0, Math.max(dot, 0)));
  }
}
