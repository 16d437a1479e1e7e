package dev.groundwork.emulator.storage;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Lists a bucket's objects, and in place of those whose name goes on after a delimiter the names'
/// common beginnings.
final class ObjectLists {
  private static final int PAGE = 1000;

  private final ControlPlane plane;
  private final Buckets buckets;

  ObjectLists(ControlPlane plane, Buckets buckets) {
    this.plane = plane;
    this.buckets = buckets;
  }

  /// What is asked for.
  private record Wish(
      String prefix, String delimiter, String from, String to, boolean versions, boolean trailing) {
    boolean takes(Entry object) {
      String name = name(object);
      return (versions || Objects.live(object))
          && name.compareTo(from) >= 0
          && (to.isEmpty() || name.compareTo(to) < 0);
    }

    /// The beginning that stands for the object in the list.
    Optional<String> group(String name) {
      int at = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
      return at < 0 ? Optional.empty() : Optional.of(name.substring(0, at + delimiter.length()));
    }
  }

  Reply list(Ask ask) {
    buckets.find(ask);
    Wish wish =
        new Wish(
            ask.queryOr("prefix", ""),
            ask.queryOr("delimiter", ""),
            ask.queryOr("startOffset", ""),
            ask.queryOr("endOffset", ""),
            ask.queryOr("versions", "false").equals("true"),
            ask.queryOr("includeTrailingDelimiter", "false").equals("true"));
    int size = size(ask);
    String after =
        ask.query("pageToken").filter(t -> !t.isEmpty()).map(ObjectLists::decode).orElse("");
    String root = Objects.prefix(ask.path("bucket"));
    List<Value> items = new ArrayList<>();
    TreeSet<String> groups = new TreeSet<>();
    String last = after;
    boolean more = false;
    for (Entry object : plane.store().under(root + wish.prefix())) {
      Optional<String> group = wish.group(name(object));
      String position = group.orElse(object.key().substring(root.length()));
      boolean itself = wish.trailing() && group.equals(Optional.of(name(object)));
      boolean shown = group.isPresent() && groups.contains(position) && !itself;
      if (shown || !wish.takes(object) || position.compareTo(after) <= 0) {
        continue;
      }
      if (items.size() + groups.size() >= size) {
        more = true;
        break;
      }
      group.ifPresent(groups::add);
      if (group.isEmpty() || itself) {
        items.add(object.body());
      }
      last = position;
    }
    Fields body = Fields.EMPTY.with("kind", "storage#objects");
    body = more ? body.with("nextPageToken", encode(last)) : body;
    body = groups.isEmpty() ? body : body.with("prefixes", Value.texts(List.copyOf(groups)));
    return Reply.ok(items.isEmpty() ? body : body.with("items", new Value.Items(items)));
  }

  private static String name(Entry object) {
    return object.body().text("name").orElseThrow();
  }

  private static int size(Ask ask) {
    String text = ask.queryOr("maxResults", "0");
    if (!text.matches("\\d{1,9}")) {
      throw Refusal.invalid("Invalid value for maxResults: " + text).asException();
    }
    int size = Integer.parseInt(text);
    return size == 0 ? PAGE : Math.min(size, PAGE);
  }

  private static String encode(String position) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(position.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("Invalid argument.").asException();
    }
  }
}
