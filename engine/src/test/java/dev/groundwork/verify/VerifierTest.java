package dev.groundwork.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Operation;
import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Target;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check.Database;
import dev.groundwork.verify.Check.Expectation;
import dev.groundwork.verify.DatabaseProbe.Login;
import dev.groundwork.verify.DatabaseProbe.Result;
import dev.groundwork.verify.Finding.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Every kind of check: where it holds, and where it does not.
class VerifierTest {
  private static final Address INSTANCE = Address.parse("sql.Instance/db");
  private static final Address CACHE = Address.parse("redis.Instance/cache");
  private static final Address SECRET = Address.parse("secretmanager.Secret/db");
  private static final Address MEMBER = Address.parse("cloudresourcemanager.ProjectIamMember/app");
  private static final Database DATABASE = new Database(INSTANCE, "orders", "owner", SECRET);

  private final FakeCloud cloud = new FakeCloud();
  private final SortedMap<Address, Answer> observed = new TreeMap<>();
  private final List<Login> logins = new ArrayList<>();
  private final List<CacheProbe.Cache> caches = new ArrayList<>();
  private Result probed = new Result.Held("seen");

  @Test
  void a_field_has_one_of_the_values_allowed() {
    instance("{\"state\": \"RUNNABLE\"}");

    assertThat(find(is("state", Value.of("RUNNABLE"), Value.of("STOPPED"))))
        .isEqualTo(passed("state is RUNNABLE"));
    assertThat(find(is("state", Value.of("STOPPED"), Value.of("FAILED"))))
        .isEqualTo(failed("state is RUNNABLE; expected STOPPED or FAILED"));
    assertThat(find(is("tier", Value.of("f1")))).isEqualTo(failed("tier is not set; expected f1"));
  }

  @Test
  void a_field_deep_inside_and_in_lists_is_found() {
    instance(
        "{\"settings\": {\"flags\": [{\"name\": \"a\", \"value\": \"on\"}, {\"name\": \"b\", \"value\": \"on\"}]}}");

    assertThat(find(is("settings.flags.value", Value.of("on"))))
        .isEqualTo(passed("settings.flags.value is on, on"));
    assertThat(find(is("settings.flags.name", Value.of("a"))))
        .isEqualTo(failed("settings.flags.name is b; expected a"));
  }

  @Test
  void numbers_written_as_text_are_numbers() {
    instance("{\"settings\": {\"dataDiskSizeGb\": \"10\"}}");

    assertThat(find(is("settings.dataDiskSizeGb", Value.of(10))))
        .isEqualTo(passed("settings.dataDiskSizeGb is 10"));
  }

  @Test
  void a_flag_that_is_not_set_is_false() {
    instance("{}");

    assertThat(find(is("settings.ipv4Enabled", Value.of(false))))
        .isEqualTo(passed("settings.ipv4Enabled is not set, which means false"));
    assertThat(find(is("settings.ipv4Enabled", Value.of(true))))
        .isEqualTo(failed("settings.ipv4Enabled is not set; expected true"));
  }

  @Test
  void a_secret_field_is_not_shown() {
    instance("{\"rootPassword\": \"hunter2\"}");

    assertThat(find(new Expectation.FieldAbsent("rootPassword")))
        .isEqualTo(failed("rootPassword is (not shown); expected none"));
  }

  @Test
  void a_field_is_absent_or_empty() {
    instance("{\"a\": \"x\", \"b\": [], \"c\": {}, \"d\": \"\"}");

    assertThat(find(new Expectation.FieldAbsent("a"))).isEqualTo(failed("a is x; expected none"));
    for (String path : List.of("b", "c", "d", "e.f")) {
      assertThat(find(new Expectation.FieldAbsent(path))).isEqualTo(passed(path + " is not set"));
    }
  }

  @Test
  void no_element_of_a_list_is_of_a_kind() {
    Expectation noPublic = new Expectation.NoElement("ipAddresses", "type", "PRIMARY");

    instance("{\"ipAddresses\": [{\"type\": \"PRIVATE\", \"ipAddress\": \"10.60.0.3\"}]}");
    assertThat(find(noPublic)).isEqualTo(passed("no PRIMARY among ipAddresses; type is PRIVATE"));

    instance("{}");
    assertThat(find(noPublic)).isEqualTo(passed("ipAddresses is empty"));

    instance(
        "{\"ipAddresses\": [{\"type\": \"PRIVATE\"}, {\"type\": \"PRIMARY\", \"ipAddress\": \"34.1.2.3\"}]}");
    assertThat(find(noPublic))
        .isEqualTo(failed("ipAddresses has {\"type\":\"PRIMARY\",\"ipAddress\":\"34.1.2.3\"}"));
  }

  @Test
  void an_element_of_a_list_has_a_value() {
    Expectation on =
        new Expectation.ElementIs(
            "settings.databaseFlags", "name", "cloudsql.iam_authentication", "value", "on");

    instance(
        "{\"settings\": {\"databaseFlags\": [{\"name\": \"log_lock_waits\", \"value\": \"off\"}, {\"name\": \"cloudsql.iam_authentication\", \"value\": \"on\"}]}}");
    assertThat(find(on)).isEqualTo(passed("cloudsql.iam_authentication is on"));

    instance(
        "{\"settings\": {\"databaseFlags\": [{\"name\": \"cloudsql.iam_authentication\", \"value\": \"off\"}]}}");
    assertThat(find(on)).isEqualTo(failed("cloudsql.iam_authentication is off; expected on"));

    instance("{\"settings\": {}}");
    assertThat(find(on))
        .isEqualTo(
            failed("settings.databaseFlags has no cloudsql.iam_authentication; expected on"));
  }

  @Test
  void a_resource_is_there() {
    instance("{}");
    assertThat(find(new Expectation.Exists())).isEqualTo(passed("projects/p/instances/i is there"));

    observed.clear();
    assertThat(find(new Expectation.Exists())).isEqualTo(failed("it is not there"));
  }

  @Test
  void what_is_not_there_cannot_be_looked_at() {
    observed.put(INSTANCE, new Answer.Absent());
    assertThat(find(is("state", Value.of("RUNNABLE"))))
        .isEqualTo(skipped("sql.Instance/db is not there"));

    observed.put(
        INSTANCE,
        new Answer.Refused(
            new Refusal(Refusal.Kind.PERMISSION, 403, "", "you may not", Optional.empty())));
    assertThat(find(new Expectation.Exists()))
        .isEqualTo(skipped("sql.Instance/db cannot be read: you may not"));

    Target target =
        new Target(Catalog.standard().get("sql.Instance"), Map.of("project", "p", "name", "i"));
    observed.put(INSTANCE, new Answer.Working(new Operation(target, Action.CREATE, "op")));
    assertThat(find(new Expectation.Exists()))
        .isEqualTo(skipped("sql.Instance/db is still being worked on"));
  }

  @Test
  void a_secret_has_a_value() {
    observed.put(SECRET, new Answer.Present(Map.of("project", "p", "name", "s"), Value.fields()));
    assertThat(find(SECRET, new Expectation.SecretHasValue()))
        .isEqualTo(
            failed(
                "no value can be read: Secret [projects/p/secrets/s] has no versions.; add one: groundwork secrets add s"));

    cloud.secrets.put("projects/p/secrets/s", "hunter2");
    assertThat(find(SECRET, new Expectation.SecretHasValue()))
        .isEqualTo(passed("projects/p/secrets/s/versions/2 is enabled"));
  }

  @Test
  void a_role_is_granted() {
    Expectation expected =
        new Expectation.Granted(
            "roles/cloudsql.client", "serviceAccount:app@p.iam.gserviceaccount.com");
    assertThat(find(MEMBER, expected)).isEqualTo(failed("no such grant"));

    observed.put(
        MEMBER,
        new Answer.Present(
            Map.of(
                "project",
                "p",
                "role",
                "roles/cloudsql.client",
                "member",
                "serviceAccount:app@p.iam.gserviceaccount.com"),
            Value.fields()));
    assertThat(find(MEMBER, expected))
        .isEqualTo(
            passed("serviceAccount:app@p.iam.gserviceaccount.com has roles/cloudsql.client"));
    assertThat(find(MEMBER, new Expectation.Granted("roles/owner", "user:a@b")))
        .isEqualTo(
            failed(
                "serviceAccount:app@p.iam.gserviceaccount.com has roles/cloudsql.client; expected user:a@b with roles/owner"));
  }

  @Test
  void a_database_is_asked_as_its_owner() {
    instance("{}");
    observed.put(SECRET, new Answer.Present(Map.of("project", "p", "name", "s"), Value.fields()));
    cloud.secrets.put("projects/p/secrets/s", "hunter2");
    Expectation tls = new Expectation.TlsOnly(DATABASE);

    assertThat(find(tls)).isEqualTo(passed("seen"));
    assertThat(logins).hasSize(1);
    Login login = logins.getFirst();
    assertThat(
            List.of(
                login.project(),
                login.instance(),
                login.database(),
                login.user(),
                login.password().value()))
        .containsExactly("p", "i", "orders", "owner", "hunter2");
    assertThat(login.toString()).doesNotContain("hunter2");

    probed = new Result.Broken("plaintext works");
    assertThat(find(tls)).isEqualTo(failed("plaintext works"));
    probed = new Result.Unknown("no answer");
    assertThat(find(tls)).isEqualTo(skipped("no answer"));
  }

  @Test
  void a_database_whose_login_is_not_known_is_not_asked() {
    Expectation tls = new Expectation.TlsOnly(DATABASE);
    Address elsewhere = Address.parse("secretmanager.Secret/elsewhere");
    observed.put(
        elsewhere, new Answer.Present(Map.of("project", "p", "name", "e"), Value.fields()));

    assertThat(find(elsewhere, tls)).isEqualTo(skipped("sql.Instance/db is not there"));
    instance("{}");
    assertThat(find(tls)).isEqualTo(skipped("secretmanager.Secret/db is not there"));
    observed.put(SECRET, new Answer.Present(Map.of("project", "p", "name", "s"), Value.fields()));
    assertThat(find(tls))
        .isEqualTo(
            skipped(
                "the password cannot be read from secretmanager.Secret/db: Secret [projects/p/secrets/s] has no versions."));
    assertThat(logins).isEmpty();
  }

  @Test
  void a_cache_is_asked_with_its_password_and_its_own_authorities() {
    Expectation answers = new Expectation.CacheAnswers(true, true);
    assertThat(find(CACHE, answers)).isEqualTo(skipped("redis.Instance/cache is not there"));
    cache("{}");
    assertThat(find(CACHE, answers))
        .isEqualTo(
            skipped(
                "its password cannot be read: Secret [projects/p/locations/us-central1/instances/c] has no versions."));
    cloud.secrets.put("projects/p/locations/us-central1/instances/c", "hunter2");
    assertThat(find(CACHE, answers))
        .isEqualTo(skipped("projects/p/locations/us-central1/instances/c has no address"));
    assertThat(caches).isEmpty();

    cache("{\"host\": \"10.60.0.3\", \"port\": 6378, \"serverCaCerts\": [{\"cert\": \"PEM\"}]}");
    assertThat(find(CACHE, answers)).isEqualTo(passed("seen"));
    CacheProbe.Cache asked = caches.getFirst();
    assertThat(asked.host() + ":" + asked.port()).isEqualTo("10.60.0.3:6378");
    assertThat(asked.tls()).isTrue();
    assertThat(asked.authorities()).containsExactly("PEM");
    assertThat(asked.password().orElseThrow().value()).isEqualTo("hunter2");
    assertThat(asked.toString()).doesNotContain("hunter2");

    probed = new Result.Broken("it answers without TLS as well");
    assertThat(find(CACHE, answers)).isEqualTo(failed("it answers without TLS as well"));
    assertThat(find(CACHE, new Expectation.CacheAnswers(false, false)))
        .isEqualTo(failed("it answers without TLS as well"));
    assertThat(caches.getLast().password()).isEmpty();
  }

  @Test
  void findings_come_in_the_order_of_the_checks() {
    instance("{\"state\": \"RUNNABLE\"}");
    List<Check> checks =
        List.of(
            new Check("b", INSTANCE, is("state", Value.of("RUNNABLE"))),
            new Check("a", INSTANCE, is("state", Value.of("STOPPED"))),
            new Check("c", INSTANCE, new Expectation.Exists()));

    assertThat(verifier().verify(checks, observed))
        .extracting(f -> f.check().name())
        .containsExactly("b", "a", "c");
  }

  /// Outcome and evidence of one check.
  private record Seen(Outcome outcome, String evidence) {}

  private static Seen passed(String evidence) {
    return new Seen(Outcome.PASSED, evidence);
  }

  private static Seen failed(String evidence) {
    return new Seen(Outcome.FAILED, evidence);
  }

  private static Seen skipped(String evidence) {
    return new Seen(Outcome.SKIPPED, evidence);
  }

  private void cache(String json) {
    instance(json);
    Answer.Present present = (Answer.Present) observed.getOrDefault(INSTANCE, new Answer.Absent());
    observed.remove(INSTANCE);
    observed.put(
        CACHE,
        new Answer.Present(
            Map.of("project", "p", "region", "us-central1", "name", "c"), present.observed()));
  }

  private static Expectation is(String path, Value... allowed) {
    return new Expectation.FieldIs(path, List.of(allowed));
  }

  private void instance(String json) {
    try {
      observed.put(
          INSTANCE,
          new Answer.Present(Map.of("project", "p", "name", "i"), Json.parseFields(json)));
    } catch (Json.Malformed e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private Seen find(Expectation expectation) {
    return find(INSTANCE, expectation);
  }

  private Seen find(Address subject, Expectation expectation) {
    Finding finding =
        verifier().verify(List.of(new Check("a check", subject, expectation)), observed).getFirst();
    return new Seen(finding.outcome(), finding.evidence());
  }

  private Verifier verifier() {
    return new Verifier(
        Catalog.standard(),
        cloud,
        (login, _) -> {
          logins.add(login);
          return probed;
        },
        cache -> {
          caches.add(cache);
          return probed;
        },
        Runnable::run);
  }
}
