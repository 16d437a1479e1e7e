package dev.groundwork.emulator.control;

import dev.groundwork.resource.Value.Fields;
import java.util.Locale;

/// What stands around the items of a list, in services that put something there.
public final class Envelope {
  private Envelope() {}

  /// @param collection relative name with a slash at its end, `projects/p/global/networks/`
  static Fields of(Kind kind, String collection) {
    String name = collection.substring(0, collection.length() - 1);
    return switch (kind.type().host()) {
      case "compute.googleapis.com" ->
          Fields.EMPTY
              .with("kind", "compute#" + lower(kind.type().kind()) + "List")
              .with("id", name)
              .with("selfLink", "https://www.googleapis.com/compute/v1/" + name);
      case "sqladmin.googleapis.com" ->
          Fields.EMPTY.with("kind", "sql#" + lower(kind.type().kind()) + "sList");
      case "storage.googleapis.com" ->
          Fields.EMPTY.with("kind", "storage#" + lower(kind.type().kind()) + "s");
      default -> Fields.EMPTY;
    };
  }

  /// `GlobalAddress` is an `address` to its clients.
  public static String lower(String kind) {
    String plain = kind.startsWith("Global") && kind.length() > 6 ? kind.substring(6) : kind;
    return plain.substring(0, 1).toLowerCase(Locale.ROOT) + plain.substring(1);
  }
}
