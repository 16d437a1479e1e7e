package dev.groundwork.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.diagnostic.Place;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ValueTest {
  private static final Address NETWORK = new Address("compute.Network", "main");
  private static final Address PASSWORD = new Address("secretmanager.Secret", "db");

  @Test
  void numbers_are_equal_when_they_are_the_same_number() {
    assertThat(new Value.Num(new BigDecimal("1.50")))
        .isEqualTo(new Value.Num(new BigDecimal("1.5")));
    assertThat(new Value.Num(new BigDecimal("0.00"))).isEqualTo(Value.of(0));
  }

  @Test
  void a_dotted_path_reads_sets_and_removes() {
    Value.Fields body =
        Value.fields()
            .with("settings.tier", "db-f1-micro")
            .with("settings.ipConfiguration.ipv4Enabled", false);

    assertThat(body.text("settings.tier")).contains("db-f1-micro");
    assertThat(body.flag("settings.ipConfiguration.ipv4Enabled")).isFalse();
    assertThat(body.without("settings.tier").at("settings.tier")).isEmpty();
    assertThat(body.without("settings.none.deeper")).isEqualTo(body);
    assertThat(body.at("settings.tier.deeper")).isEmpty();
  }

  @Test
  void an_element_of_a_list_is_reached_by_its_position_only() {
    Value.Fields body =
        Value.fields()
            .with("ipAddresses", Value.list(Value.fields().with("ipAddress", "10.60.0.3")));
    assertThat(body.at("ipAddresses.0.ipAddress")).contains(Value.of("10.60.0.3"));
    assertThat(body.at("ipAddresses.0")).contains(Value.fields().with("ipAddress", "10.60.0.3"));
    assertThat(body.at("ipAddresses.1.ipAddress")).isEmpty();
    assertThat(body.at("ipAddresses.ipAddress")).isEmpty();
  }

  @Test
  void references_are_found_however_deep() {
    Value.Reference link = new Value.Reference(NETWORK, "selfLink");
    Value value =
        Value.list(Value.fields().with("a", new Value.Template(List.of(Value.of("x-"), link))));

    assertThat(value.references()).containsExactly(link);
    assertThat(value.isKnown()).isFalse();
    assertThat(value.map(v -> v instanceof Value.Template ? Value.of("done") : v))
        .isEqualTo(Value.list(Value.fields().with("a", "done")));
  }

  @Test
  void a_resource_needs_what_it_refers_to_whose_secret_it_reads_and_what_it_depends_on() {
    Address api = new Address("serviceusage.Service", "compute");
    Resource resource =
        new Resource(
            new Address("sql.User", "app"),
            Catalog.standard().get("sql.User"),
            Map.of(
                "project",
                Value.of("p"),
                "instance",
                new Value.Reference(new Address("sql.Instance", "db"), "name"),
                "name",
                Value.of("app")),
            Value.fields().with("password", new Value.Secret(PASSWORD)),
            new TreeSet<>(List.of(api)),
            Place.of("test"));

    assertThat(resource.needs()).containsExactly(PASSWORD, api, new Address("sql.Instance", "db"));
  }

  @Test
  void an_address_is_read_as_it_is_written() {
    assertThat(Address.parse(NETWORK.toString())).isEqualTo(NETWORK);
    assertThat(Address.parse("sql.Database/database.coditect_dev").name())
        .isEqualTo("database.coditect_dev");
    assertThatThrownBy(() -> Address.parse("network")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Address.parse("compute.Network/"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
