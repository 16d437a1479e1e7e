package dev.groundwork.plan;

import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Target;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.state.Recorded;
import dev.groundwork.state.State;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What was read of the cloud, by what the description calls it: what checks look at.
public final class Subjects {
  private final Map<Address, Resource> wanted = new HashMap<>();
  private final State state;
  private final Map<Address, Optional<Standing>> standings = new HashMap<>();
  private final Set<Address> underWay = new HashSet<>();

  private Subjects(List<Resource> desired, State state) {
    desired.forEach(resource -> wanted.put(resource.address(), resource));
    this.state = state;
  }

  /// How each wanted resource was found; one whose name is not known yet is absent.
  public static SortedMap<Address, Answer> of(
      List<Resource> desired, State state, Observation observation) {
    Subjects subjects = new Subjects(desired, state);
    SortedMap<Address, Answer> found = new TreeMap<>();
    for (Resource resource : desired) {
      Optional<Observation.Seen> seen =
          subjects
              .standing(resource.address())
              .filter(standing -> standing.id().isPresent())
              .flatMap(standing -> observation.of(new Target(resource.type(), standing.path())));
      found.put(resource.address(), seen.map(Subjects::answer).orElseGet(Answer.Absent::new));
    }
    return found;
  }

  private static Answer answer(Observation.Seen seen) {
    return switch (seen) {
      case Observation.Seen.Present(var path, var observed) -> new Answer.Present(path, observed);
      case Observation.Seen.Absent _ -> new Answer.Absent();
      case Observation.Seen.Unreadable(var refusal) -> new Answer.Refused(refusal);
    };
  }

  /// Where a resource stands: as recorded, or else as far as the description says.
  private Optional<Standing> standing(Address address) {
    Optional<Standing> known = standings.get(address);
    if (known != null) {
      return known;
    }
    Resource resource = wanted.get(address);
    if (resource == null || !underWay.add(address)) {
      return Optional.empty();
    }
    Recorded recorded = state.resources().get(address);
    Standing standing =
        recorded == null
            ? new Standing(
                resource.type(),
                Standing.resolvePath(resource.path(), this::standing),
                List.of(resource.body()))
            : Standing.of(resource.type(), recorded);
    standings.put(address, Optional.of(standing));
    return Optional.of(standing);
  }
}
