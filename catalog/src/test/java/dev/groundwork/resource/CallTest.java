package dev.groundwork.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CallTest {
  @Test
  void parameters_are_percent_encoded_in_path_and_query() {
    Call call = Call.post("v1/projects/{project}/secrets?secretId={name}");

    assertThat(call.uri(Map.of("project", "a/b", "name", "c&d")))
        .isEqualTo("v1/projects/a%2Fb/secrets?secretId=c%26d");
  }

  @Test
  void an_optional_parameter_that_is_missing_takes_its_query_with_it() {
    Call call = Call.delete("v1/users?name={name}&host={host?}");

    assertThat(call.uri(Map.of("name", "app"))).isEqualTo("v1/users?name=app");
    assertThat(call.uri(Map.of("name", "app", "host", "%")))
        .isEqualTo("v1/users?name=app&host=%25");
    assertThat(call.needs()).containsExactly("name");
  }

  @Test
  void a_missing_parameter_is_a_bug() {
    assertThatThrownBy(() -> Call.get("v1/{name}").uri(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{name}");
  }

  @Test
  void needs_are_all_parameters_and_the_project_where_its_number_is_asked_for() {
    Call call = Call.post("v1/{a}/{a}?b={b}").with("network", "projects/{projectNumber}/{c}");

    assertThat(call.parameters()).containsExactly("a");
    assertThat(call.needs()).containsExactly("project", "a", "b", "c");
  }

  @Test
  void a_template_with_several_segments_keeps_its_slashes() {
    assertThat(Call.get("v1/{+role}").uri(Map.of("role", "roles/viewer")))
        .isEqualTo("v1/roles/viewer");
  }
}
