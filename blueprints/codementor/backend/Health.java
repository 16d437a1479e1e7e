import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Whether everything that the backend needs answers: each is asked at the same time, over a
/// connection of its own.
final class Health {
  private final SortedMap<String, Callable<String>> needs;

  /// @param needs by name, what asks it: returns what was seen, throws when it does not answer
  Health(Map<String, Callable<String>> needs) {
    this.needs = new TreeMap<>(needs);
  }

  /// @param json `{"status":"ok","checks":{"postgres":"…","redis":"…"}}`
  record Report(boolean good, String json) {}

  Report report() {
    SortedMap<String, Future<String>> asked = new TreeMap<>();
    boolean good = true;
    StringBuilder checks = new StringBuilder();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      needs.forEach((name, need) -> asked.put(name, threads.submit(need)));
      for (Map.Entry<String, Future<String>> entry : asked.entrySet()) {
        String seen;
        try {
          seen = entry.getValue().get();
        } catch (ExecutionException e) {
          good = false;
          seen = "fails: " + e.getCause().getMessage();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          good = false;
          seen = "interrupted";
        }
        checks
            .append(checks.isEmpty() ? "" : ",")
            .append(quoted(entry.getKey()))
            .append(':')
            .append(quoted(seen));
      }
    }
    return new Report(
        good,
        "{\"status\":" + quoted(good ? "ok" : "unavailable") + ",\"checks\":{" + checks + "}}");
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        default -> quoted.append(c < ' ' ? ' ' : c);
      }
    }
    return quoted.append('"').toString();
  }
}
