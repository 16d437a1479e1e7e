package dev.groundwork.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.emulator.GoogleCloud.Said;
import dev.groundwork.emulator.access.Mode;
import dev.groundwork.emulator.control.LogEntry;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Entries of logs, and where they go.
class LoggingTest {
  private static final String LOGGING = "logging.googleapis.com/v2/";
  private static final String P = LOGGING + "projects/p-one-1/";

  @TempDir private Path folder;
  private GoogleCloud cloud;

  @BeforeEach
  void begin() {
    cloud = new GoogleCloud(folder);
    cloud.project("p-one-1", "logging", "storage");
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  private Said write(String log, String entries) {
    return cloud.post(
        LOGGING + "entries:write",
        "{\"logName\": \"projects/p-one-1/logs/"
            + log
            + "\", \"resource\": {\"type\": \"global\"}, \"entries\": ["
            + entries
            + "]}");
  }

  private static String text(String text) {
    return "{\"textPayload\": \"" + text + "\"}";
  }

  private Said list(String filter) {
    return list("projects/p-one-1", filter, "");
  }

  private Said list(String resource, String filter, String more) {
    return cloud.post(
        LOGGING + "entries:list",
        "{\"resourceNames\": [\""
            + resource
            + "\"], \"filter\": "
            + Json.write(Value.of(filter))
            + more
            + "}");
  }

  private static List<String> texts(Said said) {
    return said.body().items("entries").stream()
        .map(e -> ((Fields) e).text("textPayload").orElse(""))
        .toList();
  }

  @Test
  void an_entry_that_was_written_is_found_by_a_query_and_not_by_another() {
    assertThat(write("app", "{\"textPayload\": \"hello\", \"severity\": \"ERROR\"}").status())
        .isEqualTo(200);
    assertThat(texts(list("severity>=ERROR AND log_id(\"app\")"))).containsExactly("hello");
    assertThat(texts(list("severity<ERROR AND log_id(\"app\")"))).isEmpty();
    Fields entry = (Fields) list("log_id(\"app\")").body().items("entries").getFirst();
    assertThat(entry.text("logName")).contains("projects/p-one-1/logs/app");
    assertThat(entry.text("resource.labels.project_id")).contains("p-one-1");
    assertThat(entry.text("timestamp")).contains("2026-01-15T12:00:00Z");
    assertThat(entry.text("insertId")).isPresent();
  }

  @Test
  void pages_come_in_the_order_asked_for() {
    for (int i = 0; i < 5; i++) {
      write("app", text("line " + i));
      cloud.emulator.plane().advance(Duration.ofSeconds(1));
    }
    String query = "log_id(\"app\")";
    Said first =
        list("projects/p-one-1", query, ", \"orderBy\": \"timestamp desc\", \"pageSize\": 3");
    assertThat(texts(first)).containsExactly("line 4", "line 3", "line 2");
    Said second =
        list(
            "projects/p-one-1",
            query,
            ", \"orderBy\": \"timestamp desc\", \"pageSize\": 3, \"pageToken\": \""
                + first.body().text("nextPageToken").orElseThrow()
                + "\"");
    assertThat(texts(second)).containsExactly("line 1", "line 0");
    assertThat(second.body().text("nextPageToken")).isEmpty();
  }

  @Test
  void an_entry_survives_a_restart_and_goes_when_its_time_is_over() {
    write("app", text("old"));
    cloud.close();
    cloud = new GoogleCloud(folder);
    assertThat(texts(list("log_id(\"app\")"))).containsExactly("old");
    cloud.emulator.plane().advance(Duration.ofDays(29));
    assertThat(texts(list("log_id(\"app\")"))).containsExactly("old");
    cloud.emulator.plane().advance(Duration.ofDays(2));
    assertThat(texts(list("log_id(\"app\")"))).isEmpty();
  }

  @Test
  void what_a_service_of_the_emulator_writes_is_found_too() {
    cloud
        .emulator
        .plane()
        .logs()
        .write(
            LogEntry.text(
                    "p-one-1",
                    "run.googleapis.com/stdout",
                    LogEntry.Resource.global("p-one-1"),
                    GoogleCloud.NOON,
                    "listening")
                .at(LogEntry.Severity.INFO));
    assertThat(texts(list("log_id(\"run.googleapis.com/stdout\") severity=INFO")))
        .containsExactly("listening");
  }

  @Test
  void a_query_that_cannot_be_read_is_refused() {
    Said said = list("severity>");
    assertThat(said.status()).isEqualTo(400);
    assertThat(said.canonical()).isEqualTo("INVALID_ARGUMENT");
    assertThat(said.message()).startsWith("Unparseable filter");
  }

  @Test
  void an_entry_without_a_log_or_from_far_away_in_time_is_refused() {
    assertThat(
            cloud
                .post(
                    LOGGING + "entries:write",
                    "{\"entries\": [{\"textPayload\": \"x\", \"resource\": {\"type\": \"global\"}}]}")
                .status())
        .isEqualTo(400);
    assertThat(
            write("app", "{\"textPayload\": \"x\", \"timestamp\": \"2025-01-01T00:00:00Z\"}")
                .message())
        .contains("out of range");
  }

  @Test
  void every_change_of_a_resource_is_in_the_audit_log_granted_or_refused() {
    cloud.post(
        "storage.googleapis.com/storage/v1/b?project=p-one-1",
        "{\"name\": \"bucket-1-x\", \"location\": \"US\"}");
    cloud.post(
        "storage.googleapis.com/storage/v1/b?project=p-one-1",
        "{\"name\": \"bucket-1-x\", \"location\": \"US\"}");
    cloud.post(
        P + "sinks", "{\"name\": \"s\", \"destination\": \"storage.googleapis.com/bucket-1-x\"}");
    cloud.get(P + "sinks");
    Said said =
        list(
            "log_id(\"cloudaudit.googleapis.com/activity\") AND protoPayload.methodName:(buckets OR Sink)");
    assertThat(
            said.body().items("entries").stream()
                .map(e ->
                    ((Fields) e).text("severity").orElse("")
                        + " "
                        + ((Fields) e).text("protoPayload.methodName").orElse("")))
        .containsExactlyInAnyOrder(
            "NOTICE storage.buckets.create",
            "ERROR storage.buckets.create",
            "NOTICE google.logging.v2.ConfigServiceV2.CreateSink");
    Fields refused =
        (Fields)
            list("log_id(\"cloudaudit.googleapis.com/activity\") severity=ERROR")
                .body()
                .items("entries")
                .getFirst();
    assertThat(refused.at("protoPayload.status.code")).contains(Value.of(6));
    assertThat(refused.text("protoPayload.authenticationInfo.principalEmail").orElse(""))
        .contains("@");
  }

  @Test
  void a_project_has_its_buckets_and_sinks_from_the_beginning_and_keeps_them() {
    assertThat(names(cloud.get(P + "sinks").body().items("sinks")))
        .containsExactly("_Default", "_Required");
    assertThat(names(cloud.get(P + "locations/global/buckets").body().items("buckets")))
        .containsExactly(
            "projects/p-one-1/locations/global/buckets/_Default",
            "projects/p-one-1/locations/global/buckets/_Required");
    assertThat(cloud.delete(P + "sinks/_Default").status()).isEqualTo(400);
    assertThat(cloud.delete(P + "locations/global/buckets/_Default").status()).isEqualTo(400);
    assertThat(cloud.patch(P + "sinks/_Required?updateMask=filter", "{\"filter\": \"x\"}").status())
        .isEqualTo(400);
  }

  private static List<String> names(List<Value> items) {
    return items.stream().map(i -> ((Fields) i).text("name").orElse("")).toList();
  }

  @Test
  void a_sink_sends_what_its_filter_takes_to_a_bucket_of_logs_less_what_it_excludes() {
    cloud.post(P + "locations/global/buckets?bucketId=errors", "{\"retentionDays\": 7}");
    String destination = "logging.googleapis.com/projects/p-one-1/locations/global/buckets/errors";
    Said sink =
        cloud.post(
            P + "sinks",
            "{\"name\": \"to-errors\", \"destination\": \""
                + destination
                + "\", \"filter\": \"severity>=ERROR\", \"exclusions\": [{\"name\": \"noise\", \"filter\": \"textPayload:noise\"}]}");
    assertThat(sink.status()).isEqualTo(200);
    assertThat(sink.body().text("writerIdentity")).isEmpty();
    write(
        "app",
        "{\"textPayload\": \"bad\", \"severity\": \"ERROR\"}, {\"textPayload\": \"noise\", \"severity\": \"ERROR\"}, {\"textPayload\": \"fine\"}");
    String view = "projects/p-one-1/locations/global/buckets/errors/views/_AllLogs";
    assertThat(texts(list(view, "", ""))).containsExactly("bad");
    assertThat(texts(list("log_id(\"app\")"))).containsExactlyInAnyOrder("bad", "noise", "fine");
    cloud.emulator.plane().advance(Duration.ofDays(8));
    assertThat(texts(list(view, "", ""))).isEmpty();
  }

  @Test
  void an_exclusion_of_the_project_keeps_entries_out_of_the_default_bucket() {
    cloud.post(P + "exclusions", "{\"name\": \"quiet\", \"filter\": \"textPayload:health\"}");
    write("app", text("health ok") + "," + text("other"));
    assertThat(texts(list("log_id(\"app\")"))).containsExactly("other");
    cloud.delete(P + "exclusions/quiet");
    write("app", text("health again"));
    assertThat(texts(list("log_id(\"app\")"))).containsExactlyInAnyOrder("other", "health again");
  }

  @Test
  void a_sink_to_cloud_storage_writes_an_object_for_each_log_and_hour() {
    cloud.post(
        "storage.googleapis.com/storage/v1/b?project=p-one-1",
        "{\"name\": \"archive-1-x\", \"location\": \"US\"}");
    Said sink =
        cloud.post(
            P + "sinks?uniqueWriterIdentity=true",
            "{\"name\": \"archive\", \"destination\": \"storage.googleapis.com/archive-1-x\", \"filter\": \"log_id(\\\"app\\\")\"}");
    assertThat(sink.body().text("writerIdentity"))
        .contains(
            "serviceAccount:service-"
                + cloud.number("p-one-1")
                + "@gcp-sa-logging.iam.gserviceaccount.com");
    write("app", text("one") + "," + text("two"));
    String objects = "storage.googleapis.com/storage/v1/b/archive-1-x/o";
    assertThat(cloud.get(objects).body().items("items")).isEmpty();
    cloud.emulator.plane().advance(Duration.ofHours(1));
    Fields object = (Fields) cloud.get(objects).body().items("items").getFirst();
    assertThat(object.text("name")).contains("app/2026/01/15/12:00:00_12:59:59_S0.json");
  }

  @Test
  void a_sink_to_bigquery_makes_a_table_for_each_log_and_widens_it() {
    cloud.project("p-two-2", "logging", "bigquery");
    cloud.post(
        "bigquery.googleapis.com/bigquery/v2/projects/p-two-2/datasets",
        "{\"datasetReference\": {\"datasetId\": \"logs\", \"projectId\": \"p-two-2\"}}");
    assertThat(
            cloud
                .post(
                    LOGGING + "projects/p-two-2/sinks",
                    "{\"name\": \"bq\", \"destination\": \"bigquery.googleapis.com/projects/p-two-2/datasets/logs\", \"filter\": \"log_id(\\\"app\\\")\", \"bigqueryOptions\": {\"usePartitionedTables\": true}}")
                .status())
        .isEqualTo(200);
    for (String payload :
        List.of("{\"n\": 1}", "{\"n\": 2, \"more\": {\"deep\": \"x\"}}", "{\"n\": 3}")) {
      cloud.post(
          LOGGING + "entries:write",
          "{\"logName\": \"projects/p-two-2/logs/app\", \"resource\": {\"type\": \"global\"}, \"entries\": [{\"jsonPayload\": "
              + payload
              + "}]}");
    }
    String table = "bigquery.googleapis.com/bigquery/v2/projects/p-two-2/datasets/logs/tables/app";
    assertThat(cloud.get(table).body().text("timePartitioning.field")).contains("timestamp");
    assertThat(cloud.get(table + "/data").body().items("rows")).hasSize(3);
    assertThat(texts(list("projects/p-two-2", "log_id(\"logging.googleapis.com/sink_error\")", "")))
        .isEmpty();
  }

  @Test
  void a_sink_writes_as_its_identity_which_needs_a_role_where_permissions_are_enforced() {
    cloud.post(
        "storage.googleapis.com/storage/v1/b?project=p-one-1",
        "{\"name\": \"archive-2-x\", \"location\": \"US\"}");
    cloud.post(
        P + "sinks",
        "{\"name\": \"archive\", \"destination\": \"storage.googleapis.com/archive-2-x\", \"filter\": \"log_id(\\\"app\\\")\"}");
    cloud.emulator.plane().access().mode(Mode.ENFORCE);
    write("app", text("one"));
    cloud.emulator.plane().advance(Duration.ofHours(1));
    String objects = "storage.googleapis.com/storage/v1/b/archive-2-x/o";
    assertThat(cloud.get(objects).body().items("items")).isEmpty();
    assertThat(texts(list("log_id(\"logging.googleapis.com/sink_error\")")))
        .contains("Cloud Logging sink configuration error: bucket_permission_denied");
    cloud.put(
        "storage.googleapis.com/storage/v1/b/archive-2-x/iam",
        "{\"bindings\": [{\"role\": \"roles/storage.objectCreator\", \"members\": [\"serviceAccount:service-"
            + cloud.number("p-one-1")
            + "@gcp-sa-logging.iam.gserviceaccount.com\"]}]}");
    write("app", text("two"));
    cloud.emulator.plane().advance(Duration.ofHours(1));
    assertThat(cloud.get(objects).body().items("items")).hasSize(1);
  }

  @Test
  void a_sink_that_cannot_deliver_says_so_in_a_log() {
    cloud.post(
        P + "sinks",
        "{\"name\": \"lost\", \"destination\": \"logging.googleapis.com/projects/p-one-1/locations/global/buckets/nowhere\"}");
    write("app", text("one"));
    assertThat(texts(list("log_id(\"logging.googleapis.com/sink_error\")")))
        .contains("Cloud Logging sink configuration error: bucket_not_found");
  }

  @Test
  void a_sink_needs_a_destination_that_can_be_one() {
    Said said = cloud.post(P + "sinks", "{\"name\": \"s\", \"destination\": \"ftp://x\"}");
    assertThat(said.status()).isEqualTo(400);
    assertThat(said.message()).isEqualTo("Destination \"ftp://x\" is not valid");
  }

  @Test
  void a_deleted_bucket_waits_a_week_and_can_be_brought_back() {
    String bucket = P + "locations/global/buckets/b";
    cloud.post(P + "locations/global/buckets?bucketId=b", "{}");
    assertThat(cloud.delete(bucket).status()).isEqualTo(200);
    assertThat(cloud.get(bucket).body().text("lifecycleState")).contains("DELETE_REQUESTED");
    assertThat(cloud.post(P + "locations/global/buckets?bucketId=b", "{}").status()).isEqualTo(409);
    cloud.post(bucket + ":undelete", "{}");
    assertThat(cloud.get(bucket).body().text("lifecycleState")).contains("ACTIVE");
    cloud.delete(bucket);
    cloud.emulator.plane().advance(Duration.ofDays(8));
    assertThat(cloud.get(bucket).message())
        .isEqualTo("Bucket `b` in location `global` does not exist");
  }

  @Test
  void a_metric_is_described_for_monitoring() {
    Said said =
        cloud.post(P + "metrics", "{\"name\": \"errors/all\", \"filter\": \"severity>=ERROR\"}");
    assertThat(said.body().text("metricDescriptor.type"))
        .contains("logging.googleapis.com/user/errors/all");
    assertThat(cloud.get(P + "metrics/errors%2Fall").status()).isEqualTo(200);
    assertThat(names(cloud.get(P + "metrics").body().items("metrics")))
        .containsExactly("errors/all");
    assertThat(cloud.post(P + "metrics", "{\"name\": \"m\", \"filter\": \"severity>=\"}").status())
        .isEqualTo(400);
  }
}
