package dev.groundwork.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DiagnosticTest {
  @Test
  void is_shown_with_its_place_its_code_and_what_to_do() {
    Diagnostic diagnostic =
        Diagnostic.error(
            Code.UNKNOWN_FIELD,
            new Place("blueprint.yaml", 4, 7),
            "There is no field teir.",
            "did you mean tier?");

    assertThat(diagnostic.render())
        .isEqualTo(
            "blueprint.yaml:4:7: There is no field teir. [GW102]\n  fix: did you mean tier?");
    assertThat(Diagnostic.warning(Code.QUOTA, Place.of("plan"), "Near the limit.", "").render())
        .isEqualTo("plan: warning: Near the limit. [GW305]");
  }

  @Test
  void diagnostics_stand_in_the_order_of_the_text() {
    Diagnostic first = Diagnostic.error(Code.SYNTAX, new Place("a.yaml", 2, 9), "m", "");
    Diagnostic second = Diagnostic.error(Code.SYNTAX, new Place("a.yaml", 10, 1), "m", "");
    Diagnostic third = Diagnostic.error(Code.SYNTAX, new Place("b.yaml", 1, 1), "m", "");

    assertThat(Stream.of(third, second, first).sorted()).isEqualTo(List.of(first, second, third));
  }

  @Test
  void no_two_codes_have_one_number() {
    assertThat(Arrays.stream(Code.values()).map(Code::id))
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("GW\\d{3}"));
  }
}
