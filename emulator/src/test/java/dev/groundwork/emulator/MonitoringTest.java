package dev.groundwork.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.groundwork.emulator.GoogleCloud.Said;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Probes, policies, incidents and who is told of them, on a clock that only goes when it is told
/// to.
class MonitoringTest {
  private static final String P = "monitoring.googleapis.com/v3/projects/p-one-1/";
  private static final String LOGGING = "logging.googleapis.com/v2/";

  @TempDir private Path folder;
  private GoogleCloud cloud;
  private Optional<HttpServer> site = Optional.empty();
  private HttpServer hook;
  private int port;
  private volatile int status = 200;
  private volatile String answer = "{\"status\": \"UP\", \"checks\": [{\"db\": true}]}";
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Fields> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void begin() throws IOException {
    cloud = new GoogleCloud(folder);
    cloud.project("p-one-1", "monitoring", "logging");
    openSite(0);
    hook = server(0);
    hook.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          try {
            told.add(Json.parseFields(body).fields("incident"));
          } catch (Json.Malformed e) {
            throw new IOException(e);
          }
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    hook.start();
  }

  @AfterEach
  void end() {
    closeSite();
    hook.stop(0);
    cloud.close();
  }

  private static HttpServer server(int port) throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
  }

  private void openSite(int at) throws IOException {
    HttpServer opened = server(at);
    opened.createContext(
        "/",
        exchange -> {
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-Key"));
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    opened.start();
    port = opened.getAddress().getPort();
    site = Optional.of(opened);
  }

  private void closeSite() {
    site.ifPresent(s -> s.stop(0));
    site = Optional.empty();
  }

  private void advance(Duration by) {
    cloud.emulator.plane().advance(by);
  }

  private String check(String more) {
    Said said =
        cloud.post(
            P + "uptimeCheckConfigs",
            "{\"displayName\": \"My site\", \"monitoredResource\": {\"type\": \"uptime_url\", \"labels\": {\"host\": \"127.0.0.1\"}}, \"timeout\": \"2s\", "
                + more
                + "}");
    assertThat(said.status()).as(said.toString()).isEqualTo(200);
    return said.body().text("name").orElseThrow();
  }

  private String httpCheck() {
    return check("\"httpCheck\": {\"path\": \"/health\", \"port\": " + port + "}");
  }

  private String hookChannel() {
    return cloud
        .post(
            P + "notificationChannels",
            "{\"type\": \"webhook_tokenauth\", \"labels\": {\"url\": \"http://127.0.0.1:"
                + hook.getAddress().getPort()
                + "/hook\"}}")
        .body()
        .text("name")
        .orElseThrow();
  }

  private Said policy(String condition, String more) {
    return cloud.post(
        P + "alertPolicies",
        "{\"displayName\": \"Site is down\", \"combiner\": \"OR\", \"conditions\": [{\"displayName\": \"c\", "
            + condition
            + "}]"
            + more
            + "}");
  }

  private Said uptimePolicy(String check, String channel) {
    String id = check.substring(check.lastIndexOf('/') + 1);
    return policy(
        "\"conditionThreshold\": {\"filter\": "
            + Json.write(
                Value.of(
                    "metric.type=\"monitoring.googleapis.com/uptime_check/check_passed\" AND metric.label.check_id=\""
                        + id
                        + "\" AND resource.type=\"uptime_url\""))
            + ", \"aggregations\": [{\"alignmentPeriod\": \"1200s\", \"perSeriesAligner\": \"ALIGN_NEXT_OLDER\", \"crossSeriesReducer\": \"REDUCE_COUNT_FALSE\", \"groupByFields\": [\"resource.label.*\"]}], \"comparison\": \"COMPARISON_GT\", \"thresholdValue\": 1, \"duration\": \"60s\", \"trigger\": {\"count\": 1}}",
        ", \"severity\": \"CRITICAL\", \"notificationChannels\": [\"" + channel + "\"]");
  }

  private List<String> alerts() {
    return cloud.get(P + "alerts?orderBy=open_time").body().items("alerts").stream()
        .map(a ->
            ((Fields) a).text("state").orElse("")
                + " "
                + ((Fields) a).text("openTime").orElse("").substring(11)
                + ((Fields) a).text("closeTime").map(t -> " " + t.substring(11)).orElse(""))
        .toList();
  }

  private List<Boolean> passed() {
    Said said =
        cloud.get(
            P
                + "timeSeries?filter="
                + encoded(
                    "metric.type=\"monitoring.googleapis.com/uptime_check/check_passed\" AND metric.labels.checker_location=\"usa-iowa\"")
                + "&interval.startTime=2026-01-15T12:00:00Z&interval.endTime=2026-01-16T12:00:00Z");
    return said.body().items("timeSeries").stream()
        .flatMap(s -> ((Fields) s).items("points").reversed().stream())
        .map(p -> ((Fields) p).flag("value.boolValue"))
        .toList();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void an_outage_opens_an_incident_and_the_recovery_closes_it() throws IOException {
    assertThat(uptimePolicy(httpCheck(), hookChannel()).status()).isEqualTo(200);
    advance(Duration.ofMinutes(5));
    assertThat(passed()).containsExactly(true, true, true, true, true);
    assertThat(alerts()).isEmpty();
    assertThat(told).isEmpty();

    int there = port;
    closeSite();
    advance(Duration.ofSeconds(90));
    // seen down at 12:06, not yet for a minute
    assertThat(alerts()).isEmpty();
    advance(Duration.ofSeconds(210));
    assertThat(alerts()).containsExactly("OPEN 12:07:00Z");
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().text("state")).contains("open");
    assertThat(told.getFirst().text("policy_name")).contains("Site is down");
    assertThat(told.getFirst().text("observed_value")).contains("6");
    assertThat(told.getFirst().text("resource.labels.host")).contains("127.0.0.1");

    openSite(there);
    advance(Duration.ofMinutes(5));
    assertThat(alerts()).containsExactly("CLOSED 12:07:00Z 12:11:00Z");
    assertThat(told).hasSize(2);
    assertThat(told.getLast().text("state")).contains("closed");
    assertThat(told.getLast().text("incident_id")).isEqualTo(told.getFirst().text("incident_id"));
  }

  @Test
  void one_advance_over_hours_is_the_same_as_many_over_minutes() {
    uptimePolicy(httpCheck(), hookChannel());
    closeSite();
    advance(Duration.ofHours(3));
    assertThat(alerts()).containsExactly("OPEN 12:02:00Z");
    assertThat(passed()).hasSize(180).containsOnly(false);
    assertThat(told).hasSize(1);
  }

  @Test
  void an_incident_survives_a_restart_and_is_told_of_once() {
    uptimePolicy(httpCheck(), hookChannel());
    closeSite();
    advance(Duration.ofMinutes(5));
    cloud.close();
    cloud = new GoogleCloud(folder);
    advance(Duration.ofMinutes(5));
    assertThat(alerts()).containsExactly("OPEN 12:02:00Z");
    assertThat(told).hasSize(1);
  }

  @Test
  void a_wrong_status_or_content_is_an_outage_too() {
    check(
        "\"httpCheck\": {\"port\": "
            + port
            + "}, \"contentMatchers\": [{\"content\": \"UP\", \"matcher\": \"MATCHES_JSON_PATH\", \"jsonPathMatcher\": {\"jsonPath\": \"$.status\", \"jsonMatcher\": \"EXACT_MATCH\"}}]");
    advance(Duration.ofMinutes(1));
    answer = "{\"status\": \"DOWN\"}";
    advance(Duration.ofMinutes(1));
    answer = "{\"status\": \"UP\"}";
    status = 500;
    advance(Duration.ofMinutes(1));
    status = 200;
    advance(Duration.ofMinutes(1));
    assertThat(passed()).containsExactly(true, false, false, true);
  }

  @Test
  void a_probe_sends_what_the_check_says_at_its_period() {
    check(
        "\"period\": \"300s\", \"httpCheck\": {\"path\": \"/a?b=c\", \"requestMethod\": \"POST\", \"body\": \"eD0x\", \"contentType\": \"URL_ENCODED\", \"headers\": {\"X-Key\": \"k1\"}, \"port\": "
            + port
            + ", \"acceptedResponseStatusCodes\": [{\"statusClass\": \"STATUS_CLASS_4XX\"}]}");
    status = 404;
    advance(Duration.ofMinutes(11));
    assertThat(requests).containsExactly("POST /a?b=c k1", "POST /a?b=c k1");
    assertThat(passed()).containsExactly(true, true);
  }

  @Test
  void a_port_that_is_open_passes_and_one_that_is_closed_does_not() {
    check("\"tcpCheck\": {\"port\": " + port + "}");
    advance(Duration.ofMinutes(1));
    closeSite();
    advance(Duration.ofMinutes(1));
    assertThat(passed()).containsExactly(true, false);
  }

  private void log(String severity) {
    cloud.post(
        LOGGING + "entries:write",
        "{\"logName\": \"projects/p-one-1/logs/app\", \"resource\": {\"type\": \"global\"}, \"entries\": [{\"textPayload\": \"took 12 ms\", \"severity\": \""
            + severity
            + "\"}]}");
  }

  @Test
  void a_metric_counts_log_entries_and_a_policy_on_it_opens_and_closes() {
    cloud.post(
        LOGGING + "projects/p-one-1/metrics",
        "{\"name\": \"errors\", \"filter\": \"severity>=ERROR\"}");
    String condition =
        "\"conditionThreshold\": {\"filter\": "
            + Json.write(
                Value.of(
                    "metric.type=\"logging.googleapis.com/user/errors\" AND resource.type=\"global\""))
            + ", \"aggregations\": [{\"alignmentPeriod\": \"60s\", \"perSeriesAligner\": \"ALIGN_DELTA\"}], \"comparison\": \"COMPARISON_GT\", \"thresholdValue\": 2}";
    assertThat(policy(condition, "").status()).isEqualTo(200);
    log("INFO");
    log("ERROR");
    log("ERROR");
    advance(Duration.ofMinutes(2));
    assertThat(alerts()).isEmpty();
    log("ERROR");
    log("ERROR");
    log("CRITICAL");
    advance(Duration.ofMinutes(2));
    assertThat(alerts()).hasSize(1);
    assertThat(alerts().getFirst()).startsWith("CLOSED 12:03:00Z");
  }

  @Test
  void a_metric_written_by_a_client_is_listed_aligned_and_watched() {
    String condition =
        "\"conditionThreshold\": {\"filter\": "
            + Json.write(
                Value.of(
                    "metric.type=\"custom.googleapis.com/queue\" AND resource.type=\"global\""))
            + ", \"aggregations\": [{\"alignmentPeriod\": \"60s\", \"perSeriesAligner\": \"ALIGN_MAX\", \"crossSeriesReducer\": \"REDUCE_SUM\"}], \"comparison\": \"COMPARISON_GT\", \"thresholdValue\": 10}";
    policy(condition, "");
    write("a", 4, "12:00:10");
    write("b", 5, "12:00:10");
    advance(Duration.ofSeconds(30));
    assertThat(alerts()).isEmpty();
    write("a", 7, "12:00:30");
    advance(Duration.ofSeconds(30));
    assertThat(alerts()).containsExactly("OPEN 12:01:00Z");
    Said listed =
        cloud.get(
            P
                + "timeSeries?filter="
                + encoded("metric.type=\"custom.googleapis.com/queue\"")
                + "&interval.startTime=2026-01-15T12:00:00Z&interval.endTime=2026-01-15T12:01:00Z"
                + "&aggregation.alignmentPeriod=60s&aggregation.perSeriesAligner=ALIGN_MAX&aggregation.crossSeriesReducer=REDUCE_SUM");
    assertThat(listed.body().at("timeSeries.0.points.0.value.doubleValue")).contains(Value.of(12));
    assertThat(cloud.get(P + "metricDescriptors/custom.googleapis.com/queue").status())
        .isEqualTo(200);
    assertThat(write("a", 8, "12:00:30").message())
        .startsWith("One or more TimeSeries could not be written");
  }

  private Said write(String label, int value, String time) {
    return cloud.post(
        P + "timeSeries",
        "{\"timeSeries\": [{\"metric\": {\"type\": \"custom.googleapis.com/queue\", \"labels\": {\"q\": \""
            + label
            + "\"}}, \"resource\": {\"type\": \"global\"}, \"points\": [{\"interval\": {\"endTime\": \"2026-01-15T"
            + time
            + "Z\"}, \"value\": {\"int64Value\": \""
            + value
            + "\"}}]}]}");
  }

  @Test
  void silence_is_noticed_where_there_was_data() {
    String condition =
        "\"conditionAbsent\": {\"filter\": "
            + Json.write(
                Value.of(
                    "metric.type=\"custom.googleapis.com/queue\" AND resource.type=\"global\""))
            + ", \"duration\": \"300s\"}";
    policy(condition, "");
    advance(Duration.ofMinutes(10));
    assertThat(alerts()).isEmpty();
    write("a", 1, "12:10:00");
    advance(Duration.ofMinutes(4));
    assertThat(alerts()).isEmpty();
    advance(Duration.ofMinutes(1));
    assertThat(alerts()).containsExactly("OPEN 12:15:00Z");
    write("a", 1, "12:15:00");
    advance(Duration.ofMinutes(1));
    assertThat(alerts()).containsExactly("CLOSED 12:15:00Z 12:15:30Z");
  }

  @Test
  void an_entry_that_a_policy_asks_for_is_told_of_by_mail_no_more_often_than_it_says()
      throws IOException {
    Said channel =
        cloud.post(
            P + "notificationChannels",
            "{\"type\": \"email\", \"labels\": {\"email_address\": \"ops@example.com\"}}");
    assertThat(
            policy(
                    "\"conditionMatchedLog\": {\"filter\": \"severity>=ERROR\"}",
                    ", \"alertStrategy\": {\"notificationRateLimit\": {\"period\": \"300s\"}, \"autoClose\": \"1800s\"}, \"notificationChannels\": [\""
                        + channel.body().text("name").orElseThrow()
                        + "\"]")
                .status())
        .isEqualTo(200);
    log("INFO");
    advance(Duration.ofMinutes(1));
    assertThat(mails()).isEmpty();
    log("ERROR");
    log("ERROR");
    advance(Duration.ofMinutes(1));
    assertThat(mails()).hasSize(1);
    assertThat(mails().getFirst())
        .contains("To: ops@example.com")
        .contains("Subject: [ALERT] Site is down on global");
    log("ERROR");
    advance(Duration.ofMinutes(6));
    log("ERROR");
    advance(Duration.ofMinutes(1));
    assertThat(mails()).hasSize(2);
    advance(Duration.ofMinutes(31));
    assertThat(alerts()).hasSize(1);
    assertThat(alerts().getFirst()).startsWith("CLOSED");
    assertThat(mails()).hasSize(3);
    assertThat(mails().getLast()).contains("[RESOLVED]");
  }

  private List<String> mails() throws IOException {
    Path mails = folder.resolve("monitoring/notices/mail");
    if (!Files.isDirectory(mails)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(mails)) {
      return files
          .sorted()
          .map(f -> {
            try {
              return Files.readString(f);
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          })
          .toList();
    }
  }

  @Test
  void a_hook_that_does_not_take_it_is_told_of_in_a_log() {
    uptimePolicy(httpCheck(), hookChannel());
    hook.stop(0);
    closeSite();
    advance(Duration.ofMinutes(3));
    assertThat(alerts()).hasSize(1);
    Said said =
        cloud.post(
            LOGGING + "entries:list",
            "{\"resourceNames\": [\"projects/p-one-1\"], \"filter\": \"log_id(\\\"monitoring.googleapis.com/notification_delivery\\\")\"}");
    assertThat(said.body().items("entries")).hasSize(1);
  }

  @Test
  void disabling_a_policy_ends_its_incidents() {
    String name = uptimePolicy(httpCheck(), hookChannel()).body().text("name").orElseThrow();
    closeSite();
    advance(Duration.ofMinutes(3));
    cloud.patch(
        "monitoring.googleapis.com/v3/" + name + "?updateMask=enabled", "{\"enabled\": false}");
    advance(Duration.ofMinutes(1));
    assertThat(alerts()).containsExactly("CLOSED 12:02:00Z 12:03:30Z");
  }

  @Test
  void what_is_in_use_is_not_deleted() {
    String check = httpCheck();
    String channel = hookChannel();
    uptimePolicy(check, channel);
    assertThat(cloud.delete("monitoring.googleapis.com/v3/" + check).status()).isEqualTo(400);
    assertThat(cloud.delete("monitoring.googleapis.com/v3/" + channel).canonical())
        .isEqualTo("FAILED_PRECONDITION");
    assertThat(cloud.delete("monitoring.googleapis.com/v3/" + channel + "?force=true").status())
        .isEqualTo(200);
  }

  @Test
  void what_makes_no_sense_is_refused() {
    assertThat(policy("\"conditionThreshold\": {\"filter\": \"x\"}", "").status()).isEqualTo(400);
    assertThat(policy("\"displayName\": \"nothing\"", "").message())
        .contains("must have exactly one condition type");
    assertThat(
            cloud
                .post(P + "notificationChannels", "{\"type\": \"pigeon\", \"labels\": {}}")
                .message())
        .contains("\"pigeon\" is not a known notification channel type");
    assertThat(cloud.post(P + "notificationChannels", "{\"type\": \"email\"}").message())
        .contains("email_address");
    assertThat(
            cloud
                .post(
                    P + "uptimeCheckConfigs",
                    "{\"displayName\": \"x\", \"timeout\": \"10s\", \"monitoredResource\": {\"type\": \"uptime_url\", \"labels\": {\"host\": \"h\"}}}")
                .message())
        .contains("exactly one of http_check and tcp_check");
  }

  @Test
  void a_secret_of_a_channel_is_never_shown() {
    Said said =
        cloud.post(
            P + "notificationChannels",
            "{\"type\": \"pagerduty\", \"labels\": {\"service_key\": \"0123456789\"}}");
    assertThat(said.body().text("labels.service_key")).contains("**********");
    assertThat(
            cloud
                .get("monitoring.googleapis.com/v3/" + said.body().text("name").orElseThrow())
                .body()
                .toString())
        .doesNotContain("0123456789");
  }

  @Test
  void a_condition_keeps_the_name_that_is_sent_back_and_a_new_one_gets_its_own() {
    Said made = uptimePolicy(httpCheck(), hookChannel());
    String policy = "monitoring.googleapis.com/v3/" + made.body().text("name").orElseThrow();
    Fields condition = (Fields) made.body().items("conditions").getFirst();
    String same =
        Json.write(Fields.EMPTY.with("conditions", Value.list(condition.with("displayName", "d"))));
    assertThat(
            cloud.patch(policy + "?updateMask=conditions", same).body().text("conditions.0.name"))
        .isEqualTo(condition.text("name"));
    String other =
        Json.write(Fields.EMPTY.with("conditions", Value.list(condition.without("name"))));
    assertThat(
            cloud.patch(policy + "?updateMask=conditions", other).body().text("conditions.0.name"))
        .isNotEqualTo(condition.text("name"));
  }

  @Test
  void a_dashboard_changes_only_from_what_was_last_read_and_needs_no_name() {
    String dashboards = "monitoring.googleapis.com/v1/projects/p-one-1/dashboards";
    Fields made = cloud.post(dashboards, "{\"displayName\": \"Board\", \"gridLayout\": {}}").body();
    String name = made.text("name").orElseThrow();
    assertThat(name).startsWith("projects/" + cloud.number("p-one-1") + "/dashboards/");
    String path = "monitoring.googleapis.com/v1/" + name;
    assertThat(
            cloud
                .patch(path, "{\"displayName\": \"B\", \"gridLayout\": {}, \"etag\": \"b2xk\"}")
                .status())
        .isEqualTo(409);
    assertThat(
            cloud
                .patch(
                    path,
                    "{\"displayName\": \"B\", \"gridLayout\": {}, \"etag\": \""
                        + made.text("etag").orElseThrow()
                        + "\"}")
                .status())
        .isEqualTo(200);
  }

  @Test
  void an_objective_belongs_to_a_service_and_goes_with_it() {
    cloud.post(P + "services?serviceId=shop", "{\"displayName\": \"Shop\", \"custom\": {}}");
    String objectives = P + "services/shop/serviceLevelObjectives";
    assertThat(
            cloud
                .post(
                    objectives + "?serviceLevelObjectiveId=fast",
                    "{\"goal\": 0.99, \"rollingPeriod\": \"86400s\", \"serviceLevelIndicator\": {\"requestBased\": {\"distributionCut\": {\"distributionFilter\": \"x\", \"range\": {\"max\": 1}}}}}")
                .status())
        .isEqualTo(200);
    assertThat(cloud.post(objectives, "{\"goal\": 2, \"rollingPeriod\": \"86400s\"}").status())
        .isEqualTo(400);
    cloud.delete(P + "services/shop");
    assertThat(cloud.get(objectives + "/fast").status()).isEqualTo(404);
  }
}
