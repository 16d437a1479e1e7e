package dev.groundwork.plan;

import dev.groundwork.cloud.Cloud.Permissions;
import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Refusal.Kind;
import dev.groundwork.cloud.Target;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Surface;
import dev.groundwork.resource.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What can be found out before the first call of an apply, and would otherwise be learned
/// half-way: what the caller may not do, and which names are still taken. Says what to ask, and
/// what the answers mean. Pure.
///
/// @param needed the permissions to test, and for each who needs it, by the resource they are
///   needed on: `projects/p`, `organizations/1`, `billingAccounts/A`
/// @param names what will be made under a name that may still be taken by one deleted lately
public record Preflight(
    SortedMap<String, SortedMap<String, SortedSet<Address>>> needed,
    SortedMap<Address, Target> names) {
  private static final String PROJECT = "cloudresourcemanager.Project";
  private static final String ACCOUNT = "iam.ServiceAccount";

  public Preflight {
    needed = Collections.unmodifiableSortedMap(new TreeMap<>(needed));
    names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
  }

  /// What to ask for a plan. In a project that the plan itself makes the caller will be the owner,
  /// so nothing is asked there.
  public static Preflight of(Plan plan) {
    SortedMap<String, SortedMap<String, SortedSet<Address>>> needed = new TreeMap<>();
    SortedMap<Address, Target> names = new TreeMap<>();
    Set<String> made = madeProjects(plan);
    Set<String> accounts = madeAccounts(plan);
    for (Change change : plan.changes()) {
      for (Doing doing : doings(change)) {
        container(doing, made)
            .ifPresent(container ->
                need(needed, container, doing.type().permissions(doing.action()), doing.address()));
        doing
            .type()
            .permissionsElsewhere(doing.action())
            .forEach((field, permissions) ->
                doing
                    .body()
                    .text(field)
                    .filter(resource -> !accounts.contains(resource))
                    .ifPresent(
                        resource -> need(needed, named(resource), permissions, doing.address())));
        boolean mayBeTaken =
            doing.action() == Action.CREATE && doing.type().nameStaysTaken().isPresent();
        if (mayBeTaken && doing.path().keySet().containsAll(doing.type().parameters())) {
          names.put(doing.address(), new Target(doing.type(), doing.path()));
        }
      }
    }
    return new Preflight(needed, names);
  }

  /// One call of Google's that the plan will make.
  private record Doing(
      Address address,
      ResourceType type,
      Action action,
      Map<String, String> path,
      Value.Fields body) {}

  /// Where the permissions must be held: on the billing account for what stands below one, on the
  /// project for all else that the plan does not make.
  private static Optional<String> container(Doing doing, Set<String> made) {
    return doing.type().parameters().contains("billingAccount")
        ? Optional.ofNullable(doing.path().get("billingAccount")).map(b -> "billingAccounts/" + b)
        : Optional.ofNullable(doing.path().get("project"))
            .filter(project -> !made.contains(project))
            .map(project -> "projects/" + project);
  }

  private static List<Doing> doings(Change change) {
    List<Doing> all =
        switch (change) {
          case Change.Create c -> List.of(doing(c.desired(), Action.CREATE));
          case Change.Update c -> List.of(doing(c.desired(), Action.UPDATE));
          case Change.Replace c ->
              List.of(doing(c.desired(), Action.DELETE), doing(c.desired(), Action.CREATE));
          case Change.Delete c ->
              c.goesWith().isPresent()
                  ? List.of()
                  : List.of(
                      new Doing(
                          c.address(),
                          c.type(),
                          Action.DELETE,
                          c.recorded().path(),
                          c.recorded().desired()));
          case Change.Adopt _, Change.Forget _, Change.Keep _, Change.Refused _ -> List.of();
        };
    return all.stream().filter(d -> d.type().surface() == Surface.GOOGLE).toList();
  }

  private static Doing doing(Resource desired, Action action) {
    Map<String, String> path = new TreeMap<>();
    desired
        .path()
        .forEach((name, value) -> Standing.text(value).ifPresent(text -> path.put(name, text)));
    return new Doing(desired.address(), desired.type(), action, path, desired.body());
  }

  private static Set<String> madeProjects(Plan plan) {
    Set<String> made = new HashSet<>();
    for (Change change : plan.changes()) {
      if (change instanceof Change.Create(var desired, _, _)
          && desired.type().name().equals(PROJECT)) {
        Optional.ofNullable(desired.path().get("project"))
            .flatMap(Standing::text)
            .ifPresent(made::add);
      }
    }
    return made;
  }

  /// The addresses and relative names of the service accounts that the plan makes: who makes one
  /// may use it.
  private static Set<String> madeAccounts(Plan plan) {
    Set<String> made = new HashSet<>();
    for (Change change : plan.changes()) {
      if (change instanceof Change.Create(var desired, _, _)
          && desired.type().name().equals(ACCOUNT)) {
        Doing doing = doing(desired, Action.CREATE);
        Map<String, String> known = desired.type().predictions(doing.path());
        for (String field : List.of("email", "id")) {
          Optional.ofNullable(known.get(field)).ifPresent(made::add);
        }
      }
    }
    return made;
  }

  /// A service account that is named by its address, by its relative name.
  private static String named(String resource) {
    return resource.endsWith(".gserviceaccount.com") && !resource.contains("/")
        ? "projects/-/serviceAccounts/" + resource
        : resource;
  }

  private static void need(
      SortedMap<String, SortedMap<String, SortedSet<Address>>> needed,
      String resource,
      SortedSet<String> permissions,
      Address address) {
    for (String permission : permissions) {
      needed
          .computeIfAbsent(resource, _ -> new TreeMap<>())
          .computeIfAbsent(permission, _ -> new TreeSet<>())
          .add(address);
    }
  }

  /// What the answers mean.
  ///
  /// @param tested for each resource of `needed` what the cloud said
  /// @param taken for each of `names` that cannot be used yet, until when or why
  public List<Diagnostic> judge(Map<String, Permissions> tested, Map<Address, String> taken) {
    List<Diagnostic> problems = new ArrayList<>();
    needed.forEach((resource, permissions) -> {
      switch (tested.getOrDefault(resource, new Permissions.Missing(new TreeSet<>()))) {
        case Permissions.Missing(var missing) -> {
          if (!missing.isEmpty()) {
            problems.add(lacking(resource, permissions, missing));
          }
        }
        case Permissions.Refused(var refusal) ->
            untested(resource, permissions, refusal).ifPresent(problems::add);
      }
    });
    names.forEach((address, target) ->
        Optional.ofNullable(taken.get(address))
            .ifPresent(why ->
                problems.add(
                    Diagnostic.error(
                        Code.NAME_TAKEN,
                        Place.of(address.toString()),
                        "the name of " + target.id() + " cannot be used: " + why,
                        "choose another name, or wait until this one is free."))));
    return problems.stream().distinct().toList();
  }

  private static Diagnostic lacking(
      String resource,
      SortedMap<String, SortedSet<Address>> permissions,
      SortedSet<String> missing) {
    String list =
        missing.stream()
            .map(p -> p + " (" + needing(permissions.getOrDefault(p, new TreeSet<>())) + ")")
            .collect(Collectors.joining(", "));
    return Diagnostic.error(
        Code.PERMISSION,
        Place.of(resource),
        "you lack permissions that the plan needs: " + list + ".",
        "ask for roles that have them on " + resource + ".");
  }

  private static String needing(SortedSet<Address> addresses) {
    return addresses.size() == 1
        ? addresses.first().toString()
        : addresses.first() + " and " + (addresses.size() - 1) + " more";
  }

  private static Optional<Diagnostic> untested(
      String resource, SortedMap<String, SortedSet<Address>> permissions, Refusal refusal) {
    String needs =
        needing(
            permissions.values().stream()
                .flatMap(s -> s.stream())
                .collect(Collectors.toCollection(TreeSet::new)));
    if (refusal.kind() == Kind.UNAUTHENTICATED) {
      return Optional.of(
          Diagnostic.error(
              Code.CREDENTIALS,
              Place.of("credentials"),
              "there are no credentials that Google accepts: " + refusal.message(),
              "gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS."));
    }
    boolean hidden = refusal.kind() == Kind.NOT_FOUND || refusal.kind() == Kind.PERMISSION;
    if (hidden && resource.startsWith("billingAccounts/")) {
      return Optional.of(
          Diagnostic.error(
              Code.BILLING,
              Place.of(resource),
              "the billing account is not there, or you may not see it: " + refusal.message(),
              "name another, or ask for the role roles/billing.user on it; "
                  + needs
                  + " needs it."));
    }
    if (hidden) {
      return Optional.of(
          Diagnostic.error(
              Code.MISSING_DEPENDENCY,
              Place.of(resource),
              "it is not there, or you may not see it: " + refusal.message(),
              "is its name right? " + needs + " needs it."));
    }
    if (refusal.kind() == Kind.API_DISABLED) {
      return Optional.empty(); // the apply enables it first
    }
    return Optional.of(
        Diagnostic.error(
            Code.UNREACHABLE,
            Place.of(resource),
            "your permissions cannot be tested: " + refusal.message(),
            "try again."));
  }
}
