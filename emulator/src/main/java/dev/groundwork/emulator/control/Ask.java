package dev.groundwork.emulator.control;

import dev.groundwork.emulator.http.Request;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value.Fields;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One request, as the handler of its route sees it.
///
/// @param request as it came
/// @param path the parameters of the route's template
/// @param body the JSON object; empty when there is none
public record Ask(Request request, Map<String, String> path, Fields body) {
  public Ask {
    path = Collections.unmodifiableSortedMap(new TreeMap<>(path));
  }

  /// @throws Refused when the body is not a JSON object
  static Ask of(Request request, Map<String, String> path) {
    String type = request.header("content-type").orElse("application/json");
    // what is uploaded may be JSON too; it is its handler's to read
    boolean upload = request.path().startsWith("/upload/");
    if (!request.hasBody() || upload || !type.contains("json")) {
      return new Ask(request, path, Fields.EMPTY);
    }
    try {
      return new Ask(request, path, Json.parseFields(request.body().text()));
    } catch (Json.Malformed e) {
      throw Refusal.invalid("Invalid JSON payload received. " + e.getMessage() + ".")
          .withReason("parseError")
          .asException();
    }
  }

  /// A parameter of the path that the template has.
  ///
  /// @throws IllegalArgumentException when it has none of that name: a bug
  public String path(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no parameter " + name + " in " + path.keySet());
    }
    return value;
  }

  public Optional<String> query(String name) {
    return request.query(name);
  }

  /// As `query`, where absent and empty say the same.
  public String queryOr(String name, String otherwise) {
    return request.query(name).filter(v -> !v.isEmpty()).orElse(otherwise);
  }

  public String host() {
    return request.host();
  }

  /// The API's version as the path has it, `v1`, `v1beta4`, `beta`; empty when the path has none.
  public String version() {
    return request.segments().stream()
        .filter(s -> s.matches("v\\d\\w*|alpha|beta"))
        .findFirst()
        .orElse("");
  }

  public Ask withPath(Map<String, String> other) {
    return new Ask(request, other, body);
  }

  public Ask withBody(Fields other) {
    return new Ask(request, path, other);
  }
}
