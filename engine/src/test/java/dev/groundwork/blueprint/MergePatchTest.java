package dev.groundwork.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The examples of RFC 7396, appendix A, and the places of what is merged.
class MergePatchTest {

  private static Node node(String yaml) {
    return YamlText.parse("t", yaml, new Problems()).orElseThrow();
  }

  private static String json(Node node) {
    return Json.write(value(node));
  }

  private static Value value(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> Scalars.value(scalar);
      case Node.Sequence(_, var items) ->
          new Value.Items(items.stream().map(MergePatchTest::value).toList());
      case Node.Mapping(_, var entries) -> {
        Map<String, Value> fields = new LinkedHashMap<>();
        entries.forEach((key, entry) -> fields.put(key, value(entry.value())));
        yield new Value.Fields(fields);
      }
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"a\":\"b\"}                 | {\"a\":\"c\"}                       | {\"a\":\"c\"}",
        "{\"a\":\"b\"}                 | {\"b\":\"c\"}                       | {\"a\":\"b\",\"b\":\"c\"}",
        "{\"a\":\"b\"}                 | {\"a\":null}                        | {}",
        "{\"a\":\"b\",\"b\":\"c\"}     | {\"a\":null}                        | {\"b\":\"c\"}",
        "{\"a\":[\"b\"]}               | {\"a\":\"c\"}                       | {\"a\":\"c\"}",
        "{\"a\":\"c\"}                 | {\"a\":[\"b\"]}                     | {\"a\":[\"b\"]}",
        "{\"a\":{\"b\":\"c\"}}         | {\"a\":{\"b\":\"d\",\"c\":null}}    | {\"a\":{\"b\":\"d\"}}",
        "{\"a\":[{\"b\":\"c\"}]}       | {\"a\":[1]}                         | {\"a\":[1]}",
        "[\"a\",\"b\"]                 | [\"c\",\"d\"]                       | [\"c\",\"d\"]",
        "{\"a\":\"b\"}                 | [\"c\"]                             | [\"c\"]",
        "{\"a\":\"foo\"}               | \"bar\"                             | \"bar\"",
        "{\"e\":null}                  | {\"a\":1}                           | {\"e\":null,\"a\":1}",
        "[1,2]                         | {\"a\":\"b\",\"c\":null}            | {\"a\":\"b\"}",
        "{}                            | {\"a\":{\"bb\":{\"ccc\":null}}}     | {\"a\":{\"bb\":{}}}",
      })
  void the_examples_of_the_rfc(String document, String patch, String result) {
    assertThat(json(MergePatch.apply(node(document), node(patch)))).isEqualTo(result);
  }

  @Test
  void a_value_keeps_the_place_where_it_was_written() {
    Node merged = MergePatch.apply(node("a: 1\nb: 2\n"), node("# patch\n\nb: 3\n"));
    Node.Mapping map = (Node.Mapping) merged;
    assertThat(map.get("a").orElseThrow().place().line()).isEqualTo(1);
    assertThat(map.get("b").orElseThrow().place().line()).isEqualTo(3);
  }
}
