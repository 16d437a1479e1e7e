package dev.groundwork.emulator.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One request to a Google API.
///
/// @param verb GET, POST, PUT, PATCH, DELETE, HEAD …, in capitals
/// @param host the API it is for, `compute.googleapis.com`; empty when it is for none
/// @param path percent-encoded, with its leading slash, without the API's host
/// @param query the decoded parameters in their order, each with all its values
/// @param headers by lower-case name, the first value of each
/// @param body unpacked; empty when there is none
public record Request(
    String verb,
    String host,
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    Payload body) {
  public Request {
    query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
    headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
  }

  /// The path's segments, decoded one by one: `%2F` inside a segment is no separator.
  public List<String> segments() {
    String inner = path.startsWith("/") ? path.substring(1) : path;
    return Arrays.stream(inner.split("/", -1)).map(Request::decode).toList();
  }

  /// The first value of a query parameter.
  public Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name)).map(List::getFirst);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  public boolean hasBody() {
    return body.size() > 0;
  }

  /// The same request, to another host and path.
  public Request at(String newHost, String newPath) {
    return new Request(verb, newHost, newPath, query, headers, body);
  }

  static String decode(String segment) {
    if (segment.indexOf('%') < 0) {
      return segment;
    }
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // a stray percent sign stands for itself
      return segment;
    }
  }

  /// Without headers and body, which may hold tokens and secrets.
  @Override
  public String toString() {
    return verb + " " + host + path;
  }
}
