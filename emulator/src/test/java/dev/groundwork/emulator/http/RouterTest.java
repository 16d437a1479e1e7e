package dev.groundwork.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterTest {
  private final Router<String> router = new Router<>();

  private String find(String verb, String path) {
    return router
        .find(verb, List.of(path.split("/", -1)))
        .map(f -> f.target() + " " + f.parameters())
        .orElse("nothing");
  }

  @Test
  void a_parameter_stands_for_one_segment() {
    router.add("GET", "v1/projects/{project}/secrets/{name}", "secret");
    assertThat(find("GET", "v1/projects/p/secrets/s")).isEqualTo("secret {project=p, name=s}");
    assertThat(find("GET", "v1/projects/p/secrets/s/t")).isEqualTo("nothing");
    assertThat(find("GET", "v1/projects/p/secrets/")).isEqualTo("nothing");
    assertThat(find("POST", "v1/projects/p/secrets/s")).isEqualTo("nothing");
  }

  @Test
  void fixed_text_wins_over_a_parameter() {
    router.add("GET", "b/{name}", "one");
    router.add("GET", "b/all", "all");
    assertThat(find("GET", "b/all")).isEqualTo("all {}");
    assertThat(find("GET", "b/a")).isEqualTo("one {name=a}");
  }

  @Test
  void a_wrong_turn_is_taken_back() {
    router.add("GET", "b/all/x", "all");
    router.add("GET", "b/{name}/y", "one");
    assertThat(find("GET", "b/all/y")).isEqualTo("one {name=all}");
  }

  @Test
  void a_custom_verb_is_no_part_of_the_name() {
    router.add("POST", "s/{name}", "set");
    router.add("POST", "s/{name}:access", "access");
    assertThat(find("POST", "s/a:access")).isEqualTo("access {name=a}");
    assertThat(find("POST", "s/a:b")).isEqualTo("set {name=a:b}");
  }

  @Test
  void a_plus_parameter_stands_for_several_segments() {
    router.add("GET", "o/{+name}", "object");
    router.add("GET", "o/{+name}/acl", "acl");
    assertThat(find("GET", "o/a/b/c")).isEqualTo("object {name=a/b/c}");
    assertThat(find("GET", "o/a/b/acl")).isEqualTo("acl {name=a/b}");
  }

  @Test
  void of_two_equal_templates_the_later_wins() {
    router.add("GET", "a/{x}", "first");
    router.add("GET", "a/{y}", "second");
    assertThat(find("GET", "a/1")).isEqualTo("second {y=1}");
  }

  @Test
  void a_percent_encoded_slash_is_no_separator() {
    Request request = new Request("GET", "h", "/b/x%2Fy/o", Map.of(), Map.of(), Payload.NONE);
    assertThat(request.segments()).containsExactly("b", "x/y", "o");
  }
}
