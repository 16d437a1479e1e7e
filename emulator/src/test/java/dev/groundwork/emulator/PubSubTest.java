package dev.groundwork.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PubSubTest {
  private static final String IN = "pubsub.googleapis.com/v1/projects/shop-project/";

  @TempDir Path folder;
  private GoogleCloud cloud;

  @BeforeEach
  void open() {
    cloud = new GoogleCloud(folder);
    cloud.project("shop-project", "pubsub", "iam");
    cloud.put(IN + "topics/orders", "{}");
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void what_is_published_is_delivered_to_every_subscription_until_acknowledged() {
    subscribe("billing", "");
    subscribe("stock", "");
    publish("first", "second");

    assertThat(pulled("billing")).containsExactly("first", "second");
    assertThat(pulled("billing")).isEmpty();
    List<Value> deliveries = pull("stock");
    acknowledge("stock", deliveries);

    cloud.emulator.plane().advance(Duration.ofSeconds(11));
    assertThat(pulled("billing")).containsExactly("first", "second");
    assertThat(pulled("stock")).isEmpty();
  }

  @Test
  void messages_survive_a_restart_and_go_when_they_are_too_old() {
    subscribe("billing", "\"messageRetentionDuration\": \"3600s\"");
    publish("kept");
    cloud.close();
    cloud = new GoogleCloud(folder);

    assertThat(pulled("billing")).containsExactly("kept");
    cloud.emulator.plane().advance(Duration.ofMinutes(61));
    assertThat(pulled("billing")).isEmpty();
  }

  @Test
  void a_message_given_back_comes_again_and_one_given_more_time_does_not() {
    subscribe("billing", "");
    publish("a");
    List<Value> deliveries = pull("billing");
    modify("billing", deliveries, 60);
    cloud.emulator.plane().advance(Duration.ofSeconds(30));
    assertThat(pulled("billing")).isEmpty();

    modify("billing", deliveries, 0);
    assertThat(pulled("billing")).containsExactly("a");
  }

  @Test
  void what_is_delivered_too_often_goes_to_the_topic_for_dead_letters() {
    cloud.put(IN + "topics/dead", "{}");
    cloud.put(IN + "subscriptions/morgue", "{\"topic\": \"projects/shop-project/topics/dead\"}");
    subscribe(
        "billing",
        "\"deadLetterPolicy\": {\"deadLetterTopic\": \"projects/shop-project/topics/dead\", \"maxDeliveryAttempts\": 5}");
    publish("poison");

    for (int attempt = 1; attempt <= 5; attempt++) {
      assertThat(pull("billing"))
          .first()
          .satisfies(d -> assertThat(((Fields) d).get("deliveryAttempt")).isPresent());
      cloud.emulator.plane().advance(Duration.ofSeconds(11));
    }
    assertThat(pull("billing")).isEmpty();

    Fields dead = ((Fields) pull("morgue").getFirst()).fields("message");
    assertThat(dead.text("attributes.CloudPubSubDeadLetterSourceSubscription")).contains("billing");
    assertThat(dead.text("attributes.CloudPubSubDeadLetterSourceDeliveryCount")).contains("5");
  }

  @Test
  void a_filter_takes_messages_by_their_attributes() {
    subscribe(
        "billing",
        "\"filter\": \"attributes.kind = \\\"order\\\" AND NOT hasPrefix(attributes.shop, \\\"test\\\")\"");
    cloud.post(
        IN + "topics/orders:publish",
        "{\"messages\": [{\"attributes\": {\"kind\": \"order\", \"shop\": \"a\"}}, {\"attributes\": {\"kind\": \"order\", \"shop\": \"test1\"}}, {\"attributes\": {\"kind\": \"other\"}}]}");

    assertThat(pull("billing"))
        .singleElement()
        .satisfies(d -> assertThat(((Fields) d).text("message.attributes.shop")).contains("a"));
  }

  @Test
  void messages_of_one_ordering_key_come_one_after_another() {
    subscribe("billing", "\"enableMessageOrdering\": true");
    cloud.post(
        IN + "topics/orders:publish",
        "{\"messages\": [{\"data\": \"YQ==\", \"orderingKey\": \"k\"}, {\"data\": \"Yg==\", \"orderingKey\": \"k\"}]}");

    List<Value> first = pull("billing");
    assertThat(texts(first)).containsExactly("a");
    assertThat(pulled("billing")).isEmpty();
    acknowledge("billing", first);
    assertThat(pulled("billing")).containsExactly("b");
  }

  @Test
  void a_seek_brings_back_what_was_unacknowledged_when_the_snapshot_was_made() {
    subscribe("billing", "");
    publish("a");
    cloud.put(
        IN + "snapshots/before",
        "{\"subscription\": \"projects/shop-project/subscriptions/billing\"}");
    acknowledge("billing", pull("billing"));
    publish("b");
    acknowledge("billing", pull("billing"));
    assertThat(pulled("billing")).isEmpty();

    cloud.post(
        IN + "subscriptions/billing:seek",
        "{\"snapshot\": \"projects/shop-project/snapshots/before\"}");

    assertThat(pulled("billing")).containsExactly("a", "b");
  }

  @Test
  void a_push_is_made_again_until_it_is_taken_and_says_who_it_is() throws IOException {
    cloud.post(
        "iam.googleapis.com/v1/projects/shop-project/serviceAccounts",
        "{\"accountId\": \"pusher\"}");
    List<String> bodies = new CopyOnWriteArrayList<>();
    List<String> tokens = new CopyOnWriteArrayList<>();
    AtomicInteger refusals = new AtomicInteger(2);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.sendResponseHeaders(refusals.getAndDecrement() > 0 ? 503 : 204, -1);
          exchange.close();
        });
    server.start();
    try {
      String endpoint = "http://127.0.0.1:" + server.getAddress().getPort() + "/push";
      subscribe(
          "pushed",
          "\"pushConfig\": {\"pushEndpoint\": \""
              + endpoint
              + "\", \"oidcToken\": {\"serviceAccountEmail\": \"pusher@shop-project.iam.gserviceaccount.com\"}}");
      publish("hello");
      cloud.emulator.plane().advance(Duration.ofMinutes(1));

      assertThat(bodies).hasSize(3);
      assertThat(bodies.getLast()).contains(encoded("hello"), "subscriptions/pushed");
      assertThat(
              cloud
                  .emulator
                  .plane()
                  .issuer()
                  .verify(tokens.getLast().replace("Bearer ", ""))
                  .orElseThrow()
                  .audience())
          .isEqualTo(endpoint);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void a_deleted_topic_leaves_its_subscriptions_without_one() {
    subscribe("billing", "");
    cloud.delete(IN + "topics/orders");

    assertThat(cloud.get(IN + "subscriptions/billing").body().text("topic"))
        .contains("_deleted-topic_");
  }

  @Test
  void refusals_are_in_googles_words() {
    assertThat(cloud.get(IN + "topics/none").message())
        .isEqualTo("Resource not found (resource=none).");
    assertThat(cloud.put(IN + "topics/orders", "{}").message())
        .isEqualTo("Resource already exists in the project (resource=orders).");
    assertThat(cloud.put(IN + "topics/goog-mine", "{}").message())
        .startsWith("Invalid resource name given");
    assertThat(
            cloud
                .put(
                    IN + "subscriptions/none", "{\"topic\": \"projects/shop-project/topics/none\"}")
                .message())
        .isEqualTo("Resource not found (resource=none).");
    assertThat(cloud.post(IN + "topics/orders:publish", "{\"messages\": [{}]}").message())
        .startsWith("One or more messages in the publish request is empty.");
  }

  private void subscribe(String name, String more) {
    GoogleCloud.Said said =
        cloud.put(
            IN + "subscriptions/" + name,
            "{\"topic\": \"projects/shop-project/topics/orders\""
                + (more.isEmpty() ? "" : ", " + more)
                + "}");
    assertThat(said.status()).as("%s", said.body()).isEqualTo(200);
  }

  private void publish(String... texts) {
    List<Value> messages =
        List.of(texts).stream().<Value>map(t -> Fields.EMPTY.with("data", encoded(t))).toList();
    Fields body = Fields.EMPTY.with("messages", new Value.Items(messages));
    assertThat(
            cloud.post(IN + "topics/orders:publish", Json.write(body)).body().items("messageIds"))
        .hasSize(texts.length);
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<Value> pull(String subscription) {
    return cloud
        .post(
            IN + "subscriptions/" + subscription + ":pull",
            "{\"maxMessages\": 10, \"returnImmediately\": true}")
        .body()
        .items("receivedMessages");
  }

  private List<String> pulled(String subscription) {
    return texts(pull(subscription));
  }

  private static List<String> texts(List<Value> deliveries) {
    return deliveries.stream()
        .map(d -> ((Fields) d).text("message.data").orElse(""))
        .map(d -> new String(Base64.getDecoder().decode(d), StandardCharsets.UTF_8))
        .toList();
  }

  private void acknowledge(String subscription, List<Value> deliveries) {
    cloud.post(
        IN + "subscriptions/" + subscription + ":acknowledge", Json.write(ackIds(deliveries)));
  }

  private void modify(String subscription, List<Value> deliveries, int seconds) {
    cloud.post(
        IN + "subscriptions/" + subscription + ":modifyAckDeadline",
        Json.write(ackIds(deliveries).with("ackDeadlineSeconds", seconds)));
  }

  private static Fields ackIds(List<Value> deliveries) {
    return Fields.EMPTY.with(
        "ackIds",
        Value.texts(
            deliveries.stream().map(d -> ((Fields) d).text("ackId").orElseThrow()).toList()));
  }
}
