package dev.groundwork.emulator.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.DatasetReference;
import com.google.api.services.bigquery.model.QueryRequest;
import com.google.api.services.bigquery.model.QueryResponse;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableDataInsertAllRequest;
import com.google.api.services.bigquery.model.TableDataInsertAllResponse;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableReference;
import com.google.api.services.bigquery.model.TableSchema;
import com.google.api.services.pubsub.Pubsub;
import com.google.api.services.pubsub.model.AcknowledgeRequest;
import com.google.api.services.pubsub.model.PublishRequest;
import com.google.api.services.pubsub.model.PubsubMessage;
import com.google.api.services.pubsub.model.PullRequest;
import com.google.api.services.pubsub.model.ReceivedMessage;
import com.google.api.services.pubsub.model.Subscription;
import com.google.api.services.pubsub.model.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Google's own Java clients for what holds rows and messages, unmodified: all they are told is
/// where to go.
class DataClientsTest {
  private static final String PROJECT = "rows-and-messages";

  /// Signs nothing, and waits for an answer as long as a busy machine needs.
  private static final HttpRequestInitializer PATIENT =
      request -> request.setReadTimeout(60_000).setConnectTimeout(60_000);

  @TempDir Path folder;
  private LocalCloud cloud;

  @BeforeEach
  void start() {
    cloud = new LocalCloud(folder);
    cloud.project(PROJECT, List.of("bigquery", "pubsub"));
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void bigquery_takes_rows_answers_queries_and_refuses_in_the_clients_own_exception()
      throws IOException {
    Bigquery bigquery =
        new Bigquery.Builder(new NetHttpTransport(), GsonFactory.getDefaultInstance(), PATIENT)
            .setRootUrl(cloud.api("bigquery"))
            .setApplicationName("witness")
            .build();
    Dataset wanted =
        new Dataset()
            .setDatasetReference(new DatasetReference().setProjectId(PROJECT).setDatasetId("shop"))
            .setLocation("EU");
    Table table =
        new Table()
            .setTableReference(
                new TableReference()
                    .setProjectId(PROJECT)
                    .setDatasetId("shop")
                    .setTableId("orders"))
            .setSchema(
                new TableSchema()
                    .setFields(
                        List.of(
                            new TableFieldSchema().setName("id").setType("INT64"),
                            new TableFieldSchema().setName("city").setType("STRING"))));

    Dataset made = bigquery.datasets().insert(PROJECT, wanted).execute();
    bigquery.tables().insert(PROJECT, "shop", table).execute();
    TableDataInsertAllResponse taken =
        bigquery
            .tabledata()
            .insertAll(
                PROJECT,
                "shop",
                "orders",
                new TableDataInsertAllRequest()
                    .setRows(List.of(row(1, "Bern"), row(2, "Basel"), row(3, "Bern"))))
            .execute();
    QueryResponse counted =
        bigquery
            .jobs()
            .query(
                PROJECT,
                new QueryRequest()
                    .setUseLegacySql(false)
                    .setLocation("EU")
                    .setQuery(
                        "SELECT city, COUNT(*) AS n FROM shop.orders GROUP BY city ORDER BY city"))
            .execute();

    assertThat(made.getLocation()).isEqualTo("EU");
    assertThat(taken.getInsertErrors()).isNull();
    assertThat(counted.getJobComplete()).isTrue();
    assertThat(counted.getRows())
        .extracting(r -> r.getF().get(0).getV() + " " + r.getF().get(1).getV())
        .containsExactly("Basel 1", "Bern 2");
    assertThat(bigquery.tabledata().list(PROJECT, "shop", "orders").execute().getRows()).hasSize(3);
    assertThatThrownBy(() -> bigquery.tables().get(PROJECT, "shop", "none").execute())
        .isInstanceOfSatisfying(
            GoogleJsonResponseException.class,
            refused -> {
              assertThat(refused.getStatusCode()).isEqualTo(404);
              assertThat(refused.getDetails().getErrors().getFirst().getReason())
                  .isEqualTo("notFound");
            });
  }

  private static TableDataInsertAllRequest.Rows row(int id, String city) {
    return new TableDataInsertAllRequest.Rows()
        .setInsertId(Integer.toString(id))
        .setJson(Map.of("id", id, "city", city));
  }

  @Test
  void pubsub_delivers_what_is_published_until_it_is_acknowledged() throws IOException {
    Pubsub pubsub =
        new Pubsub.Builder(new NetHttpTransport(), GsonFactory.getDefaultInstance(), PATIENT)
            .setRootUrl(cloud.api("pubsub"))
            .setApplicationName("witness")
            .build();
    String topic = "projects/" + PROJECT + "/topics/orders";
    String subscription = "projects/" + PROJECT + "/subscriptions/clerk";
    Pubsub.Projects.Subscriptions subscriptions = pubsub.projects().subscriptions();

    pubsub.projects().topics().create(topic, new Topic()).execute();
    subscriptions.create(subscription, new Subscription().setTopic(topic)).execute();
    PubsubMessage message =
        new PubsubMessage()
            .encodeData("one book".getBytes(UTF_8))
            .setAttributes(Map.of("kind", "new"));
    List<String> ids =
        pubsub
            .projects()
            .topics()
            .publish(topic, new PublishRequest().setMessages(List.of(message)))
            .execute()
            .getMessageIds();
    List<ReceivedMessage> received =
        subscriptions
            .pull(subscription, new PullRequest().setMaxMessages(10))
            .execute()
            .getReceivedMessages();
    subscriptions
        .acknowledge(
            subscription,
            new AcknowledgeRequest().setAckIds(List.of(received.getFirst().getAckId())))
        .execute();

    assertThat(received).hasSize(1);
    assertThat(received.getFirst().getMessage().getMessageId()).isEqualTo(ids.getFirst());
    assertThat(received.getFirst().getMessage().decodeData()).isEqualTo("one book".getBytes(UTF_8));
    assertThat(received.getFirst().getMessage().getAttributes()).containsEntry("kind", "new");
    assertThat(
            subscriptions
                .pull(subscription, new PullRequest().setMaxMessages(10).setReturnImmediately(true))
                .execute()
                .getReceivedMessages())
        .isNull();
    assertThatThrownBy(() -> pubsub.projects().topics().create(topic, new Topic()).execute())
        .isInstanceOfSatisfying(
            GoogleJsonResponseException.class,
            refused -> assertThat(refused.getStatusCode()).isEqualTo(409));
  }
}
