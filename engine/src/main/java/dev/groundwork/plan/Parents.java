package dev.groundwork.plan;

import dev.groundwork.resource.Address;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.state.Recorded;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.Predicate;

/// Which resource takes another along when it is deleted: an instance its databases, a secret its
/// versions.
final class Parents {
  private Parents() {}

  /// @param isGoing whether the resource at an address is to be deleted
  static Optional<Address> takingAlong(
      ResourceType type,
      Map<String, String> path,
      SortedSet<Address> needs,
      Predicate<Address> isGoing,
      Function<Address, Optional<Recorded>> recorded) {
    for (String parameter : type.goesWith()) {
      ResourceType.Refers refers = type.references().get(parameter);
      String name = path.get(parameter);
      if (refers == null || name == null) {
        continue;
      }
      for (Address need : needs) {
        boolean fits =
            need.type().equals(refers.type())
                && recorded.apply(need).filter(r -> r.path().containsValue(name)).isPresent();
        if (fits && isGoing.test(need)) {
          return Optional.of(need);
        }
      }
    }
    return Optional.empty();
  }
}
