package dev.groundwork.emulator.bigquery;

import static dev.groundwork.emulator.bigquery.Warehouse.DATASETS;
import static dev.groundwork.emulator.bigquery.Warehouse.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.emulator.bigquery.Warehouse.Said;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tables: schemas, and how they may change.
class TablesTest {
  private static final String EVENTS = DATASETS + "/usage/tables/events";

  @TempDir private Path folder;

  private Warehouse bigquery;

  @BeforeEach
  void open() {
    bigquery = new Warehouse(folder);
    bigquery.dataset("usage");
  }

  @AfterEach
  void close() {
    bigquery.close();
  }

  @Test
  void a_table_shows_its_types_by_their_older_names_and_is_empty() {
    Said made = bigquery.table("usage", "events", "n:INT64,x:FLOAT64,b:BOOL");

    assertThat(made.status()).isEqualTo(200);
    assertThat(made.text("schema.fields.0.type")).isEqualTo("INTEGER");
    assertThat(made.text("schema.fields.1.type")).isEqualTo("FLOAT");
    assertThat(made.text("schema.fields.2.type")).isEqualTo("BOOLEAN");
    assertThat(made.text("numRows")).isEqualTo("0");
    assertThat(made.text("type")).isEqualTo("TABLE");
    assertThat(made.text("location")).isEqualTo("US");
  }

  @Test
  void a_schema_that_makes_no_sense_is_refused() {
    assertThat(bigquery.table("usage", "t", "a:TEXT").message())
        .isEqualTo("Invalid value for type: TEXT is not a valid value");
    assertThat(bigquery.table("usage", "t", "a:STRING,A:STRING").message())
        .isEqualTo("Field A already exists in schema");
    assertThat(bigquery.table("usage", "t", "1a:STRING").message())
        .startsWith("Invalid field name \"1a\".");
    assertThat(bigquery.table("usage", "t", "r:RECORD").message())
        .isEqualTo("Field r is type RECORD but has no schema");
    assertThat(bigquery.table("none", "t", "a:STRING").message())
        .isEqualTo("Not found: Dataset " + PROJECT + ":none");
  }

  @Test
  void columns_can_be_added_and_made_nullable() {
    bigquery.table("usage", "events", "name:STRING:REQUIRED");

    Said changed =
        bigquery.patch(
            EVENTS,
            "{'schema': {'fields': [{'name': 'name', 'type': 'STRING', 'mode': 'NULLABLE'}, {'name': 'at', 'type': 'TIMESTAMP'}]}}");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.body().items("schema.fields")).hasSize(2);
  }

  @Test
  void nothing_else_of_a_schema_changes() {
    bigquery.table("usage", "events", "name:STRING,n:INTEGER");
    String refusal = "Provided Schema does not match Table " + PROJECT + ":usage.events. ";

    assertThat(change("{'name': 'name', 'type': 'STRING'}").message())
        .isEqualTo(refusal + "Field n is missing in new schema");
    assertThat(
            change("{'name': 'name', 'type': 'STRING'}, {'name': 'n', 'type': 'STRING'}").message())
        .isEqualTo(refusal + "Field n has changed type from INTEGER to STRING");
    assertThat(
            change(
                    "{'name': 'name', 'type': 'STRING', 'mode': 'REQUIRED'}, {'name': 'n', 'type': 'INTEGER'}")
                .message())
        .isEqualTo(refusal + "Field name has changed mode from NULLABLE to REQUIRED");
    assertThat(
            change(
                    "{'name': 'name', 'type': 'STRING'}, {'name': 'n', 'type': 'INTEGER'}, {'name': 'o', 'type': 'INTEGER', 'mode': 'REQUIRED'}")
                .message())
        .isEqualTo(refusal + "Cannot add required fields to an existing schema. (field: o)");
  }

  private Said change(String fields) {
    return bigquery.patch(EVENTS, "{'schema': {'fields': [" + fields + "]}}");
  }

  @Test
  void partitions_stand_on_a_column_that_is_there_and_has_a_time() {
    String table =
        "{'tableReference': {'tableId': 'p'}, 'schema': {'fields': [{'name': 'd', 'type': 'DATE'}, {'name': 's', 'type': 'STRING'}]}, 'timePartitioning': {'type': 'DAY', 'field': '%s'}}";
    String tables = DATASETS + "/usage/tables";

    assertThat(bigquery.post(tables, table.formatted("x")).message())
        .startsWith("The field specified for partitioning cannot be found in the schema");
    assertThat(bigquery.post(tables, table.formatted("s")).message())
        .endsWith("The type found is: STRING.");
    Said made = bigquery.post(tables, table.formatted("d"));
    assertThat(made.status()).isEqualTo(200);
    assertThat(made.text("partitionDefinition.partitionedColumn.0.field")).isEqualTo("d");
  }

  @Test
  void a_list_counts_its_tables() {
    bigquery.table("usage", "one", "a:STRING");
    bigquery.table("usage", "two", "a:STRING");

    Said listed = bigquery.get(DATASETS + "/usage/tables?maxResults=1");

    assertThat(listed.body().items("tables")).hasSize(1);
    assertThat(listed.body().at("totalItems")).contains(dev.groundwork.resource.Value.of(2));
    Said rest =
        bigquery.get(
            DATASETS + "/usage/tables?maxResults=1&pageToken=" + listed.text("nextPageToken"));
    assertThat(rest.text("tables.0.tableReference.tableId")).isEqualTo("two");
  }
}
