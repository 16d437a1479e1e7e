package dev.groundwork.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void any_value_comes_back_as_it_was(long seed) throws Json.Malformed {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      Value value = any(random, 4);
      assertThat(Json.parse(Json.write(value))).as("seed %d", seed).isEqualTo(value);
      assertThat(Json.parse(Json.pretty(value))).as("seed %d", seed).isEqualTo(value);
    }
  }

  private static Value any(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> new Value.Null();
      case 1 -> Value.of(random.nextBoolean());
      case 2 -> Value.of(random.nextLong());
      case 3 ->
          new Value.Num(java.math.BigDecimal.valueOf(random.nextInt(), random.nextInt(12) - 4));
      case 4 ->
          Value.of(
              random
                  .ints(random.nextInt(8), 0x20, 0x2ff)
                  .mapToObj(Character::toString)
                  .reduce("\"\\\n", String::concat));
      case 5 -> Value.list(any(random, depth - 1), any(random, depth - 1));
      default -> Value.fields().with("a", any(random, depth - 1)).with("b", any(random, depth - 1));
    };
  }

  @Test
  void canonical_text_does_not_depend_on_the_order_of_fields() {
    Value.Fields one = Value.fields().with("b", 1).with("a.d", 2).with("a.c", 3);
    Value.Fields other = Value.fields().with("a.c", 3).with("a.d", 2).with("b", 1);

    assertThat(Json.canonical(one))
        .isEqualTo(Json.canonical(other))
        .isEqualTo("{\"a\":{\"c\":3,\"d\":2},\"b\":1}");
    assertThat(Json.write(one)).isEqualTo("{\"b\":1,\"a\":{\"d\":2,\"c\":3}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"a\":}", "[1,]", "nul", "{} {}", "{'a':1}"})
  void text_that_is_not_one_json_value_is_malformed(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(Json.Malformed.class);
  }

  @Test
  void a_complaint_tells_the_place_and_never_the_text() {
    assertThatThrownBy(() -> Json.parse("{\"password\":\n hunter2}"))
        .isInstanceOf(Json.Malformed.class)
        .hasMessageContaining("line 2")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void what_is_known_only_later_is_not_plain_json() {
    Value.Secret secret = new Value.Secret(new Address("secretmanager.Secret", "db"));

    assertThatThrownBy(() -> Json.write(Value.list(secret)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void only_an_object_is_fields() {
    assertThatThrownBy(() -> Json.parseFields("[]")).isInstanceOf(Json.Malformed.class);
  }
}
