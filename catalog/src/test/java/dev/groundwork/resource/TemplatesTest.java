package dev.groundwork.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplatesTest {
  @Test
  void what_was_filled_in_is_found_again() {
    String template = "projects/{project}/secrets/{name}";
    Map<String, String> parameters = Map.of("project", "p", "name", "s.1");

    assertThat(Templates.match(template, Templates.fill(template, parameters)))
        .contains(parameters);
  }

  @Test
  void a_parameter_stands_for_one_segment_and_a_plus_for_several() {
    assertThat(Templates.match("a/{x}/b", "a/1/2/b")).isEmpty();
    assertThat(Templates.match("a/{+x}/b", "a/1/2/b")).contains(Map.of("x", "1/2"));
  }

  @Test
  void a_parameter_that_stands_twice_has_one_value() {
    String template = "projects/{project}/serviceAccounts/{name}@{project}.iam.gserviceaccount.com";

    assertThat(
            Templates.match(template, "projects/p/serviceAccounts/run@p.iam.gserviceaccount.com"))
        .contains(Map.of("project", "p", "name", "run"));
    assertThat(
            Templates.match(template, "projects/p/serviceAccounts/run@q.iam.gserviceaccount.com"))
        .isEmpty();
  }

  @Test
  void values_are_taken_as_they_are_even_when_they_look_like_patterns() {
    assertThat(Templates.fill("{x}", Map.of("x", "$1\\{y}"))).isEqualTo("$1\\{y}");
  }

  @Test
  void encoding_keeps_what_googles_clients_keep() {
    assertThat(Templates.encode("run@p.iam:x y/z")).isEqualTo("run@p.iam:x%20y%2Fz");
  }

  @Test
  void a_link_and_a_path_become_a_relative_name() {
    assertThat(
            Templates.relativeName(
                "https://www.googleapis.com/compute/v1/projects/p/global/networks/n"))
        .isEqualTo("projects/p/global/networks/n");
    assertThat(Templates.relativeName("//storage.googleapis.com/b")).isEqualTo("b");
    assertThat(Templates.relativeName("sql/v1beta4/projects/p/instances/i"))
        .isEqualTo("projects/p/instances/i");
    assertThat(Templates.relativeName("projects/v1beta/secrets/s"))
        .isEqualTo("projects/v1beta/secrets/s");
    assertThat(Templates.relativeName("projects/p/secrets/v1")).isEqualTo("projects/p/secrets/v1");
  }
}
