package dev.groundwork.emulator.logging;

import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.logging.Query.NoQuery;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Queries by their text, each read once.
public final class Filters {
  private static final int MOST = 1_000;

  private final Map<String, Query> known = new ConcurrentHashMap<>();

  /// @throws dev.groundwork.emulator.control.Refused when the text is no query
  public Query of(String text) {
    Query query = known.get(text);
    if (query == null) {
      try {
        query = Query.parse(text);
      } catch (NoQuery e) {
        throw Refusal.invalid(String.valueOf(e.getMessage())).asException();
      }
      if (known.size() >= MOST) {
        known.clear();
      }
      known.put(text, query);
    }
    return query;
  }
}
