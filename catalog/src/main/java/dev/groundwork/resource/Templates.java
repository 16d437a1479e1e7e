package dev.groundwork.resource;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Path templates: filled with parameters, and matched against paths to find them.
public final class Templates {
  private static final Pattern PARAMETER = Pattern.compile("\\{\\+?([A-Za-z]\\w*)\\??}");

  private static final Pattern HOST = Pattern.compile("^(?:https?:)?//[^/]+/");
  private static final Pattern VERSION =
      Pattern.compile(
          "^(?!(?:projects|folders|organizations|b)/)(?:[a-z]+/)?(?:v\\d+(?:(?:alpha|beta)\\d*)?|alpha|beta)/");

  /// Templates are of the catalog and few, and filled again and again.
  private static final ConcurrentMap<String, Parsed> PARSED = new ConcurrentHashMap<>();

  private static final ConcurrentMap<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  private Templates() {}

  /// A template taken apart.
  ///
  /// @param end the text after the last parameter
  private record Parsed(List<Part> parts, String end) {
    static Parsed of(String template) {
      List<Part> parts = new ArrayList<>();
      Matcher matcher = PARAMETER.matcher(template);
      int end = 0;
      while (matcher.find()) {
        parts.add(
            new Part(
                template.substring(end, matcher.start()),
                matcher.group(1),
                matcher.group().endsWith("?}"),
                matcher.group().startsWith("{+")));
        end = matcher.end();
      }
      return new Parsed(List.copyOf(parts), template.substring(end));
    }
  }

  /// One parameter.
  ///
  /// @param before the text between it and the one before
  private record Part(String before, String name, boolean isOptional, boolean keepsSlashes) {}

  private static Parsed parsed(String template) {
    return PARSED.computeIfAbsent(template, Parsed::of);
  }

  /// The names of the parameters that must be given, in order, each once.
  static List<String> parameters(String template) {
    return parsed(template).parts().stream()
        .filter(part -> !part.isOptional())
        .map(Part::name)
        .distinct()
        .toList();
  }

  /// The template with every parameter replaced, values as they are.
  ///
  /// @throws IllegalArgumentException when a parameter has no value
  public static String fill(String template, Map<String, String> parameters) {
    return fill(template, parameters, Function.identity());
  }

  /// The template with every parameter replaced and percent-encoded as a path segment; `{+x}` keeps
  /// its slashes.
  public static String fillEncoded(String template, Map<String, String> parameters) {
    return fill(template, parameters, Templates::encode);
  }

  private static String fill(
      String template, Map<String, String> parameters, Function<String, String> encode) {
    Parsed parsed = parsed(template);
    StringBuilder out = new StringBuilder();
    for (Part part : parsed.parts()) {
      String value = parameters.get(part.name());
      if (value == null && part.isOptional()) {
        value = "";
      }
      if (value == null) {
        throw new IllegalArgumentException("no value for {" + part.name() + "} in " + template);
      }
      String text = encode.apply(value);
      out.append(part.before()).append(part.keepsSlashes() ? text.replace("%2F", "/") : text);
    }
    return out.append(parsed.end()).toString();
  }

  /// One percent-encoded path segment; `:`, `@` and `*` stay, as Google's clients write them.
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("%3A", ":")
        .replace("%40", "@")
        .replace("*", "%2A");
  }

  /// The parameters of a decoded path, when it fits the template. A parameter that stands twice
  /// must have one value.
  public static Optional<Map<String, String>> match(String template, String path) {
    Matcher found = PATTERNS.computeIfAbsent(template, Templates::pattern).matcher(path);
    if (!found.matches()) {
      return Optional.empty();
    }
    List<String> names = parsed(template).parts().stream().map(Part::name).distinct().toList();
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      parameters.put(names.get(i), found.group(i + 1));
    }
    return Optional.of(parameters);
  }

  private static Pattern pattern(String template) {
    StringBuilder pattern = new StringBuilder();
    List<String> names = new ArrayList<>();
    for (Part part : parsed(template).parts()) {
      pattern.append(Pattern.quote(part.before()));
      int before = names.indexOf(part.name());
      if (before >= 0) {
        pattern.append("\\").append(before + 1);
      } else {
        pattern.append(part.keepsSlashes() ? "(.+)" : "([^/]+?)");
        names.add(part.name());
      }
    }
    return Pattern.compile(pattern.append(Pattern.quote(parsed(template).end())).toString());
  }

  /// A full link, a path with its version or a relative name as a relative name:
  /// `projects/p/global/networks/n`.
  public static String relativeName(String link) {
    return VERSION.matcher(HOST.matcher(link).replaceFirst("")).replaceFirst("");
  }
}
