package dev.groundwork.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  private static final List<String> KNOWN =
      List.of("network", "postgres", "secret", "project", "identity", "bucket");

  @Test
  void a_slip_is_forgiven() {
    assertThat(Suggestion.nearest("netwrok", KNOWN)).contains("network");
    assertThat(Suggestion.nearest("postgress", KNOWN)).contains("postgres");
    assertThat(Suggestion.nearest("Bucket", KNOWN)).contains("bucket");
    assertThat(Suggestion.nearest("projct", KNOWN)).contains("project");
  }

  @Test
  void another_word_is_not_guessed() {
    assertThat(Suggestion.nearest("cluster", KNOWN)).isEmpty();
    assertThat(Suggestion.nearest("x", List.of())).isEmpty();
  }

  @Test
  void the_nearest_wins_and_of_equals_the_first() {
    assertThat(Suggestion.nearest("tier", List.of("timer", "tiers", "tier2"))).contains("timer");
    assertThat(Suggestion.nearest("tiers", List.of("timer", "tier"))).contains("tier");
  }

  @Test
  void neighbours_swapped_are_one_slip() {
    assertThat(Suggestion.distance("ab", "ba")).isEqualTo(1);
    assertThat(Suggestion.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Suggestion.distance("", "abc")).isEqualTo(3);
  }
}
