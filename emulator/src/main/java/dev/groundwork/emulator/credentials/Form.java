package dev.groundwork.emulator.credentials;

import dev.groundwork.emulator.control.Ask;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a client sends to a token endpoint: a form, a JSON object or query parameters.
record Form(SortedMap<String, String> fields) {
  static Form of(Ask ask) {
    SortedMap<String, String> fields = new TreeMap<>();
    ask.request().query().forEach((name, values) -> fields.put(name, values.getFirst()));
    for (String name : ask.body().values().keySet()) {
      ask.body().text(name).ifPresent(text -> fields.put(name, text));
    }
    if (ask.request().header("content-type").orElse("").contains("form")) {
      fields.putAll(parse(ask.request().body().text()));
    }
    return new Form(fields);
  }

  private static Map<String, String> parse(String text) {
    Map<String, String> fields = new TreeMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        fields.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(fields.get(name)).filter(v -> !v.isEmpty());
  }

  /// The fields may hold secrets.
  @Override
  public String toString() {
    return "Form" + fields.keySet();
  }
}
