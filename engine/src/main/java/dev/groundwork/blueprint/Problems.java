package dev.groundwork.blueprint;

import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.diagnostic.Suggestion;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Collects mistakes while reading goes on, each once.
final class Problems {
  /// More names than this help nobody.
  private static final int LONGEST_LIST = 16;

  private final SortedSet<Diagnostic> found = new TreeSet<>();

  void error(Code code, Place place, String message, String fix) {
    found.add(Diagnostic.error(code, place, message, fix));
  }

  void add(Diagnostic diagnostic) {
    found.add(diagnostic);
  }

  boolean any() {
    return found.stream().anyMatch(Diagnostic::isError);
  }

  List<Diagnostic> all() {
    return List.copyOf(found);
  }

  /// `did you mean x?`, or else what there is to choose from, unless that is too much.
  static String choice(String word, Collection<String> known) {
    return Suggestion.nearest(word, known)
        .map(near -> "did you mean `" + near + "`?")
        .orElseGet(() ->
            known.isEmpty() || known.size() > LONGEST_LIST
                ? ""
                : "choose one of " + listed(known) + ".");
  }

  /// `did you mean x?`, or nothing.
  static String nearest(String word, Collection<String> known) {
    return Suggestion.nearest(word, known).map(near -> "did you mean `" + near + "`?").orElse("");
  }

  /// The word with its article: `a bucket`, `an identity`.
  static String a(Object word) {
    String text = word.toString();
    return ("aeiou".indexOf(text.charAt(0)) >= 0 ? "an " : "a ") + text;
  }

  /// Names for a sentence: `a`, `b`, `c`.
  static String listed(Collection<String> names) {
    return String.join(", ", names.stream().map(name -> "`" + name + "`").toList());
  }
}
