package dev.groundwork.emulator.control;

import dev.groundwork.emulator.store.Entry;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Pages of a list. A token says after which key the next page begins, so that what is added or
/// removed meanwhile neither repeats nor hides what was there all along.
public final class Paging {
  private Paging() {}

  /// One page.
  ///
  /// @param next the token of the next page; empty on the last
  public record Page(List<Entry> entries, Optional<String> next) {
    public Page {
      entries = List.copyOf(entries);
    }
  }

  /// @param sizeParameter `pageSize` or `maxResults`
  /// @param otherwise the page's size when none is asked for
  /// @throws Refused when size or token make no sense
  public static Page page(Ask ask, String sizeParameter, int otherwise, List<Entry> all) {
    int size = size(ask, sizeParameter, otherwise);
    List<Entry> rest = all;
    Optional<String> token = ask.query("pageToken").filter(t -> !t.isEmpty());
    if (token.isPresent()) {
      String after = decode(token.get());
      rest = all.stream().filter(e -> e.key().compareTo(after) > 0).toList();
    }
    return rest.size() <= size
        ? new Page(rest, Optional.empty())
        : new Page(rest.subList(0, size), Optional.of(encode(rest.get(size - 1).key())));
  }

  private static int size(Ask ask, String parameter, int otherwise) {
    String text = ask.queryOr(parameter, "0");
    try {
      int size = Integer.parseInt(text);
      if (size < 0) {
        throw Refusal.invalid(
                "Invalid value for " + parameter + ": " + size + ". Must not be negative.")
            .asException();
      }
      return size == 0 ? otherwise : size;
    } catch (NumberFormatException e) {
      throw Refusal.invalid("Invalid value at '" + parameter + "' (TYPE_INT32), \"" + text + "\"")
          .asException();
    }
  }

  private static String encode(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("Invalid value for field 'pageToken'.").asException();
    }
  }
}
