package dev.groundwork.resource;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Path templates: filled with parameters, and matched against paths to find them.
public final class Templates {
  static final Pattern PARAMETER = Pattern.compile("\\{\\+?([A-Za-z]\\w*)\\??}");

  private static final Pattern HOST = Pattern.compile("^(?:https?:)?//[^/]+/");
  private static final Pattern VERSION =
      Pattern.compile(
          "^(?!(?:projects|folders|organizations|b)/)(?:[a-z]+/)?(?:v\\d+(?:(?:alpha|beta)\\d*)?|alpha|beta)/");

  private Templates() {}

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
    Matcher matcher = PARAMETER.matcher(template);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      String value = parameters.get(matcher.group(1));
      if (value == null && matcher.group().endsWith("?}")) {
        value = "";
      }
      if (value == null) {
        throw new IllegalArgumentException(
            "no value for {" + matcher.group(1) + "} in " + template);
      }
      String text =
          matcher.group().startsWith("{+")
              ? encode.apply(value).replace("%2F", "/")
              : encode.apply(value);
      matcher.appendReplacement(out, Matcher.quoteReplacement(text));
    }
    return matcher.appendTail(out).toString();
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
    StringBuilder pattern = new StringBuilder();
    Matcher matcher = PARAMETER.matcher(template);
    int end = 0;
    java.util.List<String> names = new java.util.ArrayList<>();
    while (matcher.find()) {
      pattern.append(Pattern.quote(template.substring(end, matcher.start())));
      int before = names.indexOf(matcher.group(1));
      if (before >= 0) {
        pattern.append("\\").append(before + 1);
      } else {
        pattern.append(matcher.group().startsWith("{+") ? "(.+)" : "([^/]+?)");
        names.add(matcher.group(1));
      }
      end = matcher.end();
    }
    pattern.append(Pattern.quote(template.substring(end)));
    Matcher found = Pattern.compile(pattern.toString()).matcher(path);
    if (!found.matches()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      parameters.put(names.get(i), found.group(i + 1));
    }
    return Optional.of(parameters);
  }

  /// A full link, a path with its version or a relative name as a relative name:
  /// `projects/p/global/networks/n`.
  public static String relativeName(String link) {
    return VERSION.matcher(HOST.matcher(link).replaceFirst("")).replaceFirst("");
  }
}
