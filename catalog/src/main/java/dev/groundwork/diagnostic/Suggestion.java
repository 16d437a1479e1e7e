package dev.groundwork.diagnostic;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Guesses what a user meant by a word that is not known.
public final class Suggestion {
  private Suggestion() {}

  /// The known word nearest to `word`, when near enough to be meant: at most a third of its letters
  /// differ. Ties go to the first in the order given.
  public static Optional<String> nearest(String word, Collection<String> known) {
    String lower = word.toLowerCase(Locale.ROOT);
    int allowed = Math.max(1, word.length() / 3);
    Optional<String> best = Optional.empty();
    for (String candidate : known) {
      int distance = distance(lower, candidate.toLowerCase(Locale.ROOT));
      if (distance <= allowed
          && (best.isEmpty() || distance < distance(lower, best.get().toLowerCase(Locale.ROOT)))) {
        best = Optional.of(candidate);
      }
    }
    return best;
  }

  /// Optimal string alignment distance: insertions, deletions, substitutions and swaps of
  /// neighbours.
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + cost);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
