package dev.groundwork.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.resource.ShapeProblem.Kind;
import dev.groundwork.shape.ShapeArchive;
import dev.groundwork.shape.Shapes;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeCheckTest {
  private static final Shapes SHAPES = ShapeArchive.standard();
  private static final Catalog CATALOG = Catalog.standard();
  private static final ShapeCheck DESCRIPTION = ShapeCheck.ofDescriptions(SHAPES);
  private static final ShapeCheck REQUEST = ShapeCheck.ofRequests(SHAPES);

  private static List<String> messages(ShapeCheck check, String type, String json)
      throws Json.Malformed {
    return check.check(CATALOG.get(type), Json.parseFields(json)).stream()
        .map(ShapeProblem::message)
        .toList();
  }

  @Test
  void what_fits_has_no_problem() throws Json.Malformed {
    String firewall =
        """
        {"network": "global/networks/default", "direction": "INGRESS", "priority": 900, "allowed": [{"IPProtocol": "tcp", "ports": ["22"]}],
         "logConfig": {"enable": true}, "sourceRanges": ["10.0.0.0/8"], "disabled": false}\
        """;

    assertThat(messages(DESCRIPTION, "compute.Firewall", firewall)).isEmpty();
    assertThat(messages(REQUEST, "compute.Firewall", firewall)).isEmpty();
  }

  @Test
  void one_run_reports_every_problem_with_its_place() throws Json.Malformed {
    String firewall =
        """
        {"network": 7, "prioritty": 900, "direction": "INGRES", "allowed": [{"IPProtocol": "tcp"}, {"port": "22"}], "sourceRanges": "10.0.0.0/8",
         "disabled": "true", "selfLink": "x", "logConfig": []}\
        """;

    assertThat(messages(DESCRIPTION, "compute.Firewall", firewall))
        .containsExactly(
            "network must be text, not a number",
            "there is no field prioritty",
            "direction cannot be INGRES",
            "there is no field allowed[1].port",
            "sourceRanges must be a list, not text",
            "disabled must be true or false, not text",
            "selfLink is set by Google only",
            "logConfig must be an object, not a list");
  }

  @Test
  void what_was_meant_is_suggested() throws Json.Malformed {
    List<ShapeProblem> problems =
        DESCRIPTION.check(
            CATALOG.get("compute.Firewall"),
            Json.parseFields(
                "{\"network\": \"n\", \"prioritty\": 900, \"direction\": \"INGRES\"}"));

    assertThat(problems)
        .extracting(ShapeProblem::nearest)
        .containsExactly(java.util.Optional.of("priority"), java.util.Optional.of("INGRESS"));
  }

  @Test
  void a_field_that_must_be_given_is_missed_however_deep() throws Json.Malformed {
    assertThat(messages(DESCRIPTION, "sql.Instance", "{}"))
        .containsExactly("databaseVersion is missing", "settings.tier is missing");
    assertThat(
            messages(
                DESCRIPTION,
                "sql.Instance",
                "{\"databaseVersion\": null, \"settings\": {\"tier\": \"db-f1-micro\"}}"))
        .containsExactly("databaseVersion is missing");
  }

  @Test
  void values_that_only_the_entry_lists_are_checked() throws Json.Malformed {
    assertThat(
            messages(
                DESCRIPTION,
                "sql.Instance",
                "{\"databaseVersion\": \"POSTGRESS_14\", \"settings\": {\"tier\": \"t\", \"availabilityType\": \"ZONE\"}}"))
        .containsExactly(
            "databaseVersion cannot be POSTGRESS_14", "settings.availabilityType cannot be ZONE");
  }

  @Test
  void fields_that_only_the_entry_calls_output_are_checked() throws Json.Malformed {
    assertThat(
            messages(
                DESCRIPTION,
                "storage.Bucket",
                "{\"location\": \"US\", \"softDeletePolicy\": {\"effectiveTime\": \"2026-01-01T00:00:00Z\"}}"))
        .containsExactly("softDeletePolicy.effectiveTime is set by Google only");
  }

  @Test
  void references_templates_secrets_and_generated_values_fit_everywhere() {
    Address other = new Address("compute.Network", "main");
    Value.Fields body =
        Value.fields()
            .with("network", new Value.Reference(other, "selfLink"))
            .with("priority", new Value.Reference(other, "mtu"))
            .with("allowed", new Value.Reference(other, "x"))
            .with("logConfig", new Value.Template(List.of()))
            .with("direction", new Value.Generated(8))
            .with("sourceRanges", Value.list(new Value.Secret(other)));

    assertThat(DESCRIPTION.check(CATALOG.get("compute.Firewall"), body)).isEmpty();
  }

  @Test
  void a_secret_version_is_described_by_its_payload() {
    Value.Fields body = Value.fields().with("payload.data", new Value.Generated(24));

    assertThat(DESCRIPTION.check(CATALOG.get("secretmanager.SecretVersion"), body)).isEmpty();
    assertThat(
            DESCRIPTION.check(
                CATALOG.get("secretmanager.SecretVersion"),
                Value.fields().with("state", "ENABLED")))
        .extracting(ShapeProblem::kind)
        .containsExactly(Kind.UNKNOWN_FIELD, Kind.MISSING_FIELD);
  }

  @Test
  void a_request_may_have_numbers_as_text_and_enums_as_numbers() throws Json.Malformed {
    String router = "{\"network\": \"n\", \"bgp\": {\"asn\": \"64512\"}}";
    String secret =
        "{\"replication\": {\"automatic\": {}}, \"secretType\": 1, \"versionAliases\": {\"a\": 1, \"b\": \"2\"}}";

    assertThat(messages(DESCRIPTION, "compute.Router", router))
        .containsExactly("bgp.asn must be a number, not text");
    assertThat(messages(REQUEST, "compute.Router", router)).isEmpty();
    assertThat(messages(DESCRIPTION, "secretmanager.Secret", secret))
        .containsExactly("secretType must be text, not a number");
    assertThat(messages(REQUEST, "secretmanager.Secret", secret)).isEmpty();
  }

  @Test
  void times_durations_numbers_and_bytes_have_their_forms() throws Json.Malformed {
    assertThat(
            messages(
                DESCRIPTION,
                "secretmanager.Secret",
                "{\"replication\": {}, \"expireTime\": \"tomorrow\", \"ttl\": \"1h\", \"versionAliases\": {\"a.b\": \"x\", \"c\": 1.5}}"))
        .containsExactly(
            "expireTime must be a time such as 2026-01-31T12:00:00Z, not text",
            "ttl must be a duration such as 3600s, not text",
            "versionAliases[\"a.b\"] must be a whole number, not text",
            "versionAliases.c must be a whole number, not a number");
    assertThat(
            messages(
                REQUEST,
                "secretmanager.SecretVersion",
                "{\"payload\": {\"data\": \"*\", \"dataCrc32c\": \"12\"}}"))
        .containsExactly("payload.data must be base64 text, not text");
  }

  @Test
  void a_shape_alone_can_be_checked() {
    assertThat(
            REQUEST.check(
                SHAPES.find("google.iam.v1.Policy").orElseThrow(),
                Value.fields().with("binding", Value.list())))
        .extracting(ShapeProblem::path, p -> p.nearest().orElse(""))
        .containsExactly(org.assertj.core.groups.Tuple.tuple("binding", "bindings"));
  }
}
