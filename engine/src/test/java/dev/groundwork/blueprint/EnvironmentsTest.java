package dev.groundwork.blueprint;

import static dev.groundwork.blueprint.Blueprints.HEAD;
import static dev.groundwork.blueprint.Blueprints.resource;
import static dev.groundwork.blueprint.Blueprints.sound;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.resource.Value;
import org.junit.jupiter.api.Test;

/// One text, several environments.
class EnvironmentsTest {
  private static final String SHOP =
      HEAD
          + """
          labels: {stage: "${environment}"}
          components:
            files: {type: bucket, deleteAfterDays: 30}
            cache: {type: bucket}
          environments:
            test: {target: gcp}
            prod:
              project: {id: shop-live-1}
              target: gcp
              components:
                files: {deleteAfterDays: null, versioning: true}
                cache: null
          """;

  @Test
  void without_environments_there_is_one_called_default() {
    assertThat(sound(HEAD).environment()).isEqualTo("default");
    assertThat(sound(HEAD, "default").environment()).isEqualTo("default");
  }

  @Test
  void without_a_name_the_first_is_meant() {
    assertThat(sound(SHOP).environment()).isEqualTo("test");
  }

  @Test
  void the_target_is_the_emulator_unless_the_environment_says_otherwise() {
    assertThat(sound(HEAD).target()).isEqualTo("emulator");
    assertThat(sound(SHOP, "prod").target()).isEqualTo("gcp");
  }

  @Test
  void an_environment_changes_adds_and_removes() {
    Blueprint test = sound(SHOP, "test");
    Blueprint prod = sound(SHOP, "prod");

    assertThat(resource(test, "storage.Bucket/files").body().at("lifecycle")).isPresent();
    assertThat(resource(prod, "storage.Bucket/files").body().at("lifecycle")).isEmpty();
    assertThat(resource(prod, "storage.Bucket/files").body().flag("versioning.enabled")).isTrue();
    assertThat(prod.resources()).noneMatch(r -> r.address().name().equals("cache"));
    assertThat(prod.project()).isEqualTo("shop-live-1");
  }

  @Test
  void labels_stand_on_everything_that_has_labels() {
    Blueprint prod = sound(SHOP, "prod");
    assertThat(resource(prod, "storage.Bucket/files").body().at("labels.stage"))
        .contains(Value.of("prod"));
    assertThat(resource(prod, "cloudresourcemanager.Project/project").body().at("labels.stage"))
        .contains(Value.of("prod"));
  }

  @Test
  void a_resource_s_own_label_wins() {
    Blueprint blueprint =
        sound(
            HEAD
                + "labels: {team: shop, tier: low}\nresources:\n  b: {type: storage.Bucket, name: shop-b, location: US, labels: {tier: high}}\n");
    assertThat(resource(blueprint, "storage.Bucket/b").body().fields("labels"))
        .isEqualTo(Value.fields().with("team", "shop").with("tier", "high"));
  }
}
