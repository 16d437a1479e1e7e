package dev.groundwork.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.resource.Value.Fields;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DnsTest {
  private static final String ZONES =
      "dns.googleapis.com/dns/v1/projects/shop-project/managedZones";
  private static final String ZONE = ZONES + "/shop";
  private static final String WWW =
      "{\"name\": \"www.shop.example.\", \"type\": \"A\", \"ttl\": 300, \"rrdatas\": [\"192.0.2.1\"]}";

  @TempDir Path folder;
  private GoogleCloud cloud;

  @BeforeEach
  void open() {
    cloud = new GoogleCloud(folder);
    cloud.project("shop-project", "dns", "compute");
    GoogleCloud.Said said =
        cloud.post(
            ZONES,
            "{\"name\": \"shop\", \"dnsName\": \"shop.example.\", \"description\": \"the shop\"}");
    assertThat(said.status()).as("%s", said.body()).isEqualTo(200);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void a_zone_comes_with_its_servers_and_two_records_that_stay() {
    assertThat(cloud.get(ZONE).body().items("nameServers")).hasSize(4);
    assertThat(records()).containsExactly("shop.example. NS", "shop.example. SOA");
    assertThat(cloud.delete(ZONE + "/rrsets/shop.example./SOA").status()).isEqualTo(400);
  }

  @Test
  void records_are_made_changed_and_deleted_one_by_one() {
    assertThat(cloud.post(ZONE + "/rrsets", WWW).status()).isEqualTo(200);
    assertThat(cloud.post(ZONE + "/rrsets", WWW).status()).isEqualTo(409);
    cloud.patch(ZONE + "/rrsets/www.shop.example./A", "{\"rrdatas\": [\"192.0.2.2\"]}");

    assertThat(cloud.get(ZONE + "/rrsets/www.shop.example./A").body().text("rrdatas.0"))
        .contains("192.0.2.2");
    assertThat(cloud.delete(ZONE + "/rrsets/www.shop.example./A").status()).isEqualTo(200);
    assertThat(records()).hasSize(2);
  }

  @Test
  void a_change_happens_whole_or_not_at_all() {
    cloud.post(ZONE + "/changes", "{\"additions\": [" + WWW + "]}");
    String other = WWW.replace("192.0.2.1", "192.0.2.9");

    GoogleCloud.Said stale =
        cloud.post(
            ZONE + "/changes",
            "{\"deletions\": ["
                + other
                + "], \"additions\": ["
                + other.replace("www", "api")
                + "]}");
    assertThat(stale.status()).isEqualTo(412);
    assertThat(records()).hasSize(3).doesNotContain("api.shop.example. A");

    GoogleCloud.Said done =
        cloud.post(
            ZONE + "/changes", "{\"deletions\": [" + WWW + "], \"additions\": [" + other + "]}");
    assertThat(
            cloud
                .get(ZONE + "/changes/" + done.body().text("id").orElseThrow())
                .body()
                .text("status"))
        .contains("done");
    assertThat(cloud.get(ZONE + "/rrsets/www.shop.example./A").body().text("rrdatas.0"))
        .contains("192.0.2.9");
  }

  @Test
  void a_zone_with_records_of_its_own_cannot_be_deleted() {
    cloud.post(ZONE + "/rrsets", WWW);
    assertThat(cloud.delete(ZONE).reason()).isEqualTo("containerNotEmpty");

    cloud.delete(ZONE + "/rrsets/www.shop.example./A");
    assertThat(cloud.delete(ZONE).status()).isEqualTo(200);
    assertThat(cloud.get(ZONE).message())
        .isEqualTo("managedZone \"projects/shop-project/managedZones/shop\" not found");
  }

  @Test
  void records_that_make_no_sense_are_refused() {
    assertThat(refused(WWW.replace("192.0.2.1", "192.0.2.256"))).contains("192.0.2.256");
    assertThat(refused(WWW.replace("shop.example.", "elsewhere.example."))).contains("elsewhere");
    cloud.post(ZONE + "/rrsets", WWW);
    assertThat(
            refused(
                "{\"name\": \"www.shop.example.\", \"type\": \"CNAME\", \"ttl\": 300, \"rrdatas\": [\"x.example.\"]}"))
        .contains("either one CNAME");
  }

  private String refused(String record) {
    GoogleCloud.Said said = cloud.post(ZONE + "/rrsets", record);
    assertThat(said.status()).isEqualTo(400);
    return said.message();
  }

  private List<String> records() {
    return cloud.get(ZONE + "/rrsets").body().items("rrsets").stream()
        .map(r -> ((Fields) r).text("name").orElse("") + " " + ((Fields) r).text("type").orElse(""))
        .toList();
  }
}
