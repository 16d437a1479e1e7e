package dev.groundwork.emulator.compute;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.resource.Value.Fields;

/// How Compute names and links its resources.
final class Names {
  static final String HOST = "compute.googleapis.com";
  static final String ROOT = "https://www.googleapis.com/compute/v1/";

  private Names() {}

  static String link(String relativeName) {
    return ROOT + relativeName;
  }

  static String key(String relativeName) {
    return HOST + "/" + relativeName;
  }

  /// The relative name in a link or key.
  static String relative(String linkOrKey) {
    int at = linkOrKey.indexOf("projects/");
    return at < 0 ? linkOrKey : linkOrKey.substring(at);
  }

  static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /// The refusal of a name that RFC 1035 does not allow.
  static void check(String name) {
    if (!name.matches("[a-z]([-a-z0-9]{0,61}[a-z0-9])?")) {
      throw Refusal.invalid(
              "Invalid value for field 'resource.name': '"
                  + name
                  + "'. Must be a match of regex '(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)'")
          .asException();
    }
  }

  static Refusal invalid(String field, String value, String why) {
    return Refusal.invalid(
        "Invalid value for field 'resource." + field + "': '" + value + "'. " + why);
  }

  /// What every resource that Google itself makes begins with.
  static Fields made(ControlPlane plane, String kind, String relativeName) {
    return Fields.EMPTY
        .with("kind", "compute#" + kind)
        .with("id", plane.ids().numeric())
        .with("creationTimestamp", Times.pacific(plane.clock().instant()))
        .with("name", last(relativeName))
        .with("selfLink", link(relativeName));
  }
}
