package dev.groundwork.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.shape.Shape.Behavior;
import dev.groundwork.shape.Shape.Kind;
import dev.groundwork.shape.Shape.Member;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeArchiveTest {
  private final Shapes shapes = ShapeArchive.standard();

  @Test
  void a_proto_message_has_its_fields_with_json_names_kinds_and_behaviors() {
    Shape secret = shapes.find("google.cloud.secretmanager.v1.Secret").orElseThrow();

    assertThat(secret.field("createTime")).get().extracting(Member::kind).isEqualTo(Kind.TIMESTAMP);
    assertThat(secret.field("createTime").orElseThrow().is(Behavior.OUTPUT_ONLY)).isTrue();
    assertThat(secret.field("replication").orElseThrow().is(Behavior.IMMUTABLE)).isTrue();
    assertThat(secret.field("ttl")).get().extracting(Member::kind).isEqualTo(Kind.DURATION);
    assertThat(secret.field("labels").orElseThrow().map()).isTrue();
    assertThat(secret.field("topics"))
        .get()
        .extracting(Member::message, Member::repeated)
        .containsExactly("google.cloud.secretmanager.v1.Topic", true);
    assertThat(secret.field("expire_time")).isEmpty();
  }

  @Test
  void an_enum_has_its_values_with_numbers_and_without_the_unspecified_one() {
    Member state = shapes.member("google.cloud.resourcemanager.v3.Project", "state").orElseThrow();

    assertThat(state.values()).containsExactly("ACTIVE", "DELETE_REQUESTED");
    assertThat(state.valueOf(1)).contains("ACTIVE");
    assertThat(state.valueOf(0)).isEmpty();
  }

  @Test
  void computes_enums_and_output_only_marks_come_from_its_proto_text() {
    Shape firewall = shapes.find("google.cloud.compute.v1.Firewall").orElseThrow();

    assertThat(firewall.field("direction").orElseThrow().values())
        .containsExactly("EGRESS", "INGRESS");
    assertThat(firewall.field("direction").orElseThrow().numbers()).isEmpty();
    assertThat(firewall.field("selfLink").orElseThrow().is(Behavior.OUTPUT_ONLY)).isTrue();
    assertThat(firewall.field("name").orElseThrow().is(Behavior.OUTPUT_ONLY)).isFalse();
    assertThat(shapes.member("google.cloud.compute.v1.Firewall", "allowed.IPProtocol")).isPresent();
    assertThat(firewall.field("id").orElseThrow().kind()).isEqualTo(Kind.LONG_AS_TEXT);
  }

  @Test
  void apis_without_protos_have_the_shapes_of_their_model_classes() {
    assertThat(
            shapes.member(
                "sqladmin.v1beta4.DatabaseInstance",
                "settings.ipConfiguration.authorizedNetworks.value"))
        .get()
        .extracting(Member::kind)
        .isEqualTo(Kind.TEXT);
    assertThat(shapes.member("sqladmin.v1beta4.DatabaseInstance", "settings.dataDiskSizeGb"))
        .get()
        .extracting(Member::kind)
        .isEqualTo(Kind.LONG_AS_TEXT);
    assertThat(shapes.member("storage.v1.Bucket", "lifecycle.rule.condition.age"))
        .get()
        .extracting(Member::kind)
        .isEqualTo(Kind.NUMBER);
    assertThat(shapes.find("bigquery.v2.Table")).isPresent();
    assertThat(shapes.find("dns.v1.ManagedZone")).isPresent();
  }

  @Test
  void what_is_inside_a_map_has_the_maps_field() {
    assertThat(shapes.member("google.cloud.secretmanager.v1.Secret", "labels.env"))
        .get()
        .extracting(Member::name)
        .isEqualTo("labels");
    assertThat(shapes.member("google.cloud.secretmanager.v1.Secret", "labels.env.deep"))
        .get()
        .extracting(Member::name)
        .isEqualTo("labels");
    assertThat(shapes.member("google.cloud.secretmanager.v1.Secret", "etag.deep")).isEmpty();
  }

  @Test
  void every_api_of_the_later_systems_is_there() {
    assertThat(
            List.of(
                "google.cloud.run.v2.Service",
                "google.cloud.scheduler.v1.Job",
                "google.cloud.redis.v1.Instance",
                "google.cloud.vpcaccess.v1.Connector",
                "google.devtools.artifactregistry.v1.Repository",
                "google.devtools.cloudbuild.v1.BuildTrigger",
                "google.monitoring.v3.AlertPolicy",
                "google.logging.v2.LogSink",
                "google.pubsub.v1.Topic",
                "google.cloud.kms.v1.CryptoKey",
                "google.container.v1.Cluster",
                "google.cloud.billing.budgets.v1.Budget",
                "google.cloud.certificatemanager.v1.Certificate",
                "google.iam.v1.Policy",
                "google.longrunning.Operation",
                "google.rpc.Status",
                "google.type.Expr",
                "google.protobuf.Empty",
                "servicenetworking.v1.Connection"))
        .allSatisfy(name -> assertThat(shapes.find(name)).as(name).isPresent());
  }

  @Test
  void a_name_that_nobody_publishes_is_not_found() {
    assertThat(shapes.find("google.cloud.compute.v1.Nonsense")).isEmpty();
    assertThat(shapes.find("Nonsense")).isEmpty();
    assertThat(shapes.routes("nonsense")).isEmpty();
  }

  @Test
  void routes_are_googles_own() {
    assertThat(shapes.routes("secretmanager"))
        .contains(
            new Route(
                "google.cloud.secretmanager.v1.SecretManagerService.AddSecretVersion",
                "POST",
                "/v1/{parent=projects/*/secrets/*}:addVersion",
                "*",
                "google.cloud.secretmanager.v1.AddSecretVersionRequest",
                "google.cloud.secretmanager.v1.SecretVersion"));
    assertThat(shapes.routes("compute")).hasSizeGreaterThan(800);
    assertThat(shapes.routes("cloudbilling"))
        .extracting(Route::body)
        .contains("projectBillingInfo");
  }
}
