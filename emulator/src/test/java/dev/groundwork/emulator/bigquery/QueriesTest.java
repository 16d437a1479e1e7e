package dev.groundwork.emulator.bigquery;

import static dev.groundwork.emulator.bigquery.Warehouse.DATASETS;
import static dev.groundwork.emulator.bigquery.Warehouse.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.emulator.bigquery.Warehouse.Said;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What queries answer. The tables stay as they are: whoever changes one makes it first.
class QueriesTest {
  @TempDir private static Path folder;

  private static Warehouse bigquery;

  @BeforeAll
  static void open() {
    bigquery = new Warehouse(folder);
    bigquery.dataset("usage");
    bigquery.table(
        "usage",
        "events",
        "name:STRING,tokens:INTEGER,cost:FLOAT,stamp:TIMESTAMP,tags:STRING:REPEATED");
    bigquery.post(
        DATASETS + "/usage/tables/events/insertAll",
        "{'rows': [{'json': {'name': 'ann', 'tokens': 10, 'cost': 0.5, 'stamp': '2026-02-01T10:00:00Z', 'tags': ['a', 'b']}},"
            + "{'json': {'name': 'bob', 'tokens': '20', 'cost': 1, 'stamp': '2026-02-02 10:00:00 UTC', 'tags': []}},"
            + "{'json': {'name': 'ann', 'tokens': 30, 'stamp': 1769940000}}]}");
  }

  @AfterAll
  static void close() {
    bigquery.close();
  }

  private static Said query(String sql) {
    return bigquery.query(sql);
  }

  /// Rows as text: cells with commas, rows with semicolons.
  private static String rows(String sql) {
    Said said = query(sql);
    assertThat(said.status()).as(said.body().toString()).isEqualTo(200);
    StringBuilder out = new StringBuilder();
    for (Value row : said.body().items("rows")) {
      out.append(out.isEmpty() ? "" : "; ");
      String separator = "";
      for (Value cell : ((Value.Fields) row).items("f")) {
        Value v = ((Value.Fields) cell).get("v").orElseThrow();
        out.append(separator)
            .append(v instanceof Value.Text(var text) ? text : Json.write(v).replace('"', '\''));
        separator = ", ";
      }
    }
    return out.toString();
  }

  @Test
  void groups_and_orders_rows_of_a_table() {
    assertThat(
            rows(
                "SELECT name, SUM(tokens) AS total, COUNT(*) FROM `"
                    + PROJECT
                    + ".usage.events` GROUP BY name ORDER BY total DESC"))
        .isEqualTo("ann, 40, 2; bob, 20, 1");
  }

  @Test
  void says_the_types_of_its_columns() {
    Said said = query("SELECT name, tokens, cost, stamp, tags, 1 FROM usage.events LIMIT 1");

    assertThat(said.body().items("schema.fields"))
        .extracting(f ->
            ((Value.Fields) f).text("name").orElse("")
                + " "
                + ((Value.Fields) f).text("type").orElse("")
                + " "
                + ((Value.Fields) f).text("mode").orElse(""))
        .containsExactly(
            "name STRING NULLABLE",
            "tokens INTEGER NULLABLE",
            "cost FLOAT NULLABLE",
            "stamp TIMESTAMP NULLABLE",
            "tags STRING REPEATED",
            "f0_ INTEGER NULLABLE");
    assertThat(said.text("totalRows")).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '^',
      value = {
        "SELECT 7 / 2 -> 3.5",
        "SELECT DIV(-7, 2), MOD(-7, 2) -> -3, -1",
        "SELECT 'it\\'s' -> it's",
        "SELECT \"double\", LENGTH('a\\nb'), LENGTH(r'a\\nb') -> double, 3, 4",
        "SELECT CAST(2.5 AS INT64), CAST(-2.5 AS INT64), CAST('12' AS INT64) -> 3, -3, 12",
        "SELECT CAST(1.0 AS STRING), CAST(1.5 AS STRING), CAST(TRUE AS STRING) -> 1, 1.5, true",
        "SELECT SAFE_CAST('x' AS INT64), SAFE_CAST('1.5' AS INT64) -> null, null",
        "SELECT NUMERIC '1.50' + 1 -> 2.5",
        "SELECT SUBSTR('abcdef', 0, 2), SUBSTR('abcdef', -2), STRPOS('abc', 'c') -> ab, ef, 3",
        "SELECT CONCAT('a', NULL) IS NULL, LENGTH('äb'), BYTE_LENGTH('äb') -> true, 2, 3",
        "SELECT 'a_b' LIKE 'a\\\\_b', 'axb' LIKE 'a\\\\_b', 'axb' LIKE 'a_b' -> true, false, true",
        "SELECT REGEXP_EXTRACT('id=42;', r'id=(\\d+)'), REGEXP_EXTRACT('x', r'\\d') -> 42, null",
        "SELECT DATE '2026-01-31' + INTERVAL 1 DAY > DATE '2026-01-31' -> true",
        "SELECT DATE_ADD(DATE '2026-01-31', INTERVAL 1 MONTH) -> 2026-02-28",
        "SELECT DATE_TRUNC(DATE '2026-03-04', MONTH), DATE_TRUNC(DATE '2026-03-04', WEEK) -> 2026-03-01, 2026-03-01",
        "SELECT DATE_DIFF(DATE '2026-03-01', DATE '2026-02-01', DAY) -> 28",
        "SELECT TIMESTAMP_DIFF(TIMESTAMP '2026-01-01 02:00:00', TIMESTAMP '2026-01-01 00:59:00', HOUR) -> 1",
        "SELECT EXTRACT(DAYOFWEEK FROM DATE '2026-03-01'), EXTRACT(YEAR FROM TIMESTAMP '2026-03-01 00:00:00+00') -> 1, 2026",
        "SELECT FORMAT_DATE('%d.%m.%Y', DATE '2026-03-01'), PARSE_DATE('%F', '2026-03-01') -> 01.03.2026, 2026-03-01",
        "SELECT CURRENT_DATE() -> 2026-03-01",
        "SELECT DATETIME '2026-01-01 10:00:00' -> 2026-01-01T10:00:00",
        "SELECT TIMESTAMP '2026-03-01 12:00:00 UTC' -> 1.7723664E9",
        "SELECT IFNULL(NULL, 1), IF(TRUE, 'y', 'n'), COALESCE(NULL, 2), GREATEST(1, NULL) -> 1, y, 2, null",
        "SELECT [1, 2][OFFSET(0)], [1, 2][ORDINAL(2)], [1][SAFE_OFFSET(5)], ARRAY_LENGTH([1, 2]) -> 1, 2, null, 2",
        "SELECT STRUCT(1 AS a, 'x' AS b) -> {'f':[{'v':'1'},{'v':'x'}]}",
        "SELECT ARRAY(SELECT x FROM UNNEST([3, 1, 2]) AS x ORDER BY x) -> [{'v':'1'},{'v':'2'},{'v':'3'}]",
        "SELECT x, o FROM UNNEST(['a', 'b']) AS x WITH OFFSET AS o ORDER BY o -> a, 0; b, 1",
        "SELECT x FROM UNNEST([2, NULL, 1]) AS x ORDER BY x -> null; 1; 2",
        "WITH a AS (SELECT 1 AS n UNION ALL SELECT 2) SELECT SUM(n) FROM a -> 3",
        "SELECT * EXCEPT (b) FROM (SELECT 1 AS a, 2 AS b) -> 1",
        "SELECT COUNT(DISTINCT x), COUNTIF(x > 1), STRING_AGG(CAST(x AS STRING) ORDER BY x) FROM UNNEST([1, 2, 2]) AS x -> 2, 2, 1,2,2",
        "SELECT JSON_VALUE('{\"a\": {\"b\": 5}}', '$.a.b'), TO_JSON_STRING(STRUCT(1 AS a)) -> 5, {\"a\":1}",
        "SELECT TO_HEX(MD5('a')), TO_BASE64(b'a'), TO_HEX(b'\\xff') -> 0cc175b9c0f1b6a831c399e269772661, YQ==, ff",
        "SELECT SAFE_DIVIDE(1, 0), 5 ^ 3, 5 & 3, 1 << 2 -> null, 6, 1, 4",
        "SELECT CASE WHEN 1 IN (1, 2) THEN 'in' ELSE 'out' END, 2 NOT BETWEEN 3 AND 4 -> in, true",
        "SELECT ROW_NUMBER() OVER (ORDER BY x DESC), x FROM UNNEST([1, 2]) AS x ORDER BY x -> 2, 1; 1, 2",
        "SELECT CAST('NaN' AS FLOAT64), 1e20 -> NaN, 1.0E20"
      })
  void answers_as_bigquery_does(String sql, String expected) {
    assertThat(rows(sql)).isEqualTo(expected);
  }

  @Test
  void unnests_a_column_of_its_own_table() {
    assertThat(
            rows("SELECT e.name, tag FROM usage.events AS e, UNNEST(e.tags) AS tag ORDER BY tag"))
        .isEqualTo("ann, a; ann, b");
    assertThat(rows("SELECT tag FROM usage.events e, e.tags AS tag ORDER BY tag DESC"))
        .isEqualTo("b; a");
    assertThat(rows("SELECT COUNT(*) FROM usage.events e LEFT JOIN UNNEST(e.tags) AS tag"))
        .isEqualTo("4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '^',
      value = {
        "SELECT nothing FROM usage.events -> Unrecognized name: nothing",
        "SELECT name tokens more FROM usage.events -> Syntax error: Expected end of input but got identifier \"more\" at [1:20]",
        "SELEC 1 -> Syntax error: Unexpected identifier \"SELEC\" at [1:1]",
        "SELECT 1 FROM usage.none -> Not found: Table warehouse-one:usage.none was not found in location US",
        "SELECT 1 FROM none.events -> Not found: Dataset warehouse-one:none was not found in location US",
        "SELECT 1 FROM events -> Table \"events\" must be qualified with a dataset (e.g. dataset.table). at [1:15]",
        "SELECT 1 / 0 -> division by zero: 1 / 0",
        "SELECT [1][OFFSET(1)] -> Array index 1 is out of bounds",
        "SELECT CAST('1.5' AS INT64) -> Bad int64 value: 1.5",
        "SELECT 'open -> Syntax error: Unclosed string literal at [1:13]",
        "SELECT 1 UNION SELECT 2 -> Syntax error: Expected keyword ALL or keyword DISTINCT but got \"SELECT\" at [1:16]",
        "DELETE FROM usage.events -> DELETE must have a WHERE clause at [1:25]",
        "SELECT name, tokens FROM usage.events GROUP BY name -> SELECT list expression references column tokens which is neither grouped nor aggregated"
      })
  void a_mistake_is_told_in_bigquerys_words(String sql, String message) {
    Said said = query(sql);

    assertThat(said.message()).isEqualTo(message);
    assertThat(said.status()).isIn(400, 404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '^',
      value = {
        "SELECT FARM_FINGERPRINT('a') -> the function FARM_FINGERPRINT",
        "SELECT * FROM `usage.events_*` -> wildcard tables",
        "DECLARE x INT64 -> the statement DECLARE",
        "SELECT 1; SELECT 2 -> scripts of several statements",
        "MERGE usage.events USING x ON TRUE -> the statement MERGE",
        "SELECT FORMAT_DATE('%e', DATE '2026-01-01') -> the format element %e"
      })
  void what_cannot_be_carried_out_is_refused_and_never_guessed(String sql, String what) {
    Said said = query(sql);

    assertThat(said.message()).isEqualTo("The emulator of BigQuery does not support " + what + ".");
    assertThat(said.status()).isEqualTo(501);
    assertThat(said.reason()).isEqualTo("notImplemented");
  }

  @Test
  void takes_parameters_by_name_and_by_place() {
    Said named =
        bigquery.post(
            Warehouse.QUERIES,
            "{'query': 'SELECT @n + 1, @who, ARRAY_LENGTH(@list)', 'useLegacySql': false, 'parameterMode': 'NAMED', 'queryParameters': ["
                + "{'name': 'n', 'parameterType': {'type': 'INT64'}, 'parameterValue': {'value': '41'}},"
                + "{'name': 'who', 'parameterType': {'type': 'STRING'}, 'parameterValue': {'value': 'it is'}},"
                + "{'name': 'list', 'parameterType': {'type': 'ARRAY', 'arrayType': {'type': 'INT64'}}, 'parameterValue': {'arrayValues': [{'value': '1'}]}}]}");
    Said placed =
        bigquery.post(
            Warehouse.QUERIES,
            "{'query': 'SELECT ? - ?', 'useLegacySql': false, 'queryParameters': ["
                + "{'parameterType': {'type': 'INT64'}, 'parameterValue': {'value': '5'}},"
                + "{'parameterType': {'type': 'INT64'}, 'parameterValue': {'value': '3'}}]}");

    assertThat(named.text("rows.0.f.0.v")).isEqualTo("42");
    assertThat(named.text("rows.0.f.1.v")).isEqualTo("it is");
    assertThat(named.text("rows.0.f.2.v")).isEqualTo("1");
    assertThat(placed.text("rows.0.f.0.v")).isEqualTo("2");
  }

  @Test
  void a_view_has_the_schema_of_its_query_and_can_be_asked() {
    Said view =
        bigquery.post(
            DATASETS + "/usage/tables",
            "{'tableReference': {'tableId': 'totals'}, 'view': {'query': 'SELECT name, SUM(tokens) AS total FROM `"
                + PROJECT
                + ".usage.events` GROUP BY name', 'useLegacySql': false}}");

    assertThat(view.text("type")).isEqualTo("VIEW");
    assertThat(view.text("schema.fields.1.type")).isEqualTo("INTEGER");
    assertThat(rows("SELECT total FROM usage.totals WHERE name = 'bob'")).isEqualTo("20");
    Said broken =
        bigquery.post(
            DATASETS + "/usage/tables",
            "{'tableReference': {'tableId': 'broken'}, 'view': {'query': 'SELECT x FROM usage.events', 'useLegacySql': false}}");
    assertThat(broken.status()).isEqualTo(400);
    assertThat(broken.message()).isEqualTo("Unrecognized name: x");
  }

  @Test
  void statements_change_rows_and_tables() {
    query(
        "CREATE TABLE usage.made (id INT64 NOT NULL, note STRING, parts ARRAY<STRUCT<a INT64, b STRING>>)");
    Said inserted =
        query("INSERT INTO usage.made (id, note) VALUES (1, 'one'), (2, NULL), (3, 'three')");
    Said updated = query("UPDATE usage.made SET note = 'two' WHERE id = 2");
    Said deleted = query("DELETE FROM usage.made WHERE id = 3");

    assertThat(inserted.text("numDmlAffectedRows")).isEqualTo("3");
    assertThat(updated.text("numDmlAffectedRows")).isEqualTo("1");
    assertThat(deleted.text("numDmlAffectedRows")).isEqualTo("1");
    assertThat(rows("SELECT id, note, parts FROM usage.made ORDER BY id"))
        .isEqualTo("1, one, []; 2, two, []");
    assertThat(query("INSERT INTO usage.made (note) VALUES ('none')").message())
        .isEqualTo("Required field id cannot be null");
    query(
        "CREATE OR REPLACE TABLE usage.copied AS SELECT id, STRUCT(note AS n) AS s FROM usage.made");
    assertThat(rows("SELECT s.n FROM usage.copied ORDER BY id")).isEqualTo("one; two");
    query("TRUNCATE TABLE usage.copied");
    assertThat(rows("SELECT COUNT(*) FROM usage.copied")).isEqualTo("0");
    query("DROP TABLE usage.copied");
    assertThat(query("SELECT * FROM usage.copied").status()).isEqualTo(404);
    assertThat(query("DROP TABLE IF EXISTS usage.copied").status()).isEqualTo(200);
  }

  @Test
  void describes_datasets_tables_and_columns() {
    assertThat(
            rows(
                "SELECT column_name, data_type FROM usage.INFORMATION_SCHEMA.COLUMNS WHERE table_name = 'events' ORDER BY ordinal_position LIMIT 2"))
        .isEqualTo("name, STRING; tokens, INT64");
    assertThat(
            rows(
                "SELECT table_type FROM usage.INFORMATION_SCHEMA.TABLES WHERE table_name = 'events'"))
        .isEqualTo("BASE TABLE");
    assertThat(
            rows("SELECT schema_name FROM INFORMATION_SCHEMA.SCHEMATA WHERE schema_name = 'usage'"))
        .isEqualTo("usage");
  }

  @Test
  void a_dataset_in_another_location_is_not_found() {
    Said said =
        bigquery.post(
            Warehouse.QUERIES,
            "{'query': 'SELECT * FROM usage.events', 'useLegacySql': false, 'location': 'EU'}");

    assertThat(said.status()).isEqualTo(404);
    assertThat(said.message())
        .isEqualTo("Not found: Dataset " + PROJECT + ":usage was not found in location EU");
  }

  @Test
  void a_dry_run_tells_the_schema_and_what_would_be_read() {
    Said said =
        bigquery.post(
            Warehouse.QUERIES,
            "{'query': 'SELECT name FROM usage.events', 'useLegacySql': false, 'dryRun': true}");

    assertThat(said.text("schema.fields.0.name")).isEqualTo("name");
    assertThat(Long.parseLong(said.text("totalBytesProcessed"))).isPositive();
    assertThat(said.body().get("rows")).isEmpty();
  }

  @Test
  void legacy_sql_is_refused() {
    Said said = bigquery.post(Warehouse.QUERIES, "{'query': 'SELECT 1'}");

    assertThat(said.message()).contains("legacy SQL").contains("useLegacySql");
  }
}
