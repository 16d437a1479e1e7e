package dev.groundwork.emulator.bigquery;

import static dev.groundwork.emulator.bigquery.Warehouse.DATASETS;
import static dev.groundwork.emulator.bigquery.Warehouse.JOBS;
import static dev.groundwork.emulator.bigquery.Warehouse.PROJECT;
import static dev.groundwork.emulator.bigquery.Warehouse.QUERIES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.emulator.bigquery.Warehouse.Said;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows in and out: streamed, loaded, copied, extracted, listed.
class JobsTest {
  private static final String EVENTS = DATASETS + "/usage/tables/events";
  private static final String TABLE =
      "{'projectId': '" + PROJECT + "', 'datasetId': 'usage', 'tableId': '%s'}";

  @TempDir private Path folder;

  private Warehouse bigquery;

  @BeforeEach
  void open() {
    bigquery = new Warehouse(folder);
    bigquery.dataset("usage");
    bigquery.table("usage", "events", "name:STRING:REQUIRED,n:INTEGER");
  }

  @AfterEach
  void close() {
    bigquery.close();
  }

  @Test
  void streamed_rows_are_there_at_once_and_after_a_restart() {
    bigquery.post(EVENTS + "/insertAll", "{'rows': [{'json': {'name': 'a', 'n': 1}}]}");
    bigquery.restart();

    Said listed = bigquery.get(EVENTS + "/data");
    assertThat(listed.text("totalRows")).isEqualTo("1");
    assertThat(listed.text("rows.0.f.0.v")).isEqualTo("a");
    assertThat(listed.text("rows.0.f.1.v")).isEqualTo("1");
    assertThat(bigquery.get(EVENTS).text("numRows")).isEqualTo("1");
  }

  @Test
  void a_row_sent_twice_under_one_id_is_added_once() {
    String row = "{'rows': [{'insertId': 'x', 'json': {'name': 'a'}}]}";
    bigquery.post(EVENTS + "/insertAll", row);
    bigquery.post(EVENTS + "/insertAll", row);

    assertThat(bigquery.get(EVENTS + "/data").text("totalRows")).isEqualTo("1");
  }

  @Test
  void one_bad_row_stops_all_unless_they_are_skipped() {
    String rows =
        "'rows': [{'json': {'name': 'a', 'n': 'many'}}, {'json': {'name': 'b'}}, {'json': {'x': 1}}]";
    Said all = bigquery.post(EVENTS + "/insertAll", "{" + rows + "}");
    assertThat(all.status()).isEqualTo(200);
    assertThat(all.text("insertErrors.0.errors.0.message"))
        .isEqualTo("Cannot convert value to integer (bad value): many");
    assertThat(all.text("insertErrors.1.errors.0.message")).isEqualTo("no such field: x.");
    assertThat(all.text("insertErrors.2.errors.0.reason")).isEqualTo("stopped");
    assertThat(bigquery.get(EVENTS + "/data").text("totalRows")).isEqualTo("0");

    Said some = bigquery.post(EVENTS + "/insertAll", "{'skipInvalidRows': true, " + rows + "}");
    assertThat(some.body().items("insertErrors")).hasSize(2);
    assertThat(bigquery.get(EVENTS + "/data").text("totalRows")).isEqualTo("1");
  }

  @Test
  void pages_through_rows() {
    bigquery.post(
        EVENTS + "/insertAll",
        "{'rows': [{'json': {'name': 'a'}}, {'json': {'name': 'b'}}, {'json': {'name': 'c'}}]}");

    Said first = bigquery.get(EVENTS + "/data?maxResults=2");
    assertThat(first.body().items("rows")).hasSize(2);
    Said rest = bigquery.get(EVENTS + "/data?maxResults=2&pageToken=" + first.text("pageToken"));
    assertThat(rest.text("rows.0.f.0.v")).isEqualTo("c");
    assertThat(rest.body().get("pageToken")).isEmpty();
  }

  @Test
  void loads_lines_of_json_that_are_uploaded_with_the_job() {
    Said job =
        bigquery.upload(
            "{'configuration': {'load': {'sourceFormat': 'NEWLINE_DELIMITED_JSON', 'destinationTable': "
                + TABLE.formatted("events")
                + "}}}",
            "{\"name\": \"a\", \"n\": 1}\n{\"name\": \"b\"}\n");

    assertThat(job.text("status.state")).isEqualTo("DONE");
    assertThat(job.text("statistics.load.outputRows")).isEqualTo("2");
    assertThat(bigquery.get(EVENTS + "/data").text("totalRows")).isEqualTo("2");
  }

  @Test
  void loads_csv_from_a_bucket_and_finds_its_schema() {
    bigquery.object("loads", "people.csv", "name,born,score\n\"Ann, B.\",2001-02-03,1.5\nBob,,2\n");

    Said job =
        bigquery.post(
            JOBS,
            "{'configuration': {'load': {'sourceUris': ['gs://loads/*.csv'], 'autodetect': true, 'destinationTable': "
                + TABLE.formatted("people")
                + "}}}");

    assertThat(job.text("status.errorResult.message")).isEmpty();
    Said table = bigquery.get(DATASETS + "/usage/tables/people");
    assertThat(table.text("schema.fields.1.type")).isEqualTo("DATE");
    assertThat(table.text("schema.fields.2.type")).isEqualTo("FLOAT");
    Said rows = bigquery.get(DATASETS + "/usage/tables/people/data");
    assertThat(rows.text("rows.0.f.0.v")).isEqualTo("Ann, B.");
    assertThat(rows.text("rows.0.f.1.v")).isEqualTo("2001-02-03");
    assertThat(rows.body().at("rows.1.f.1.v")).contains(new dev.groundwork.resource.Value.Null());
  }

  @Test
  void a_load_that_fails_adds_nothing_and_says_why() {
    Said job =
        bigquery.upload(
            "{'configuration': {'load': {'sourceFormat': 'NEWLINE_DELIMITED_JSON', 'destinationTable': "
                + TABLE.formatted("events")
                + "}}}",
            "{\"name\": \"a\"}\n{\"n\": 1}\n");

    assertThat(job.text("status.errorResult.reason")).isEqualTo("invalid");
    assertThat(job.text("status.errorResult.message"))
        .startsWith("Error while reading data")
        .contains("Missing required field: name");
    assertThat(bigquery.get(EVENTS + "/data").text("totalRows")).isEqualTo("0");
  }

  @Test
  void copies_and_extracts_tables() {
    bigquery.post(EVENTS + "/insertAll", "{'rows': [{'json': {'name': 'a,b', 'n': 1}}]}");
    bigquery.post(
        JOBS,
        "{'configuration': {'copy': {'sourceTable': "
            + TABLE.formatted("events")
            + ", 'destinationTable': "
            + TABLE.formatted("again")
            + "}}}");
    bigquery.object("exports", "unused", "");

    Said extract =
        bigquery.post(
            JOBS,
            "{'configuration': {'extract': {'sourceTable': "
                + TABLE.formatted("again")
                + ", 'destinationUris': ['gs://exports/out-*.csv']}}}");

    assertThat(extract.text("status.errorResult.message")).isEmpty();
    assertThat(bigquery.content("exports", "out-000000000000.csv"))
        .isEqualTo("name,n\n\"a,b\",1\n");
  }

  @Test
  void a_querys_result_is_kept_with_its_job() {
    Said job =
        bigquery.post(
            JOBS,
            "{'jobReference': {'jobId': 'mine'}, 'configuration': {'query': {'query': 'SELECT 1 AS one', 'useLegacySql': false}}}");

    assertThat(job.text("status.state")).isEqualTo("DONE");
    assertThat(job.text("jobReference.location")).isEqualTo("US");
    Said results = bigquery.get(QUERIES + "/mine?location=US");
    assertThat(results.text("rows.0.f.0.v")).isEqualTo("1");
    Said table =
        bigquery.get(
            DATASETS
                + "/"
                + job.text("configuration.query.destinationTable.datasetId")
                + "/tables/"
                + job.text("configuration.query.destinationTable.tableId")
                + "/data");
    assertThat(table.text("totalRows")).isEqualTo("1");
    assertThat(bigquery.get(JOBS).text("jobs.0.jobReference.jobId")).isEqualTo("mine");
    Said twice =
        bigquery.post(
            JOBS,
            "{'jobReference': {'jobId': 'mine'}, 'configuration': {'query': {'query': 'SELECT 1'}}}");
    assertThat(twice.reason()).isEqualTo("duplicate");
  }

  @Test
  void a_job_that_fails_is_done_and_says_why() {
    Said job =
        bigquery.post(
            JOBS,
            "{'jobReference': {'jobId': 'bad'}, 'configuration': {'query': {'query': 'SELECT x', 'useLegacySql': false}}}");

    assertThat(job.status()).isEqualTo(200);
    assertThat(job.text("status.errorResult.reason")).isEqualTo("invalidQuery");
    Said results = bigquery.get(QUERIES + "/bad");
    assertThat(results.status()).isEqualTo(400);
    assertThat(results.reason()).isEqualTo("invalidQuery");
  }

  @Test
  void dispositions_say_what_becomes_of_rows_that_are_there() {
    String job =
        "{'configuration': {'query': {'query': 'SELECT 1 AS a', 'useLegacySql': false, 'destinationTable': "
            + TABLE.formatted("kept")
            + "%s}}}";
    bigquery.post(JOBS, job.formatted(""));

    assertThat(bigquery.post(JOBS, job.formatted("")).text("status.errorResult.reason"))
        .isEqualTo("duplicate");
    bigquery.post(JOBS, job.formatted(", 'writeDisposition': 'WRITE_APPEND'"));
    assertThat(bigquery.get(DATASETS + "/usage/tables/kept").text("numRows")).isEqualTo("2");
    bigquery.post(JOBS, job.formatted(", 'writeDisposition': 'WRITE_TRUNCATE'"));
    assertThat(bigquery.get(DATASETS + "/usage/tables/kept").text("numRows")).isEqualTo("1");
  }
}
