package dev.groundwork.plan;

import static dev.groundwork.plan.Types.link;
import static dev.groundwork.plan.Types.resource;
import static dev.groundwork.plan.World.fields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.blueprint.Golden;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanTextTest {
  private static final Resource API = resource(Types.API, "compute.googleapis.com", fields());
  private static final Resource NETWORK =
      resource(Types.NETWORK, "main", fields("autoCreateSubnetworks", false));
  private static final Resource SUBNET =
      resource(
          Types.SUBNET,
          "apps",
          fields(
              "network",
              link(NETWORK, "selfLink"),
              "ipCidrRange",
              "10.0.0.0/20",
              "purpose",
              "PRIVATE"));
  private static final Resource INSTANCE =
      resource(
          Types.INSTANCE,
          "db",
          fields(
              "region", "us-central1",
              "settings.tier", "small",
              "settings.privateNetwork", link(NETWORK, "id"),
              "settings.databaseFlags",
                  Value.list(
                      fields("name", "cloudsql.iam_authentication", "value", "on"),
                      fields("name", "log_connections", "value", "on")),
              "settings.labels", fields()));
  private static final Resource SECRET =
      resource(Types.SECRET, "password", fields("replication.automatic", fields()));
  private static final Resource VERSION =
      resource(
          Types.VERSION,
          "password",
          Map.of("secret", link(SECRET, "name")),
          fields("payload.data", new Value.Generated(24)));
  private static final Resource USER =
      resource(
          Types.USER,
          "app",
          Map.of("instance", link(INSTANCE, "name")),
          fields(
              "password", new Value.Secret(SECRET.address()),
              "note",
                  new Value.Template(List.of(Value.of("made for "), link(NETWORK, "numericId"))),
              "url",
                  new Value.Template(
                      List.of(
                          Value.of("postgres://app:"),
                          new Value.Secret(SECRET.address()),
                          Value.of("@db")))));
  private static final Resource[] ALL = {API, NETWORK, SUBNET, INSTANCE, SECRET, VERSION, USER};

  @Test
  void a_first_plan_shows_every_resource_with_its_attributes() {
    Golden.assertSame("plan-first.txt", PlanText.render(new World().plan(ALL), false));
  }

  @Test
  void an_empty_plan_says_so() {
    Golden.assertSame(
        "plan-empty.txt",
        PlanText.render(new World().applied(API, NETWORK).plan(API, NETWORK), false));
  }

  private static Plan everythingAtOnce() {
    Resource bigger =
        resource(
            Types.INSTANCE,
            "db",
            INSTANCE
                .body()
                .with("settings.tier", "big")
                .with("settings.diskSizeGb", 20)
                .without("settings.databaseFlags"));
    Resource otherRange =
        resource(Types.SUBNET, "apps", SUBNET.body().with("ipCidrRange", "10.9.0.0/20"));
    Resource renamed =
        resource(Types.SECRET, "db-password", Map.of("name", Value.of("password")), SECRET.body());
    Resource elsewhere = resource(Types.INSTANCE, "reports", fields("region", "europe-west1"));
    Resource old = resource(Types.NETWORK, "old", fields("autoCreateSubnetworks", true));
    return new World()
        .applied(
            API,
            NETWORK,
            SUBNET,
            INSTANCE,
            SECRET,
            USER,
            old,
            resource(Types.INSTANCE, "reports", fields("region", "us-central1")))
        .changed(INSTANCE, f -> f.with("settings.tier", "huge"))
        .deleted(NETWORK)
        .newest("projects/p/secrets/password", "projects/p/secrets/password/versions/2")
        .plan(
            NETWORK,
            otherRange,
            bigger,
            renamed,
            elsewhere,
            resource(
                Types.USER,
                "app",
                USER.path(),
                fields("password", new Value.Secret(renamed.address()))));
  }

  @Test
  void every_kind_of_change_has_its_symbol_and_its_reasons() {
    Golden.assertSame("plan-changes.txt", PlanText.render(everythingAtOnce(), false));
  }

  @Test
  void colours_are_added_only_when_asked_for() {
    String plain = PlanText.render(everythingAtOnce(), false);
    String coloured = PlanText.render(everythingAtOnce(), true);

    assertThat(plain).doesNotContain("\u001b");
    assertThat(coloured).contains("\u001b[32m+\u001b[0m").isNotEqualTo(plain);
    assertThat(coloured.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(plain);
  }

  @Test
  void a_destroy_plan_shows_what_goes() {
    Plan plan =
        new World()
            .applied(ALL)
            .plan(
                Options.NONE
                    .destroying()
                    .allowingDataLoss(new TreeSet<>(List.of(INSTANCE.address()))));

    Golden.assertSame("plan-destroy.txt", PlanText.render(plan, false));
  }

  private static Resource scripted(int count) {
    List<Value> scripts =
        IntStream.rangeClosed(1, count)
            .<Value>mapToObj(i ->
                fields("name", "V" + i + ".sql", "sha256", String.format("%064x", i * 0x1111L)))
            .toList();
    return resource(
        Types.NETWORK,
        "main",
        fields(
            "scripts",
            new Value.Items(scripts),
            "names",
            new Value.Items(
                IntStream.rangeClosed(1, count).<Value>mapToObj(i -> Value.of("n" + i)).toList())));
  }

  @Test
  void of_a_long_list_a_first_plan_shows_the_beginning_and_how_much_more_there_is() {
    String text = PlanText.render(new World().plan(scripted(30)), false);

    assertThat(text)
        .contains(
            "            {name = \"V5.sql\", sha256 = 000000000000…},\n            … and 25 more\n        ]\n")
        .contains("= [\"n1\", \"n2\", \"n3\", \"n4\", \"n5\", … and 25 more]");
    assertThat(PlanText.render(new World().plan(scripted(6)), false))
        .contains("V6.sql")
        .doesNotContain("more");
  }

  @Test
  void of_a_long_list_a_change_shows_only_what_comes_and_goes() {
    String text = PlanText.render(new World().applied(scripted(30)).plan(scripted(31)), false);

    assertThat(text)
        .contains(
            "~ scripts = 30 elements -> 31 elements\n          + {name = \"V31.sql\", sha256 = 000000000000…}\n")
        .doesNotContain("V30.sql");
  }

  @Test
  void durations_are_told_as_people_tell_them() {
    assertThat(
            List.of(0, 45, 60, 200, 300, 3_570, 3_600, 3_900, 7_200).stream()
                .map(s -> PlanText.duration(Duration.ofSeconds(s))))
        .containsExactly(
            "1 s", "45 s", "1 min", "3 min 20 s", "5 min", "1 h", "1 h", "1 h 5 min", "2 h");
  }
}
