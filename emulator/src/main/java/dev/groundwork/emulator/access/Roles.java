package dev.groundwork.emulator.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Google's predefined roles and the permissions in them.
///
/// @see <a href="https://cloud.google.com/iam/docs/roles-permissions">IAM roles and permissions
///   index</a>
public final class Roles {
  private static final String PREFIX = "roles/";

  private final String[] permissions;
  private final SortedMap<String, Role> byName = new TreeMap<>();

  /// One role.
  ///
  /// @param stage `GA`, `BETA` …
  /// @param numbers of its permissions, as ranges: `0-3,7`
  private record Role(String name, String stage, String title, String numbers, BitSet has) {}

  private static final class Holder {
    static final Roles STANDARD = new Roles();
  }

  /// Read once, when first asked for.
  public static Roles standard() {
    return Holder.STANDARD;
  }

  private Roles() {
    List<String> all = new ArrayList<>(4000);
    for (String line : Facts.lines("permissions.txt")) {
      String[] words = line.split(" ", -1);
      for (int i = 1; i < words.length; i++) {
        all.add(words[0] + "." + words[i]);
      }
    }
    permissions = all.toArray(String[]::new);
    for (String line : Facts.lines("roles.txt")) {
      String[] columns = line.split("\t", -1);
      String name = PREFIX + columns[0];
      byName.put(name, new Role(name, columns[1], columns[2], columns[3], bits(columns[3])));
    }
  }

  private static BitSet bits(String ranges) {
    BitSet bits = new BitSet();
    for (String range : ranges.split(",", -1)) {
      int dash = range.indexOf('-');
      if (dash > 0) {
        bits.set(
            Integer.parseInt(range, 0, dash, 10),
            Integer.parseInt(range, dash + 1, range.length(), 10) + 1);
      } else if (!range.isEmpty()) {
        bits.set(Integer.parseInt(range));
      }
    }
    return bits;
  }

  /// What clients are shown of a role.
  public record Shown(String name, String title, String stage) {}

  public Optional<Shown> find(String name) {
    return Optional.ofNullable(byName.get(name)).map(Roles::shown);
  }

  /// All of them, by name.
  public List<Shown> all() {
    return byName.values().stream().map(Roles::shown).toList();
  }

  private static Shown shown(Role role) {
    return new Shown(role.name(), role.title(), role.stage());
  }

  /// The permissions in a role that are known here, in order.
  public List<String> permissions(String role) {
    Role found = byName.get(role);
    return found == null ? List.of() : found.has().stream().mapToObj(i -> permissions[i]).toList();
  }

  /// Whether this is a permission of one of the services that are known here.
  public boolean knows(String permission) {
    return Arrays.binarySearch(permissions, permission) >= 0;
  }

  /// Whether anything is known of the service that a permission is of, its first word.
  public boolean knowsServiceOf(String permission) {
    String prefix = permission.substring(0, permission.indexOf('.') + 1);
    int at = Arrays.binarySearch(permissions, prefix);
    int next = at < 0 ? -at - 1 : at;
    return next < permissions.length && permissions[next].startsWith(prefix);
  }

  /// Whether there may be a predefined role of this name: it is known, or nothing is known of its
  /// service's roles.
  public boolean mayExist(String role) {
    int dot = role.indexOf('.');
    String service = dot < 0 ? role : role.substring(0, dot + 1);
    return byName.containsKey(role)
        || (dot > 0
            && byName.tailMap(service).keySet().stream()
                .limit(1)
                .noneMatch(r -> r.startsWith(service)));
  }

  /// Whether a predefined role has a permission. Of permissions that are not known here, owners
  /// have all, editors all but those over policies, viewers those to read.
  public boolean has(String role, String permission) {
    Role found = byName.get(role);
    if (found == null) {
      return false;
    }
    int at = Arrays.binarySearch(permissions, permission);
    if (at >= 0) {
      return found.has().get(at);
    }
    return switch (role) {
      case "roles/owner" -> true;
      case "roles/editor" -> !permission.endsWith(".setIamPolicy");
      case "roles/viewer" ->
          permission.endsWith(".get")
              || permission.endsWith(".list")
              || permission.endsWith(".getIamPolicy");
      default -> false;
    };
  }
}
