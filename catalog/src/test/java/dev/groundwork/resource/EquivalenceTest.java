package dev.groundwork.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.shape.ShapeArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EquivalenceTest {
  private static final Equivalence EQUIVALENCE = new Equivalence(ShapeArchive.standard());
  private static final Catalog CATALOG = Catalog.standard();

  private static boolean same(String type, String path, String one, String other)
      throws Json.Malformed {
    boolean forth = EQUIVALENCE.same(CATALOG.get(type), path, Json.parse(one), Json.parse(other));
    boolean back = EQUIVALENCE.same(CATALOG.get(type), path, Json.parse(other), Json.parse(one));
    assertThat(forth).as("both ways").isEqualTo(back);
    return forth;
  }

  @ParameterizedTest
  @CsvSource({
    "projects/p/global/networks/n, https://www.googleapis.com/compute/v1/projects/p/global/networks/n, true",
    "projects/p/global/networks/n, https://compute.googleapis.com/compute/beta/projects/p/global/networks/n, true",
    "projects/p/global/networks/n, //compute.googleapis.com/projects/p/global/networks/n, true",
    "projects/p/global/networks/n, global/networks/n, true",
    "projects/p/global/networks/n, projects/123/global/networks/n, true",
    "projects/p/global/networks/n, projects/q/global/networks/n, false",
    "projects/1/global/networks/n, projects/2/global/networks/n, false",
    "projects/p/global/networks/n, projects/p/global/networks/m, false",
  })
  void links_name_one_resource_in_many_ways(String one, String other, boolean same)
      throws Json.Malformed {
    assertThat(same("compute.Subnetwork", "network", '"' + one + '"', '"' + other + '"'))
        .isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/24, 10.0.0.0/24, true",
    "10.0.0.17/24, 10.0.0.0/24, true",
    "10.0.0.0/24, 10.0.0.0/25, false",
    "10.0.0.0/24, 10.0.1.0/24, false",
    "10.0.0.1, 10.0.0.1/32, true",
    "2001:DB8:0::/48, 2001:db8::/48, true",
    "fd20:0:0:1::/64, fd20:0:0:2::/64, false",
    "nonsense, 10.0.0.0/24, false",
  })
  void ranges_are_compared_by_their_addresses(String one, String other, boolean same)
      throws Json.Malformed {
    assertThat(same("compute.Subnetwork", "ipCidrRange", '"' + one + '"', '"' + other + '"'))
        .isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource({
    "3600s, 1h, true",
    "3600s, 3600.0s, true",
    "90s, 1.5m, true",
    "PT1H, 3600s, true",
    "60s, 61s, false",
    "soon, 60s, false"
  })
  void durations_are_compared_by_their_length(String one, String other, boolean same) {
    ResourceType type = CATALOG.get("secretmanager.Secret").compares("ttl", Sameness.DURATION);

    assertThat(EQUIVALENCE.same(type, "ttl", Value.of(one), Value.of(other))).isEqualTo(same);
  }

  @Test
  void sets_have_no_order_and_lists_have() throws Json.Malformed {
    assertThat(same("compute.Firewall", "sourceRanges", "[\"a\", \"b\"]", "[\"b\", \"a\"]"))
        .isTrue();
    assertThat(
            same(
                "compute.Firewall",
                "sourceRanges",
                "[\"a\", \"a\", \"b\"]",
                "[\"a\", \"b\", \"b\"]"))
        .isFalse();
    assertThat(
            same(
                "compute.Firewall",
                "allowed",
                "[{\"IPProtocol\": \"tcp\"}, {\"IPProtocol\": \"UDP\"}]",
                "[{\"IPProtocol\": \"udp\"}, {\"IPProtocol\": \"TCP\"}]"))
        .isTrue();
    assertThat(same("compute.Firewall", "allowed.ports", "[\"1\", \"2\"]", "[\"2\", \"1\"]"))
        .isFalse();
  }

  @Test
  void numbers_of_64_bits_may_be_text() throws Json.Malformed {
    assertThat(same("sql.Instance", "settings.dataDiskSizeGb", "10", "\"10\"")).isTrue();
    assertThat(same("sql.Instance", "settings.dataDiskSizeGb", "10", "\"11\"")).isFalse();
    assertThat(same("sql.Instance", "settings.tier", "10", "\"10.0\"")).isFalse();
  }

  @Test
  void google_leaves_out_what_is_empty() throws Json.Malformed {
    assertThat(same("compute.Firewall", "disabled", "false", "null")).isTrue();
    assertThat(same("compute.Firewall", "description", "\"\"", "null")).isTrue();
    assertThat(same("compute.Firewall", "sourceTags", "[]", "null")).isTrue();
    assertThat(same("compute.Firewall", "logConfig", "{\"enable\": false}", "null")).isTrue();
    assertThat(same("sql.Instance", "settings.storageAutoResizeLimit", "\"0\"", "null")).isTrue();
    assertThat(same("compute.Firewall", "disabled", "true", "null")).isFalse();
    assertThat(same("sql.User", "type", "\"BUILT_IN\"", "null")).isTrue();
    assertThat(same("sql.User", "type", "\"CLOUD_IAM_USER\"", "null")).isFalse();
  }

  @Test
  void times_are_compared_as_moments_and_enums_by_name_or_number() throws Json.Malformed {
    assertThat(
            same(
                "secretmanager.Secret",
                "expireTime",
                "\"2026-01-01T01:00:00+01:00\"",
                "\"2026-01-01T00:00:00.000Z\""))
        .isTrue();
    assertThat(
            same(
                "secretmanager.Secret",
                "expireTime",
                "\"2026-01-01T01:00:00Z\"",
                "\"2026-01-01T00:00:00Z\""))
        .isFalse();
    assertThat(same("cloudresourcemanager.Project", "state", "\"ACTIVE\"", "1")).isTrue();
    assertThat(same("cloudresourcemanager.Project", "state", "\"ACTIVE\"", "2")).isFalse();
  }

  @Test
  void case_counts_unless_the_type_says_otherwise() throws Json.Malformed {
    assertThat(same("storage.Bucket", "location", "\"us-central1\"", "\"US-CENTRAL1\"")).isTrue();
    assertThat(same("storage.Bucket", "name", "\"a\"", "\"A\"")).isFalse();
  }

  @Test
  void what_is_there_may_say_more_than_what_is_wanted() throws Json.Malformed {
    ResourceType router = CATALOG.get("compute.Router");
    Value wanted = Json.parse("[{\"name\": \"nat\", \"natIpAllocateOption\": \"AUTO_ONLY\"}]");
    Value there =
        Json.parse(
            "[{\"name\": \"nat\", \"natIpAllocateOption\": \"AUTO_ONLY\", \"minPortsPerVm\": 64, \"type\": \"PUBLIC\"}]");

    assertThat(EQUIVALENCE.satisfies(router, "nats", wanted, there)).isTrue();
    assertThat(EQUIVALENCE.satisfies(router, "nats", there, wanted)).isFalse();
    assertThat(EQUIVALENCE.same(router, "nats", wanted, there)).isFalse();
    assertThat(
            EQUIVALENCE.satisfies(
                router,
                "",
                Value.fields().with("nats", wanted),
                Value.fields().with("nats", there).with("name", "r")))
        .isTrue();
    assertThat(EQUIVALENCE.satisfies(router, "nats", wanted, new Value.Null())).isFalse();
  }

  @Test
  void what_is_known_only_later_is_the_same_only_as_itself() {
    Value reference = new Value.Reference(new Address("compute.Network", "main"), "selfLink");
    ResourceType type = CATALOG.get("compute.Subnetwork");

    assertThat(EQUIVALENCE.same(type, "network", reference, reference)).isTrue();
    assertThat(
            EQUIVALENCE.same(
                type, "network", reference, Value.of("projects/p/global/networks/main")))
        .isFalse();
    assertThat(EQUIVALENCE.same(type, "network", reference, new Value.Null())).isFalse();
  }
}
