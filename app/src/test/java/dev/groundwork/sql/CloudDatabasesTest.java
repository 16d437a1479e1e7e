package dev.groundwork.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Refusal;
import dev.groundwork.resource.Json;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CloudDatabasesTest {
  private static final String AUTHORITY = "-----BEGIN CERTIFICATE-----";

  private Answer instance = new Answer.Absent();
  private final CloudDatabases databases = databases(address -> address);

  @Test
  void the_private_address_comes_before_the_public_one() throws Json.Malformed {
    instance =
        present(
            """
            {"ipAddresses": [{"type": "PRIMARY", "ipAddress": "34.1.2.3"}, {"type": "OUTGOING", "ipAddress": "34.1.2.4"},
             {"type": "PRIVATE", "ipAddress": "10.60.0.3"}], "serverCaCert": {"cert": "-----BEGIN CERTIFICATE-----"}}\
            """);

    assertThat(databases.find("p", "i"))
        .isEqualTo(new Databases.Found.At(new Server("10.60.0.3", 5432, AUTHORITY)));
  }

  @Test
  void an_address_is_reached_where_the_route_says() throws Json.Malformed {
    instance =
        present(
            "{\"ipAddresses\": [{\"type\": \"PRIMARY\", \"ipAddress\": \"34.1.2.3\"}], \"serverCaCert\": {\"cert\": \"-----BEGIN CERTIFICATE-----\"}}");

    CloudDatabases routed =
        databases(a -> InetSocketAddress.createUnresolved("127.64.0.1", a.getPort() + 1));

    assertThat(routed.find("p", "i"))
        .isEqualTo(new Databases.Found.At(new Server("127.64.0.1", 5433, AUTHORITY)));
  }

  @Test
  void an_instance_that_is_still_made_has_no_address() throws Json.Malformed {
    assertThat(databases.find("p", "i")).isEqualTo(new Databases.Found.Absent());

    instance = present("{\"state\": \"PENDING_CREATE\"}");
    assertThat(databases.find("p", "i")).isEqualTo(new Databases.Found.Absent());

    Refusal refusal =
        new Refusal(Refusal.Kind.API_DISABLED, 403, "", "not enabled", Optional.empty());
    instance = new Answer.Refused(refusal);
    assertThat(databases.find("p", "i")).isEqualTo(new Databases.Found.Refused(refusal));
  }

  private static Answer present(String json) throws Json.Malformed {
    return new Answer.Present(Map.of("project", "p", "name", "i"), Json.parseFields(json));
  }

  private CloudDatabases databases(java.util.function.UnaryOperator<InetSocketAddress> route) {
    TestDatabases google = new TestDatabases(new Server("", 0, ""));
    google.reads =
        target -> target.id().equals("projects/p/instances/i") ? instance : new Answer.Absent();
    return new CloudDatabases(google, Catalog.standard(), route);
  }
}
