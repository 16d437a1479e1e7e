package dev.groundwork.component;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RangeTest {
  @Test
  void text_that_is_no_range() {
    assertThat(Range.parse("10.0.0.0")).isEmpty();
    assertThat(Range.parse("10.0.0.256/8")).isEmpty();
    assertThat(Range.parse("10.0.0.0/33")).isEmpty();
    assertThat(Range.parse("fd00::/8")).isEmpty();
  }

  @Test
  void a_range_is_written_as_it_was_read() {
    assertThat(Range.of("10.60.0.0/16")).hasToString("10.60.0.0/16");
    assertThat(Range.of("0.0.0.0/0")).hasToString("0.0.0.0/0");
  }

  @Test
  void an_address_inside_the_range_is_misplaced() {
    assertThat(Range.of("10.60.1.0/16").misplaced()).isTrue();
    assertThat(Range.of("10.60.1.0/16").placed()).isEqualTo(Range.of("10.60.0.0/16"));
    assertThat(Range.of("10.60.0.0/16").misplaced()).isFalse();
  }

  @Test
  void ranges_overlap_when_they_share_an_address() {
    assertThat(Range.of("10.0.0.0/8").overlaps(Range.of("10.255.255.255/32"))).isTrue();
    assertThat(Range.of("10.0.0.0/25").overlaps(Range.of("10.0.0.128/25"))).isFalse();
  }
}
