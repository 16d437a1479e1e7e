package dev.groundwork.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Cloud.Listed;
import dev.groundwork.cloud.Cloud.Permissions;
import dev.groundwork.cloud.Cloud.SecretValue;
import dev.groundwork.cloud.Operation;
import dev.groundwork.cloud.Refusal.Kind;
import dev.groundwork.cloud.Target;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.Route;
import dev.groundwork.shape.Shape;
import dev.groundwork.shape.Shapes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GoogleCloudTest {
  private static final String COMPUTE = "compute.googleapis.com/compute/v1/projects/p/";
  private static final String SQL = "sqladmin.googleapis.com/sql/v1beta4/projects/p/";
  private static final String SECRETS = "secretmanager.googleapis.com/v1/projects/p/secrets";
  private static final Catalog CATALOG = Catalog.standard();
  private static final Map<String, String> P = Map.of("project", "p");

  private final FakeGoogle google = new FakeGoogle();
  private final List<Duration> pauses = new ArrayList<>();
  private final GoogleCloud cloud =
      new GoogleCloud(google.endpoint(), new LabelsOnly(), pauses::add);

  @AfterEach
  void close() {
    cloud.close();
    google.close();
  }

  @Test
  void a_resource_is_read_at_its_path() {
    google.on("GET " + COMPUTE + "global/networks/main", "{'name':'main','mtu':1460}");

    assertThat(cloud.read(network("main")))
        .isEqualTo(new Answer.Present(network("main").path(), json("{'name':'main','mtu':1460}")));
  }

  @Test
  void what_is_not_found_is_absent_and_what_is_forbidden_is_refused() {
    google.on(
        "GET " + SECRETS + "/b",
        403,
        "{'error':{'code':403,'message':'no','status':'PERMISSION_DENIED'}}");

    assertThat(cloud.read(secret("a"))).isEqualTo(new Answer.Absent());
    assertThat(cloud.read(secret("b")))
        .isInstanceOfSatisfying(
            Answer.Refused.class, r -> assertThat(r.refusal().kind()).isEqualTo(Kind.PERMISSION));
  }

  @Test
  void what_can_only_be_listed_is_picked_by_its_own_name() {
    google.on(
        "GET " + SQL + "instances/db/users",
        "{'items':[{'name':'postgres','instance':'db','project':'p'}]}");

    assertThat(cloud.read(user("postgres"))).isInstanceOf(Answer.Present.class);
    assertThat(cloud.read(user("app"))).isEqualTo(new Answer.Absent());
  }

  private static Target user(String name) {
    return target("sql.User", Map.of("project", "p", "instance", "db", "name", name));
  }

  @Test
  void a_project_waiting_for_deletion_or_hidden_is_absent() {
    String project = "GET cloudresourcemanager.googleapis.com/v3/projects/p";
    google.on(project, "{'name':'projects/12','projectId':'p','state':'DELETE_REQUESTED'}");
    google.on(
        project,
        403,
        "{'error':{'code':403,'message':'The caller does not have permission','status':'PERMISSION_DENIED'}}");

    assertThat(cloud.read(target("cloudresourcemanager.Project", P)))
        .isEqualTo(new Answer.Absent());
    assertThat(cloud.read(target("cloudresourcemanager.Project", P)))
        .isEqualTo(new Answer.Absent());
  }

  @Test
  void every_page_of_a_list_is_read() {
    google.on(
        "GET " + SECRETS + "?pageSize=100",
        "{'secrets':[{'name':'projects/12/secrets/a'}],'nextPageToken':'x/+'}");
    google.on(
        "GET " + SECRETS + "?pageSize=100&pageToken=x%2F%2B",
        "{'secrets':[{'name':'projects/12/secrets/b'}]}");

    assertThat(cloud.list(CATALOG.get("secretmanager.Secret"), P))
        .isEqualTo(
            new Listed.Found(
                List.of(
                    new Answer.Present(
                        secret("a").path(), json("{'name':'projects/12/secrets/a'}")),
                    new Answer.Present(
                        secret("b").path(), json("{'name':'projects/12/secrets/b'}")))));
  }

  @Test
  void without_a_region_the_list_of_all_regions_is_read() {
    google.on(
        "GET " + COMPUTE + "aggregated/subnetworks?maxResults=500",
        "{'items':{'regions/a':{'warning':{'code':'NO_RESULTS_ON_PAGE'}},'regions/b':{'subnetworks':["
            + "{'name':'s','selfLink':'https://www.googleapis.com/compute/v1/projects/p/regions/b/subnetworks/s','region':'https://www.googleapis.com/compute/v1/projects/p/regions/b'}]}}}");

    assertThat(cloud.list(CATALOG.get("compute.Subnetwork"), P))
        .isInstanceOfSatisfying(
            Listed.Found.class,
            found ->
                assertThat(found.resources())
                    .extracting(Answer.Present::path)
                    .containsExactly(
                        new java.util.TreeMap<>(
                            Map.of("project", "p", "region", "b", "name", "s"))));
  }

  @Test
  void a_list_that_is_refused_says_so() {
    google.on("GET " + SECRETS + "?pageSize=100", 503, "");

    assertThat(cloud.list(CATALOG.get("secretmanager.Secret"), P))
        .isInstanceOfSatisfying(
            Listed.Refused.class, r -> assertThat(r.refusal().kind()).isEqualTo(Kind.UNAVAILABLE));
  }

  @Test
  void creating_adds_the_calls_own_fields_and_the_request_id_and_answers_the_operation() {
    google.on(
        "POST " + COMPUTE + "global/networks?requestId=r-1",
        "{'kind':'compute#operation','name':'op-1','status':'RUNNING','selfLink':'https://www.googleapis.com/compute/v1/projects/p/global/operations/op-1'}");

    Answer answer = cloud.create(network("main"), json("{'autoCreateSubnetworks':false}"), "r-1");

    assertThat(answer)
        .isEqualTo(
            new Answer.Working(
                new Operation(
                    network("main"),
                    Action.CREATE,
                    "compute/v1/projects/p/global/operations/op-1")));
    assertThat(google.body()).isEqualTo(json("{'autoCreateSubnetworks':false,'name':'main'}"));
  }

  @Test
  void a_query_names_the_new_resource_where_the_api_wants_it_so() {
    google.on("POST " + SECRETS + "?secretId=s", "{'name':'projects/12/secrets/s','etag':'1'}");

    Answer answer = cloud.create(secret("s"), json("{'replication':{'automatic':{}}}"), "r");

    assertThat(answer)
        .isEqualTo(
            new Answer.Present(
                secret("s").path(), json("{'name':'projects/12/secrets/s','etag':'1'}")));
  }

  @Test
  void a_body_is_wrapped_where_the_api_wants_it_so() {
    google.on(
        "POST iam.googleapis.com/v1/projects/p/serviceAccounts",
        "{'email':'a@p.iam.gserviceaccount.com'}");

    cloud.create(
        target("iam.ServiceAccount", Map.of("project", "p", "name", "a")),
        json("{'displayName':'A'}"),
        "r");

    assertThat(google.body())
        .isEqualTo(json("{'accountId':'a','serviceAccount':{'displayName':'A'}}"));
  }

  @Test
  void the_name_that_google_chose_is_taken_from_its_answer() {
    google.on(
        "POST " + SECRETS + "/s:addVersion",
        "{'name':'projects/12/secrets/s/versions/7','state':'ENABLED'}");

    Answer answer =
        cloud.create(
            target("secretmanager.SecretVersion", Map.of("project", "p", "secret", "s")),
            json("{'payload':{'data':'eA=='}}"),
            "r");

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Present.class,
            p ->
                assertThat(p.path())
                    .containsOnly(
                        Map.entry("project", "p"),
                        Map.entry("secret", "s"),
                        Map.entry("version", "7")));
  }

  @Test
  void a_call_that_wants_the_projects_number_gets_it_and_asks_once() {
    google.on(
        "GET cloudresourcemanager.googleapis.com/v3/projects/p",
        "{'name':'projects/12','projectId':'p','state':'ACTIVE'}");
    String connections =
        "servicenetworking.googleapis.com/v1/services/servicenetworking.googleapis.com/connections";
    google.on("POST " + connections, "{'name':'operations/o','done':false}");
    google.on(
        "GET " + connections + "?network=projects%2F12%2Fglobal%2Fnetworks%2Fmain",
        "{'connections':[{'network':'projects/12/global/networks/main','peering':'x'}]}");
    Target connection =
        target("servicenetworking.Connection", Map.of("project", "p", "network", "main"));

    Answer begun = cloud.create(connection, json("{'reservedPeeringRanges':['r']}"), "r");

    assertThat(google.body())
        .isEqualTo(
            json("{'network':'projects/12/global/networks/main','reservedPeeringRanges':['r']}"));
    assertThat(begun)
        .isEqualTo(new Answer.Working(new Operation(connection, Action.CREATE, "v1/operations/o")));
    assertThat(cloud.read(connection)).isInstanceOf(Answer.Present.class);
    assertThat(google.asked())
        .containsOnlyOnce("GET cloudresourcemanager.googleapis.com/v3/projects/p");
  }

  @Test
  void an_operation_is_polled_until_done_and_then_the_resource_read() {
    google.on(
        "GET " + SQL + "operations/o", "{'kind':'sql#operation','name':'o','status':'RUNNING'}");
    google.on("GET " + SQL + "operations/o", "{'kind':'sql#operation','name':'o','status':'DONE'}");
    google.on("GET " + SQL + "instances/db", "{'name':'db','state':'RUNNABLE'}");
    google.on(
        "POST " + SQL + "instances",
        "{'kind':'sql#operation','name':'o','status':'PENDING','targetProject':'p'}");

    Answer begun = cloud.create(instance(), json("{'databaseVersion':'POSTGRES_14'}"), "r");
    Operation operation = ((Answer.Working) begun).operation();

    assertThat(operation.name()).isEqualTo("sql/v1beta4/projects/p/operations/o");
    assertThat(cloud.poll(operation)).isEqualTo(begun);
    assertThat(cloud.poll(operation))
        .isEqualTo(new Answer.Present(instance().path(), json("{'name':'db','state':'RUNNABLE'}")));
  }

  @Test
  void an_operation_that_failed_is_a_refusal() {
    google.on(
        "GET " + COMPUTE + "global/operations/o",
        "{'name':'o','status':'DONE','httpErrorStatusCode':403,'error':{'errors':[{'code':'QUOTA_EXCEEDED','message':'Quota NETWORKS exceeded.'}]}}");

    assertThat(
            cloud.poll(
                new Operation(
                    network("main"), Action.CREATE, "compute/v1/projects/p/global/operations/o")))
        .isInstanceOfSatisfying(
            Answer.Refused.class, r -> assertThat(r.refusal().kind()).isEqualTo(Kind.QUOTA));
  }

  @Test
  void a_forgotten_operation_is_judged_by_what_it_left() {
    google.on("GET " + SQL + "instances/db", "{'name':'db','state':'RUNNABLE'}");

    assertThat(
            cloud.poll(
                new Operation(instance(), Action.CREATE, "sql/v1beta4/projects/p/operations/gone")))
        .isInstanceOf(Answer.Present.class);
  }

  @Test
  void a_name_still_taken_by_a_deleted_resource_is_told_from_one_that_is_there() {
    String taken =
        "{'error':{'code':409,'message':'The Cloud SQL instance already exists.','errors':[{'reason':'instanceAlreadyExists'}]}}";
    google.on("POST " + SQL + "instances", 409, taken);
    assertThat(cloud.create(instance(), Fields.EMPTY, "r"))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            r -> assertThat(r.refusal().kind()).isEqualTo(Kind.NAME_RESERVED));

    google.on("GET " + SQL + "instances/db", "{'name':'db'}");
    assertThat(cloud.create(instance(), Fields.EMPTY, "r"))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            r -> assertThat(r.refusal().kind()).isEqualTo(Kind.ALREADY_EXISTS));
  }

  @Test
  void a_patch_sends_only_what_changed_with_the_version_last_read_and_null_for_what_goes() {
    google.on(
        "PATCH " + SQL + "instances/db",
        "{'kind':'sql#operation','name':'o','status':'PENDING','targetProject':'p'}");

    cloud.update(
        instance(),
        json(
            "{'databaseVersion':'POSTGRES_14','settings':{'tier':'db-custom-2-7680','dataDiskSizeGb':'20'}}"),
        changed("settings.tier", "settings.userLabels"),
        json("{'settings':{'tier':'db-f1-micro','settingsVersion':'4','userLabels':{'a':'b'}}}"),
        "r");

    assertThat(google.body())
        .isEqualTo(
            json(
                "{'settings':{'tier':'db-custom-2-7680','userLabels':null,'settingsVersion':'4'}}"));
  }

  @Test
  void a_mask_names_the_changed_fields_cut_where_a_map_begins() {
    google.on("PATCH " + SECRETS + "/s?updateMask=labels", "{'name':'projects/12/secrets/s'}");

    Answer answer =
        cloud.update(
            secret("s"),
            json("{'labels':{'a':'1','b':'2'}}"),
            changed("labels.a", "labels.c"),
            json("{'labels':{'a':'0','b':'2','c':'3','theirs':'4'}}"),
            "r");

    assertThat(answer).isInstanceOf(Answer.Present.class);
    assertThat(google.body()).isEqualTo(json("{'labels':{'a':'1','b':'2','theirs':'4'}}"));
  }

  @Test
  void a_put_sends_the_whole_of_what_is_there_and_wanted() {
    google.on(
        "PUT " + SQL + "instances/db/users?name=app",
        "{'kind':'sql#operation','name':'o','status':'PENDING','targetProject':'p'}");
    Target user = target("sql.User", Map.of("project", "p", "instance", "db", "name", "app"));

    cloud.update(
        user,
        json("{'password':'x'}"),
        changed("password"),
        json("{'kind':'sql#user','etag':'e','name':'app','project':'p','instance':'db'}"),
        "r");

    assertThat(google.body())
        .isEqualTo(json("{'name':'app','project':'p','instance':'db','password':'x'}"));
  }

  @Test
  void
      a_field_with_a_call_of_its_own_is_changed_by_it_and_its_operation_awaited_before_the_next_call() {
    String subnet = COMPUTE + "regions/r/subnetworks/s";
    String operation =
        "{'kind':'compute#operation','name':'%s','status':'%s','region':'x/regions/r'}";
    google.on(
        "POST " + subnet + "/expandIpCidrRange?requestId=q", operation.formatted("one", "RUNNING"));
    google.on("GET " + COMPUTE + "regions/r/operations/one", operation.formatted("one", "RUNNING"));
    google.on("GET " + COMPUTE + "regions/r/operations/one", operation.formatted("one", "DONE"));
    google.on("GET " + subnet, "{'name':'s','fingerprint':'new'}");
    google.on("PATCH " + subnet + "?requestId=q", operation.formatted("two", "RUNNING"));
    Target target =
        target("compute.Subnetwork", Map.of("project", "p", "region", "r", "name", "s"));

    Answer answer =
        cloud.update(
            target,
            json("{'ipCidrRange':'10.0.0.0/16','description':'d'}"),
            changed("ipCidrRange", "description"),
            json("{'fingerprint':'old'}"),
            "q");

    assertThat(answer)
        .isEqualTo(
            new Answer.Working(
                new Operation(
                    target, Action.UPDATE, "compute/v1/projects/p/regions/r/operations/two")));
    assertThat(google.body()).isEqualTo(json("{'description':'d','fingerprint':'new'}"));
    assertThat(pauses).hasSize(2);
  }

  @Test
  void a_field_without_any_call_is_refused_and_nothing_sent() {
    assertThat(
            cloud.update(
                target("compute.Route", Map.of("project", "p", "name", "r")),
                Fields.EMPTY,
                changed("priority"),
                Fields.EMPTY,
                "r"))
        .isInstanceOfSatisfying(
            Answer.Refused.class, r -> assertThat(r.refusal().kind()).isEqualTo(Kind.INVALID));
    assertThat(google.asked()).isEmpty();
  }

  @Test
  void deleting_what_is_gone_is_done() {
    assertThat(cloud.delete(secret("s"), Fields.EMPTY, "r")).isEqualTo(new Answer.Absent());
  }

  @Test
  void a_member_is_added_to_the_policy_and_all_others_stay() {
    String project = "POST cloudresourcemanager.googleapis.com/v3/projects/p";
    google.on(
        project + ":getIamPolicy",
        "{'version':1,'etag':'e1','bindings':[{'role':'roles/owner','members':['user:o@x']},{'role':'roles/viewer','members':['user:v@x']}],'auditConfigs':[{'service':'allServices'}]}");
    google.on(project + ":setIamPolicy", "{'etag':'e2'}");

    Answer answer = cloud.create(member("roles/viewer", "user:n@x"), Fields.EMPTY, "r");

    assertThat(answer).isInstanceOf(Answer.Present.class);
    assertThat(google.body())
        .isEqualTo(
            json(
                "{'policy':{'version':1,'etag':'e1','bindings':[{'role':'roles/owner','members':['user:o@x']},{'role':'roles/viewer','members':['user:v@x','user:n@x']}],'auditConfigs':[{'service':'allServices'}]}}"));
  }

  @Test
  void a_member_that_is_there_needs_no_write() {
    google.on(
        "POST cloudresourcemanager.googleapis.com/v3/projects/p:getIamPolicy",
        "{'etag':'e1','bindings':[{'role':'roles/viewer','members':['user:v@x']}]}");

    assertThat(cloud.create(member("roles/viewer", "user:v@x"), Fields.EMPTY, "r"))
        .isInstanceOf(Answer.Present.class);
    assertThat(google.asked()).hasSize(1);
  }

  @Test
  void removing_a_member_takes_that_member_alone() {
    String project = "POST cloudresourcemanager.googleapis.com/v3/projects/p";
    google.on(
        project + ":getIamPolicy",
        "{'etag':'e','bindings':[{'role':'roles/viewer','members':['user:v@x']},{'role':'roles/viewer','members':['user:v@x','user:w@x'],'condition':{'expression':'true'}}]}");
    google.on(project + ":setIamPolicy", "{'etag':'e2'}");

    assertThat(cloud.delete(member("roles/viewer", "user:V@x"), Fields.EMPTY, "r"))
        .isEqualTo(new Answer.Absent());

    assertThat(google.body())
        .isEqualTo(
            json(
                "{'policy':{'etag':'e','bindings':[{'role':'roles/viewer','members':['user:v@x','user:w@x'],'condition':{'expression':'true'}}]}}"));
  }

  @Test
  void a_policy_changed_meanwhile_is_told() {
    String project = "POST cloudresourcemanager.googleapis.com/v3/projects/p";
    google.on(project + ":getIamPolicy", "{'etag':'e'}");
    google.on(
        project + ":setIamPolicy",
        409,
        "{'error':{'code':409,'message':'There were concurrent policy changes.','status':'ABORTED'}}");

    assertThat(cloud.create(member("roles/viewer", "user:v@x"), Fields.EMPTY, "r"))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            r -> assertThat(r.refusal().kind()).isEqualTo(Kind.CHANGED_MEANWHILE));
  }

  @Test
  void permissions_are_tested_where_the_resource_lives() {
    google.on(
        "POST cloudresourcemanager.googleapis.com/v3/projects/p:testIamPermissions",
        "{'permissions':['a.b.get']}");
    google.on("POST cloudbilling.googleapis.com/v1/billingAccounts/X:testIamPermissions", "{}");

    assertThat(cloud.test("projects/p", changed("a.b.get", "a.b.set")))
        .isEqualTo(new Permissions.Missing(changed("a.b.set")));
    assertThat(cloud.test("billingAccounts/X", changed("b.c")))
        .isEqualTo(new Permissions.Missing(changed("b.c")));
  }

  @Test
  void the_newest_enabled_version_of_a_secret_is_revealed_and_never_shown() {
    String value = Base64.getEncoder().encodeToString("pä55".getBytes(StandardCharsets.UTF_8));
    google.on(
        "GET " + SECRETS + "/s/versions/latest:access",
        400,
        "{'error':{'code':400,'message':'version is disabled','status':'FAILED_PRECONDITION'}}");
    google.on(
        "GET " + SECRETS + "/s/versions?filter=state%3AENABLED&pageSize=1",
        "{'versions':[{'name':'projects/p/secrets/s/versions/2'}]}");
    google.on(
        "GET " + SECRETS + "/s/versions/2:access",
        "{'name':'projects/12/secrets/s/versions/2','payload':{'data':'" + value + "'}}");

    SecretValue revealed = cloud.reveal("projects/p/secrets/s");

    assertThat(revealed)
        .isInstanceOfSatisfying(
            SecretValue.Revealed.class, r -> assertThat(r.value()).isEqualTo("pä55"))
        .asString()
        .doesNotContain("pä55");
  }

  @Test
  void a_refusal_that_repeats_a_password_does_not_show_it() {
    google.on(
        "POST " + SQL + "instances/db/users",
        400,
        "{'error':{'code':400,'message':'Password hunter22 is too weak.','errors':[{'reason':'invalid'}]}}");

    Answer answer =
        cloud.create(
            target("sql.User", Map.of("project", "p", "instance", "db", "name", "app")),
            json("{'password':'hunter22'}"),
            "r");

    assertThat(((Answer.Refused) answer).refusal().message())
        .isEqualTo("Password (a secret) is too weak.");
  }

  @Test
  void the_answer_says_when_to_come_back() {
    google.on(
        "GET " + SECRETS + "/s",
        429,
        "{'error':{'code':429,'status':'RESOURCE_EXHAUSTED'}}",
        Map.of("Retry-After", "7"));

    assertThat(((Answer.Refused) cloud.read(secret("s"))).refusal().retryAfter())
        .contains(Duration.ofSeconds(7));
  }

  @Test
  void a_server_that_is_not_there_is_unavailable_for_nothing_was_sent() {
    google.close();

    assertThat(((Answer.Refused) cloud.create(network("main"), Fields.EMPTY, "r")).refusal().kind())
        .isEqualTo(Kind.UNAVAILABLE);
  }

  private static Target network(String name) {
    return target("compute.Network", Map.of("project", "p", "name", name));
  }

  private static Target secret(String name) {
    return target("secretmanager.Secret", Map.of("project", "p", "name", name));
  }

  private static Target instance() {
    return target("sql.Instance", Map.of("project", "p", "name", "db"));
  }

  private static Target member(String role, String member) {
    return target(
        "cloudresourcemanager.ProjectIamMember",
        Map.of("project", "p", "role", role, "member", member));
  }

  private static Target target(String type, Map<String, String> path) {
    return new Target(CATALOG.get(type), path);
  }

  private static java.util.SortedSet<String> changed(String... fields) {
    return new TreeSet<>(List.of(fields));
  }

  private static Fields json(String text) {
    try {
      return Json.parseFields(text.replace('\'', '"'));
    } catch (Json.Malformed e) {
      throw new AssertionError(e);
    }
  }

  /// Shapes in which every message has one member, a map of labels.
  private static final class LabelsOnly implements Shapes {
    @Override
    public Optional<Shape> find(String name) {
      return Optional.of(
          new Shape(
              name,
              List.of(
                  new Shape.Member(
                      "labels", Shape.Kind.TEXT, false, true, List.of(), "", Set.of()))));
    }

    @Override
    public List<Route> routes(String service) {
      return List.of();
    }
  }
}
