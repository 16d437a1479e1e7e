package dev.groundwork.emulator.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value.Fields;
import org.junit.jupiter.api.Test;

class FilterTest {
  private static final Fields NETWORK = fields();

  private static Fields fields() {
    try {
      return Json.parseFields(
          "{\"name\": \"web-1\", \"mtu\": 1460, \"auto\": false, \"state\": \"ACTIVE\", \"labels\": {\"env\": \"prod\", \"a.b\": \"c\"}, \"tags\": [\"x\", \"y\"], \"network\": \"https://h/networks/vpc\"}");
    } catch (Json.Malformed e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean accepts(String filter) {
    return Filter.parse(filter).accepts(NETWORK);
  }

  @Test
  void equality_is_of_the_whole_text() {
    assertThat(accepts("name = web-1")).isTrue();
    assertThat(accepts("name=web")).isFalse();
    assertThat(accepts("name=\"web-*\"")).isTrue();
    assertThat(accepts("name != web-1")).isFalse();
    assertThat(accepts("auto=false")).isTrue();
  }

  @Test
  void has_looks_inside() {
    assertThat(accepts("network:vpc")).isTrue();
    assertThat(accepts("labels:env")).isTrue();
    assertThat(accepts("labels:zone")).isFalse();
    assertThat(accepts("labels.env:*")).isTrue();
    assertThat(accepts("tags:y")).isTrue();
  }

  @Test
  void labels_may_have_dots_in_their_names() {
    assertThat(accepts("labels.a.b=c")).isTrue();
    assertThat(accepts("labels.a.b=d")).isFalse();
  }

  @Test
  void computes_older_words_are_patterns() {
    assertThat(accepts("name eq web-.*")).isTrue();
    assertThat(accepts("(name ne \"web-.*\")")).isFalse();
  }

  @Test
  void numbers_compare_as_numbers() {
    assertThat(accepts("mtu > 900")).isTrue();
    assertThat(accepts("mtu <= 1459")).isFalse();
  }

  @Test
  void and_binds_tighter_than_or_and_may_be_left_out() {
    assertThat(accepts("name=x OR state=ACTIVE AND mtu=1460")).isTrue();
    assertThat(accepts("(name=x OR state=ACTIVE) mtu=1")).isFalse();
    assertThat(accepts("NOT name=x")).isTrue();
    assertThat(accepts("state:ACTIVE labels.env=prod")).isTrue();
  }

  @Test
  void a_bare_word_is_sought_everywhere() {
    assertThat(accepts("prod")).isTrue();
    assertThat(accepts("absent")).isFalse();
  }

  @Test
  void what_is_no_filter_is_refused() {
    assertThatThrownBy(() -> Filter.parse("name =")).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> Filter.parse("(name=a")).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> Filter.parse("name eq [")).isInstanceOf(Refused.class);
  }
}
