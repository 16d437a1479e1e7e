package dev.groundwork.emulator.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableDataWriteChannel;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.WriteChannelConfiguration;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Google's own Java client of BigQuery, unchanged.
class GoogleBigQueryClientTest {
  @TempDir private Path folder;

  private Warehouse emulator;
  private BigQuery bigquery;

  @BeforeEach
  void open() {
    emulator = new Warehouse(folder);
    bigquery =
        BigQueryOptions.newBuilder()
            .setProjectId(Warehouse.PROJECT)
            .setHost(emulator.url() + "/bigquery.googleapis.com")
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();
    bigquery.create(DatasetInfo.newBuilder("usage").build());
    Schema schema =
        Schema.of(
            Field.of("name", StandardSQLTypeName.STRING), Field.of("n", StandardSQLTypeName.INT64));
    bigquery.create(
        TableInfo.of(TableId.of("usage", "events"), StandardTableDefinition.of(schema)));
  }

  @AfterEach
  void close() {
    emulator.close();
  }

  @Test
  void makes_tables_streams_rows_and_asks_for_them() throws InterruptedException {
    bigquery.insertAll(
        InsertAllRequest.newBuilder(TableId.of("usage", "events"))
            .addRow("1", Map.of("name", "ann", "n", 1))
            .addRow("2", Map.of("name", "bob", "n", 2))
            .build());

    List<String> names = new ArrayList<>();
    QueryJobConfiguration query =
        QueryJobConfiguration.newBuilder(
                "SELECT name FROM usage.events WHERE n >= @n ORDER BY name")
            .addNamedParameter("n", QueryParameterValue.int64(1))
            .build();
    for (FieldValueList row : bigquery.query(query).iterateAll()) {
      names.add(row.get("name").getStringValue());
    }

    assertThat(names).containsExactly("ann", "bob");
    assertThat(bigquery.getTable("usage", "events").getNumRows()).isEqualTo(2);
  }

  @Test
  void loads_rows_in_an_upload_that_could_be_resumed() throws Exception {
    WriteChannelConfiguration load =
        WriteChannelConfiguration.newBuilder(TableId.of("usage", "events"))
            .setFormatOptions(FormatOptions.json())
            .build();
    TableDataWriteChannel channel = bigquery.writer(load);
    try (channel) {
      var _ =
          channel.write(
              ByteBuffer.wrap("{\"name\": \"ann\", \"n\": 7}\n".getBytes(StandardCharsets.UTF_8)));
    }

    assertThat(channel.getJob().waitFor().getStatus().getError()).isNull();
    assertThat(bigquery.getTable("usage", "events").getNumRows()).isEqualTo(1);
  }

  @Test
  void tells_a_querys_mistake() {
    assertThatThrownBy(
            () -> bigquery.query(QueryJobConfiguration.of("SELECT nothing FROM usage.events")))
        .isInstanceOf(BigQueryException.class)
        .hasMessageContaining("Unrecognized name: nothing");
  }
}
