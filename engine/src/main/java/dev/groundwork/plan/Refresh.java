package dev.groundwork.plan;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.cloud.Target;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.state.Recorded;
import dev.groundwork.state.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What must be read of the cloud before planning: each collection is listed once, and only what
/// stands alone in its collection, or cannot be listed, is read by itself.
///
/// @param projects read first: in a project that is not there, nothing else is
/// @param listings collections, with what is looked for in each
/// @param reads single resources
/// @param secrets the secrets whose newest version is asked for, by relative name
public record Refresh(
    List<Read> projects, List<Listing> listings, List<Read> reads, List<SecretVersions> secrets) {
  private static final String PROJECT = "cloudresourcemanager.Project";

  public Refresh {
    projects = List.copyOf(projects);
    listings = List.copyOf(listings);
    reads = List.copyOf(reads);
    secrets = List.copyOf(secrets);
  }

  /// @param scope the parameters of the listing
  public record Listing(ResourceType type, SortedMap<String, String> scope, List<Target> targets) {
    public Listing {
      scope = Collections.unmodifiableSortedMap(new TreeMap<>(scope));
      targets = List.copyOf(targets);
    }
  }

  /// @param wanted see `Cloud.read`
  public record Read(Target target, Fields wanted) {}

  /// The versions of one secret.
  ///
  /// @param secret relative name
  public record SecretVersions(String secret, ResourceType type, SortedMap<String, String> scope) {
    public SecretVersions {
      scope = Collections.unmodifiableSortedMap(new TreeMap<>(scope));
    }
  }

  public static Refresh of(List<Resource> desired, State state, Catalog catalog) {
    return new Collecting(desired, state, catalog).collected();
  }

  private static final class Collecting {
    private final State state;
    private final Catalog catalog;
    private final Map<Address, Standing> standings = new HashMap<>();
    private final SequencedMap<String, Read> wanted = new LinkedHashMap<>();
    private final SortedMap<String, SecretVersions> secrets = new TreeMap<>();

    Collecting(List<Resource> desired, State state, Catalog catalog) {
      this.state = state;
      this.catalog = catalog;
      Dependencies dependencies = Dependencies.of(desired);
      Map<Address, Resource> byAddress = new HashMap<>();
      desired.forEach(r -> byAddress.put(r.address(), r));
      // in a cycle there is no order; the planner refuses it, so that reading anything is as good
      List<Address> order =
          dependencies.graph().cycle().isEmpty() ? dependencies.graph().order() : List.of();
      for (Address address : order) {
        Optional.ofNullable(byAddress.get(address)).ifPresent(this::collect);
      }
      for (Recorded recorded : state.resources().values()) {
        if (!byAddress.containsKey(recorded.address())) {
          catalog
              .find(recorded.address().type())
              .ifPresent(type -> add(new Target(type, recorded.path()), recorded.desired()));
        }
      }
    }

    private void collect(Resource r) {
      Recorded recorded = state.resources().get(r.address());
      SortedMap<String, String> path =
          new TreeMap<>(Standing.resolvePath(r.path(), this::standing));
      Fields body = (Fields) Standing.resolve(r.body(), this::standing);
      Fields known = (Fields) markedSecrets(body);
      if (recorded != null) {
        add(new Target(r.type(), recorded.path()), known);
      } else {
        add(new Target(r.type(), path), known);
      }
      List<Fields> sources = new ArrayList<>();
      sources.add(body);
      if (recorded != null) {
        // what the description says now comes first, but where Google chose the name only the
        // record knows it
        r.type()
            .parameters()
            .forEach(parameter ->
                Optional.ofNullable(recorded.path().get(parameter))
                    .ifPresent(v -> path.putIfAbsent(parameter, v)));
        sources.add(recorded.observed());
      }
      standings.put(r.address(), new Standing(r.type(), path, sources));
      r.body()
          .walk(v -> {
            if (v instanceof Value.Secret(var secret)) {
              addSecret(secret);
            }
          });
    }

    private Optional<Standing> standing(Address address) {
      return Optional.ofNullable(standings.get(address));
    }

    /// The plain part of a body, with secrets as `{"secret": "<relative name>"}`.
    private Value markedSecrets(Value value) {
      return value.map(leaf ->
          leaf instanceof Value.Secret(var secret)
              ? Markers.secret(standing(secret).flatMap(Standing::id).orElse(""))
              : leaf.isKnown() ? leaf : new Value.Null());
    }

    private void addSecret(Address secret) {
      Optional<ResourceType> versions =
          catalog.find("secretmanager.SecretVersion").filter(t -> t.listing().isPresent());
      Optional<Standing> standing = standing(secret);
      if (versions.isEmpty()
          || standing.flatMap(Standing::id).isEmpty()
          // what a resource of another type holds has no versions
          || versions.get().references().values().stream()
              .noneMatch(r -> r.type().equals(standing.get().type().name()))) {
        return;
      }
      SortedMap<String, String> scope = new TreeMap<>();
      for (String parameter : versions.get().scope()) {
        String name = standing.get().path().get(parameter);
        scope.put(parameter, name == null ? standing.get().path().getOrDefault("name", "") : name);
      }
      String id = standing.get().id().orElseThrow();
      secrets.put(id, new SecretVersions(id, versions.get(), scope));
    }

    private void add(Target target, Fields body) {
      if (target.path().keySet().containsAll(target.type().parameters())) {
        wanted.putIfAbsent(Observation.key(target), new Read(target, body));
      }
    }

    Refresh collected() {
      List<Read> projects = new ArrayList<>();
      List<Read> reads = new ArrayList<>();
      SequencedMap<String, List<Read>> byType = new LinkedHashMap<>();
      for (Read read : wanted.values()) {
        if (read.target().type().name().equals(PROJECT)) {
          projects.add(read);
        } else {
          byType.computeIfAbsent(read.target().type().name(), _ -> new ArrayList<>()).add(read);
        }
      }
      List<Listing> listings = new ArrayList<>();
      byType.values().forEach(sameType -> group(sameType, listings, reads));
      return new Refresh(projects, listings, reads, List.copyOf(secrets.values()));
    }

    private static void group(List<Read> sameType, List<Listing> listings, List<Read> reads) {
      ResourceType type = sameType.getFirst().target().type();
      Optional<List<String>> narrow =
          type.policyMember()
              .map(p -> p.get().needs())
              .or(() -> type.listing().map(_ -> type.scope()));
      if (narrow.isEmpty()) {
        reads.addAll(sameType);
        return;
      }
      Map<SortedMap<String, String>, List<Read>> byScope = byScope(sameType, narrow.get());
      Optional<List<String>> wide = type.wideListing().map(w -> w.call().needs());
      if (wide.isPresent() && byScope.size() > 1) {
        byScope = byScope(sameType, wide.get());
      }
      byScope.forEach((scope, members) -> {
        if (members.size() > 1
            || (type.isReadByListing() && type.surface() == ResourceType.Surface.GOOGLE)) {
          listings.add(new Listing(type, scope, members.stream().map(Read::target).toList()));
        } else {
          reads.addAll(members);
        }
      });
    }

    private static Map<SortedMap<String, String>, List<Read>> byScope(
        List<Read> reads, List<String> parameters) {
      SequencedMap<SortedMap<String, String>, List<Read>> groups = new LinkedHashMap<>();
      SortedSet<String> needed = new TreeSet<>(parameters);
      for (Read read : reads) {
        SortedMap<String, String> scope = new TreeMap<>(read.target().path());
        scope.keySet().retainAll(needed);
        groups.computeIfAbsent(scope, _ -> new ArrayList<>()).add(read);
      }
      return groups;
    }
  }
}
