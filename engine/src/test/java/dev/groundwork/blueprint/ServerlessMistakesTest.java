package dev.groundwork.blueprint;

import static dev.groundwork.blueprint.Blueprints.HEAD;
import static dev.groundwork.blueprint.Blueprints.errors;
import static dev.groundwork.blueprint.Blueprints.resource;
import static dev.groundwork.blueprint.Blueprints.sound;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Mistakes in services, jobs, schedules and datasets, each with its message.
class ServerlessMistakesTest {
  private static final String ROBOT = "components:\n  robot: {type: identity, name: robot-1}\n";

  private static String first(String component) {
    return String.join("\n", errors(HEAD + ROBOT + "  x: {" + component + "}\n"));
  }

  @Test
  void a_service_needs_an_identity() {
    assertThat(first("type: service, image: a/b:1")).contains("a service needs `identity`");
  }

  @Test
  void a_service_answers_within_an_hour() {
    assertThat(first("type: service, image: a/b:1, identity: \"${robot}\", timeout: 2h"))
        .contains("Cloud Run ends an answer after an hour at the latest; `timeout` is 2h.")
        .contains("use a component of type `job`");
  }

  @Test
  void a_service_has_not_more_instances_at_least_than_at_most() {
    assertThat(
            first("type: service, image: a/b:1, identity: \"${robot}\", scaling: {min: 5, max: 2}"))
        .contains("`min` is 5 and `max` is 2: the least is more than the most.");
  }

  @Test
  void a_secret_of_a_service_is_a_reference() {
    assertThat(
            first("type: service, image: a/b:1, identity: \"${robot}\", secrets: {KEY: hunter2}"))
        .contains("must be a reference to a secretmanager.Secret");
  }

  @Test
  void a_misspelt_field_of_a_service() {
    assertThat(first("type: service, image: a/b:1, identity: \"${robot}\", memroy: 1Gi"))
        .contains("a service has no field `memroy`.")
        .contains("did you mean `memory`?");
  }

  @Test
  void a_schedule_that_is_never_due() {
    assertThat(first("type: schedule, cron: at six, url: \"https://example.com\""))
        .contains("`at six` is no cron expression")
        .contains("write five fields");
  }

  @Test
  void a_schedule_in_a_time_zone_that_there_is_not() {
    assertThat(
            first(
                "type: schedule, cron: \"0 6 * * *\", timeZone: Pacific, url: \"https://example.com\""))
        .contains("there is no time zone `Pacific`.");
  }

  @Test
  void a_schedule_calls_one_thing() {
    assertThat(first("type: schedule, cron: \"0 6 * * *\"")).contains("calls nothing");
  }

  @Test
  void a_table_has_columns() {
    assertThat(first("type: dataset, tables: {t: {description: none}}"))
        .contains("the table `t` must have either `schema` or `columns`.");
    assertThat(first("type: dataset, tables: {t: {schema: none.json}}"))
        .contains("there is no file `none.json` in the blueprint's folder.");
  }

  @Test
  void a_grant_that_two_components_ask_for_is_one() {
    assertThat(
            sound(
                    HEAD
                        + ROBOT
                        + """
                          key: {type: secret, readers: ["${robot}"]}
                          a: {type: service, image: "a/b:1", identity: "${robot}", secrets: {KEY: "${key}"}}
                          b: {type: service, image: "a/b:1", identity: "${robot}", secrets: {KEY: "${key}"}}
                        """)
                .resources())
        .filteredOn(r -> r.type().name().equals("secretmanager.SecretIamMember"))
        .hasSize(1);
  }

  @Test
  void another_project_takes_the_place_of_the_blueprints_own() {
    Read read =
        new BlueprintReader(
                dev.groundwork.catalog.Catalog.standard(),
                Blueprints.SHAPES,
                MapFolder.of(HEAD + "components:\n  files: {type: bucket}\n"))
            .read(Optional.empty(), Optional.of("other-project-1"));
    assertThat(read.blueprint().orElseThrow().project()).isEqualTo("other-project-1");
    assertThat(resource(read.blueprint().orElseThrow(), "storage.Bucket/files").path().toString())
        .contains("other-project-1-files");
  }

  @Test
  void another_project_of_a_wrong_form_is_refused_where_it_was_given() {
    Read read =
        new BlueprintReader(
                dev.groundwork.catalog.Catalog.standard(), Blueprints.SHAPES, MapFolder.of(HEAD))
            .read(Optional.empty(), Optional.of("X"));
    assertThat(Blueprints.lines(read)).first().asString().startsWith("--project").contains("`X`");
  }
}
