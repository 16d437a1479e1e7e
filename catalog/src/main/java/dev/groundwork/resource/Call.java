package dev.groundwork.resource;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;

/// One REST call of a type: verb, path template, query, and how the resource stands in the body.
///
/// Templates hold parameters in braces; each stands for one path segment, `{+x}` for several,
/// `{x?}` for one that may be missing. Parameters come from `Resource.path`; `{projectNumber}` is
/// the number that Google gave the project.
///
/// @param verb the HTTP verb
/// @param path template without leading slash, `v1/projects/{project}/secrets/{name}`
/// @param query templates of the query's values, by name
/// @param body how the resource stands in the body
/// @param fixed body fields that the call adds, as templates: `accountId` → `{name}`
/// @param mask where the names of the changed fields go
/// @param fingerprint body field that must carry the fingerprint last read; empty for none
/// @param only the body fields that this call sends; empty for all
public record Call(
    Verb verb,
    String path,
    Map<String, String> query,
    Body body,
    Map<String, String> fixed,
    Mask mask,
    Optional<String> fingerprint,
    Set<String> only) {
  public Call {
    query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
    fixed = Collections.unmodifiableMap(new LinkedHashMap<>(fixed));
    only = Collections.unmodifiableSet(new TreeSet<>(only));
  }

  /// The HTTP verb.
  public enum Verb {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE
  }

  /// How the resource stands in the request's body.
  public sealed interface Body {
    /// No body.
    record None() implements Body {}

    /// The resource is the body.
    record Whole() implements Body {}

    /// The resource is one field of the body.
    record Wrapped(String field) implements Body {}
  }

  /// Where an update names the fields it changes.
  public sealed interface Mask {
    /// Nowhere: fields present are changed, or the whole is replaced when the verb is PUT.
    record None() implements Mask {}

    /// In a query parameter, comma-separated.
    record InQuery(String parameter) implements Mask {}

    /// In a body field beside the wrapped resource, comma-separated.
    record InBody(String field) implements Mask {}
  }

  public static Call get(String template) {
    return call(Verb.GET, template, new Body.None());
  }

  public static Call delete(String template) {
    return call(Verb.DELETE, template, new Body.None());
  }

  /// The resource is the body.
  public static Call post(String template) {
    return call(Verb.POST, template, new Body.Whole());
  }

  /// The resource is the body, and the whole of it.
  public static Call put(String template) {
    return call(Verb.PUT, template, new Body.Whole());
  }

  /// The changed fields are the body.
  public static Call patch(String template) {
    return call(Verb.PATCH, template, new Body.Whole());
  }

  private static Call call(Verb verb, String template, Body body) {
    Map<String, String> query = new LinkedHashMap<>();
    int mark = template.indexOf('?');
    if (mark >= 0) {
      for (String pair : template.substring(mark + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        query.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    String path = mark < 0 ? template : template.substring(0, mark);
    return new Call(verb, path, query, body, Map.of(), new Mask.None(), Optional.empty(), Set.of());
  }

  /// The resource is the body's field `field`.
  public Call wrappedIn(String field) {
    return new Call(verb, path, query, new Body.Wrapped(field), fixed, mask, fingerprint, only);
  }

  /// The resource is not sent; the body holds `fixed` fields alone.
  public Call withoutResource() {
    return new Call(verb, path, query, new Body.None(), fixed, mask, fingerprint, only);
  }

  /// The body also has this field (dotted: objects on the way are made), made from a template.
  public Call with(String field, String template) {
    Map<String, String> more = new LinkedHashMap<>(fixed);
    more.put(field, template);
    return new Call(verb, path, query, body, more, mask, fingerprint, only);
  }

  public Call maskedInQuery(String parameter) {
    return new Call(verb, path, query, body, fixed, new Mask.InQuery(parameter), fingerprint, only);
  }

  public Call maskedInBody(String field) {
    return new Call(verb, path, query, body, fixed, new Mask.InBody(field), fingerprint, only);
  }

  /// The call must carry the fingerprint or etag last read, in this body field.
  public Call guardedBy(String field) {
    return new Call(verb, path, query, body, fixed, mask, Optional.of(field), only);
  }

  /// Only these fields of the resource are sent.
  public Call sendingOnly(String... fields) {
    return new Call(verb, path, query, body, fixed, mask, fingerprint, Set.of(fields));
  }

  /// The names of the parameters in the path, in order, each once.
  public List<String> parameters() {
    return Templates.parameters(path);
  }

  /// The names of all parameters that must be given, in path, query and fixed fields, each once; in
  /// place of `projectNumber`, which the caller learns from the project, `project`.
  public List<String> needs() {
    SequencedSet<String> names = new LinkedHashSet<>(Templates.parameters(path));
    query.values().forEach(template -> names.addAll(Templates.parameters(template)));
    fixed.values().forEach(template -> names.addAll(Templates.parameters(template)));
    if (names.remove("projectNumber")) {
      names.addFirst("project");
    }
    return List.copyOf(names);
  }

  /// Path and query with parameters filled in and percent-encoded, without leading slash:
  /// `v1/projects/p/secrets?secretId=s`. A query value that is only an optional parameter, which is
  /// not given, is left out.
  ///
  /// @throws IllegalArgumentException when a parameter has no value
  public String uri(Map<String, String> parameters) {
    StringBuilder uri = new StringBuilder(Templates.fillEncoded(path, parameters));
    String separator = "?";
    for (Map.Entry<String, String> pair : query.entrySet()) {
      String value = Templates.fill(pair.getValue(), parameters);
      if (!value.isEmpty()) {
        uri.append(separator)
            .append(pair.getKey())
            .append('=')
            .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        separator = "&";
      }
    }
    return uri.toString();
  }
}
