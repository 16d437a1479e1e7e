package dev.groundwork.emulator.monitoring;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.LogEntry;
import dev.groundwork.emulator.control.LogEntry.Severity;
import dev.groundwork.emulator.control.OutgoingCalls;
import dev.groundwork.emulator.control.Projects.Project;
import dev.groundwork.emulator.http.Payload;
import dev.groundwork.emulator.http.Request;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Tells of incidents: web hooks get a real POST, topics a message; mails and messages to rooms,
/// pagers and telephones become files of their own, `mail/…eml` and `{kind}/…json`.
final class Notifier implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final ControlPlane plane;
  private final Path folder;
  private final OutgoingCalls calls;

  Notifier(ControlPlane plane, Path folder) {
    this.plane = plane;
    this.folder = folder;
    calls = new OutgoingCalls(plane);
  }

  /// Tells all channels of a policy, unless it does not want to be told of this.
  void tell(Entry incident, Fields policy) {
    String state = incident.body().text("state").orElse("").equals("OPEN") ? "OPENED" : "CLOSED";
    List<Value> prompts = policy.items("alertStrategy.notificationPrompts");
    if (prompts.isEmpty() || prompts.contains(Value.of(state))) {
      for (Value channel : policy.items("notificationChannels")) {
        if (channel instanceof Value.Text(var name)) {
          plane
              .store()
              .get(Monitoring.HOST + "/" + name)
              .filter(c -> c.body().flag("enabled"))
              .ifPresent(c -> send(incident, policy, c.body()));
        }
      }
    }
  }

  private void send(Entry incident, Fields policy, Fields channel) {
    Project project =
        plane
            .projects()
            .find(Incidents.project(incident.body().text("name").orElse("")))
            .orElseThrow();
    Fields json = Notice.json(project, incident, policy);
    String kind = channel.text("type").orElse("");
    try {
      switch (kind) {
        case "webhook_tokenauth", "webhook_basicauth" -> post(channel, json);
        case "email" -> mail(incident, policy, channel);
        case "pubsub" -> publish(channel, json);
        default -> file(kind, incident, channel, json);
      }
    } catch (IOException e) {
      failed(project, channel, e.getClass().getSimpleName());
    } catch (Undelivered e) {
      failed(project, channel, String.valueOf(e.getMessage()));
    }
  }

  /// The other side did not take it.
  private static final class Undelivered extends Exception {
    private static final long serialVersionUID = 1;

    Undelivered(String message) {
      super(message);
    }
  }

  private void post(Fields channel, Fields json) throws Undelivered {
    Map<String, String> headers = new TreeMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("User-Agent", "Google-Alerts");
    Optional<String> user = channel.text("labels.username");
    if (user.isPresent()) {
      String both = user.get() + ":" + channel.text("labels.password").orElse("");
      headers.put(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
    }
    OutgoingCalls.Answer answer =
        calls.send(
            "POST",
            URI.create(channel.text("labels.url").orElse("")),
            headers,
            new Payload(Json.write(json).getBytes(StandardCharsets.UTF_8)),
            PATIENCE);
    switch (answer) {
      case OutgoingCalls.Answered answered when answered.status() / 100 == 2 -> {}
      case OutgoingCalls.Answered answered -> throw new Undelivered("status " + answered.status());
      case OutgoingCalls.TooSlow _ -> throw new Undelivered("time-out");
      case OutgoingCalls.Unreachable(var why) -> throw new Undelivered(why);
    }
  }

  private void publish(Fields channel, Fields json) throws Undelivered {
    String data =
        Base64.getEncoder().encodeToString(Json.write(json).getBytes(StandardCharsets.UTF_8));
    Fields body = Fields.EMPTY.with("messages", Value.list(Fields.EMPTY.with("data", data)));
    int status =
        plane
            .answer(
                new Request(
                    "POST",
                    "pubsub.googleapis.com",
                    "/v1/" + channel.text("labels.topic").orElse("") + ":publish",
                    Map.of(),
                    Map.of("content-type", "application/json"),
                    new Payload(Json.write(body).getBytes(StandardCharsets.UTF_8))))
            .status();
    if (status != 200) {
      throw new Undelivered("status " + status);
    }
  }

  private void mail(Entry incident, Fields policy, Fields channel) throws IOException {
    Instant now = plane.clock().instant();
    String text =
        "From: Google Cloud Alerting <alerting-noreply@google.com>\n"
            + "To: "
            + channel.text("labels.email_address").orElse("").replaceAll("\\s", "")
            + "\nDate: "
            + DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC))
            + "\nSubject: "
            + Notice.subject(incident, policy).replaceAll("\\s+", " ")
            + "\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
            + Notice.summary(incident)
            + "\n\nPolicy: "
            + policy.text("displayName").orElse("")
            + "\nCondition: "
            + incident.hidden().text("condition.displayName").orElse("")
            + "\nOpened: "
            + incident.body().text("openTime").orElse("")
            + incident.body().text("closeTime").map(t -> "\nClosed: " + t).orElse("")
            + policy.text("documentation.content").map(c -> "\n\n" + c).orElse("")
            + "\n";
    write(folder.resolve("mail"), name(incident, now), ".eml", text);
  }

  private void file(String kind, Entry incident, Fields channel, Fields json) throws IOException {
    Fields shown =
        Fields.EMPTY
            .with(
                "to",
                channel
                    .text("labels.channel_name")
                    .or(() -> channel.text("labels.number"))
                    .or(() -> channel.text("labels.space"))
                    .orElse(""))
            .with("message", json);
    write(
        folder.resolve(kind),
        name(incident, plane.clock().instant()),
        ".json",
        Json.pretty(shown) + "\n");
  }

  private static String name(Entry incident, Instant now) {
    return STAMP.format(now)
        + "-"
        + incident.key().substring(incident.key().lastIndexOf('/') + 1)
        + "-"
        + incident.body().text("state").orElse("").toLowerCase(java.util.Locale.ROOT);
  }

  /// Several channels of one kind may be told at once.
  private static void write(Path folder, String name, String end, String text) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(name + end);
    for (int i = 2; Files.exists(file); i++) {
      file = folder.resolve(name + "-" + i + end);
    }
    Files.writeString(file, text);
  }

  private void failed(Project project, Fields channel, String why) {
    String name = channel.text("name").orElse("");
    plane
        .logs()
        .write(
            LogEntry.of(
                    project.id(),
                    "monitoring.googleapis.com/notification_delivery",
                    new LogEntry.Resource("notification_channel", Map.of("name", name)),
                    plane.clock().instant(),
                    new LogEntry.Payload.Data(
                        Fields.EMPTY
                            .with("channel", name)
                            .with("type", channel.text("type").orElse(""))
                            .with("message", "Notification could not be delivered: " + why)))
                .at(Severity.ERROR));
  }

  void erase() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    calls.close();
  }
}
