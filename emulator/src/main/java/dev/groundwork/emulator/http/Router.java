package dev.groundwork.emulator.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Finds what answers a verb and path. Templates are those of the catalog:
/// `v1/projects/{project}/secrets/{name}:addVersion`, where `{x}` stands for one segment, or for
/// what stands before a custom verb or other fixed text in it, and `{+x}` for one or more segments
/// at the end. Fixed text wins over a parameter; of two equal templates the later one wins.
public final class Router<T> {
  private final Node<T> root = new Node<>();

  private static final class Node<T> {
    final Map<String, Node<T>> fixed = new TreeMap<>();
    final List<Pattern<T>> patterns = new ArrayList<>();
    final Map<String, End<T>> ends = new TreeMap<>();
  }

  /// A segment with a parameter in it: text before, text after, and what follows.
  private record Pattern<T>(String before, String after, boolean many, Node<T> next) {
    Optional<String> value(String segment) {
      boolean fits =
          segment.length() > before.length() + after.length()
              && segment.startsWith(before)
              && segment.endsWith(after);
      return fits
          ? Optional.of(segment.substring(before.length(), segment.length() - after.length()))
          : Optional.empty();
    }
  }

  /// A template's end: its parameters' names in order.
  private record End<T>(List<String> names, T target) {}

  /// What was found.
  public record Found<T>(T target, Map<String, String> parameters) {}

  /// Two parameters in one segment (`{name}@{project}.x`) are not split: the service reads such a
  /// segment itself.
  public void add(String verb, String template, T target) {
    List<String> names = new ArrayList<>();
    Node<T> node = root;
    for (String segment : template.split("/", -1)) {
      int open = segment.indexOf('{');
      int close = segment.lastIndexOf('}');
      if (open < 0) {
        node = node.fixed.computeIfAbsent(segment, _ -> new Node<>());
      } else {
        boolean many = segment.startsWith("{+");
        String name = segment.substring(open + (many ? 2 : 1), close);
        names.add(name);
        node = child(node, segment.substring(0, open), segment.substring(close + 1), many);
      }
    }
    node.ends.put(verb, new End<>(List.copyOf(names), target));
  }

  private static <T> Node<T> child(Node<T> node, String before, String after, boolean many) {
    for (Pattern<T> pattern : node.patterns) {
      if (pattern.before().equals(before)
          && pattern.after().equals(after)
          && pattern.many() == many) {
        return pattern.next();
      }
    }
    Pattern<T> made = new Pattern<>(before, after, many, new Node<>());
    node.patterns.add(made);
    // the more fixed text, the earlier it is tried; several segments last
    node.patterns.sort((a, b) ->
        a.many() != b.many()
            ? Boolean.compare(a.many(), b.many())
            : Integer.compare(
                b.before().length() + b.after().length(),
                a.before().length() + a.after().length()));
    return made.next();
  }

  public Optional<Found<T>> find(String verb, List<String> segments) {
    return find(root, verb, segments, 0, new ArrayList<>());
  }

  private Optional<Found<T>> find(
      Node<T> node, String verb, List<String> segments, int at, List<String> values) {
    if (at == segments.size()) {
      End<T> end = node.ends.get(verb);
      if (end == null) {
        return Optional.empty();
      }
      Map<String, String> parameters = new LinkedHashMap<>();
      for (int i = 0; i < values.size(); i++) {
        parameters.put(end.names().get(i), values.get(i));
      }
      return Optional.of(new Found<>(end.target(), parameters));
    }
    String segment = segments.get(at);
    Node<T> same = node.fixed.get(segment);
    if (same != null) {
      Optional<Found<T>> found = find(same, verb, segments, at + 1, values);
      if (found.isPresent()) {
        return found;
      }
    }
    for (Pattern<T> pattern : node.patterns) {
      Optional<Found<T>> found =
          pattern.many()
              ? many(pattern, verb, segments, at, values)
              : one(pattern, verb, segments, at, values);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Found<T>> one(
      Pattern<T> pattern, String verb, List<String> segments, int at, List<String> values) {
    Optional<String> value = pattern.value(segments.get(at));
    if (value.isEmpty()) {
      return Optional.empty();
    }
    List<String> more = new ArrayList<>(values);
    more.add(value.get());
    return find(pattern.next(), verb, segments, at + 1, more);
  }

  private Optional<Found<T>> many(
      Pattern<T> pattern, String verb, List<String> segments, int at, List<String> values) {
    for (int end = at + 1; end <= segments.size(); end++) {
      Optional<String> value = pattern.value(String.join("/", segments.subList(at, end)));
      if (value.isPresent()) {
        List<String> more = new ArrayList<>(values);
        more.add(value.get());
        Optional<Found<T>> found = find(pattern.next(), verb, segments, end, more);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }
}
