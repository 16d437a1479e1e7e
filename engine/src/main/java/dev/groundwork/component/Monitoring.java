package dev.groundwork.component;

import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Who watches over a system: where its log entries are kept, whether it answers, who is told when
/// it does not, and a page that shows how it does.
///
/// @param name what the log bucket and the dashboard are called; empty for the component's own
/// @param service the Cloud Run service that is watched; empty for none
/// @param uptime probes from outside, by name
/// @param alerts when somebody is told
/// @param dashboard whether there is a page
/// @param channels who is told, by name
public record Monitoring(
    Optional<String> name,
    Optional<Value> service,
    Optional<Logs> logs,
    SequencedMap<String, Uptime> uptime,
    Alerts alerts,
    boolean dashboard,
    SequencedMap<String, Channel> channels)
    implements Component {

  /// @param keepDays how long entries are kept
  /// @param filter which entries, in Logging's query language; empty for all
  public record Logs(long keepDays, Optional<String> filter) {}

  /// A probe that asks again and again.
  ///
  /// @param url what is asked; empty for the service
  /// @param path of the service; not used with `url`
  /// @param contains what the answer must hold; empty for anything
  public record Uptime(
      Place place,
      Optional<String> url,
      String path,
      Duration period,
      Duration timeout,
      Optional<String> contains) {}

  /// @param errorRate empty for none
  /// @param uptime how long a probe must fail; empty for none
  public record Alerts(Optional<ErrorRate> errorRate, Optional<Duration> uptime) {}

  /// @param percent of all answers
  /// @param lasts how long it must be so
  public record ErrorRate(Place place, long percent, Duration lasts) {}

  /// Who is told.
  public sealed interface Channel {
    Place place();

    record Email(Place place, String address) implements Channel {}

    /// @param token the secret that holds the token by which Google writes to the room
    record Slack(Place place, String room, Value token) implements Channel {}

    record Webhook(Place place, String url) implements Channel {}

    /// Which of them is meant is not said, or said more than once.
    record Unclear(Place place) implements Channel {}
  }

  private static final Form LOGS =
      Form.of(
          "logs",
          "A log bucket, and a sink that fills it.",
          Field.of("keepDays", new Kind.Whole(1, 3650), "How many days entries are kept.").or(30),
          Field.of(
              "filter",
              Kind.Text.ANY,
              "Which entries, in Logging's query language; without it all."));

  private static final Form UPTIME =
      Form.of(
          "uptime check",
          "A probe from several places of the world.",
          Field.of(
              "url",
              Kind.Text.of(
                  "https?://[^/\\s]+(/\\S*)?", "a URL such as `https://example.com/health`"),
              "What is asked, when it is not the service."),
          Field.of("path", Kind.Text.of("/\\S*", "a path such as `/health`"), "The service's path.")
              .or("/"),
          Field.of("period", Kind.Choice.of("1m", "5m", "10m", "15m"), "How often.").or("1m"),
          Field.of("timeout", Spans.KIND, "How long an answer may take, at most `60s`.").or("10s"),
          Field.of("contains", Kind.Text.ANY, "What the answer must hold."));

  private static final Form ERROR_RATE =
      Form.of(
          "error rate alert",
          "The share of answers with a status of 500 and more.",
          Field.of("abovePercent", new Kind.Whole(0, 99), "The share that is too much.").or(5),
          Field.of("for", Spans.KIND, "How long it must be so.").or("5m"));

  private static final Form UPTIME_ALERT =
      Form.of(
          "uptime alert",
          "A probe fails from more than one place.",
          Field.of("for", Spans.KIND, "How long it must be so.").or("1m"));

  private static final Form ALERTS =
      Form.of(
          "alerts",
          "When somebody is told.",
          Field.of("errorRate", new Kind.Switch(ERROR_RATE), "Too many answers are errors."),
          Field.of("uptime", new Kind.Switch(UPTIME_ALERT), "A probe fails."));

  private static final Form CHANNEL =
      Form.of(
          "channel",
          "Who is told; one of `email`, `slack` and `webhook`.",
          Field.of(
              "email",
              Kind.Text.of("[^@\\s]+@[^@\\s]+", "an e-mail address"),
              "Mail to this address."),
          Field.of(
              "slack",
              Kind.Text.of("#?[^\\s#]+", "a channel of Slack such as `\"#alerts\"`, in quotes"),
              "A message to this channel of Slack; needs `token`."),
          Field.of(
              "token",
              new Kind.Link("secretmanager.Secret"),
              "The secret that holds Slack's token: `${slack-token}`."),
          Field.of(
              "webhook",
              Kind.Text.of("https?://\\S+", "a URL"),
              "Google's description of the incident, sent to this URL."));

  static final Form FORM =
      Form.of(
          "monitoring",
          "Where log entries are kept, whether the system answers, and who is told when it does not.",
          Field.of(
              "name",
              Kind.Text.of(
                  "[A-Za-z0-9][A-Za-z0-9_.-]{0,63}",
                  "at most 64 letters, digits, hyphens, underscores and periods"),
              "What the log bucket and the dashboard are called; by default the component's name."),
          Field.of(
              "service",
              new Kind.Link("run.Service"),
              "The service that is watched: `${NAME}` of a component of type service."),
          Field.of("logs", new Kind.Switch(LOGS), "A log bucket, and a sink that fills it."),
          Field.of(
              "uptime", new Kind.MapOf(Naming.COMPUTE, new Kind.Part(UPTIME)), "Probes, by name."),
          Field.of("alerts", new Kind.Part(ALERTS), "When somebody is told."),
          Field.of("dashboard", new Kind.Flag(), "Whether there is a page that shows how it does.")
              .or(false),
          Field.of(
              "channels", new Kind.MapOf(Naming.COMPUTE, new Kind.Part(CHANNEL)), "Who is told."));

  static final ComponentType TYPE =
      ComponentType.of(FORM, "monitoring.Dashboard", Monitoring::from)
          .withParts(
              Map.of(
                  "uptime", "monitoring.UptimeCheckConfig",
                  "alerts", "monitoring.AlertPolicy",
                  "channels", "monitoring.NotificationChannel"));

  static Monitoring from(Settings given) {
    SequencedMap<String, Uptime> uptime = new LinkedHashMap<>();
    given.parts("uptime").forEach((name, check) -> uptime.put(name, uptime(check)));
    SequencedMap<String, Channel> channels = new LinkedHashMap<>();
    given.parts("channels").forEach((name, channel) -> channels.put(name, channel(channel)));
    Settings alerts = given.part("alerts");
    return new Monitoring(
        given.maybeText("name"),
        given.value("service"),
        given
            .maybePart("logs")
            .map(logs -> new Logs(logs.whole("keepDays"), logs.maybeText("filter"))),
        uptime,
        new Alerts(
            alerts
                .maybePart("errorRate")
                .map(rate ->
                    new ErrorRate(
                        rate.place(), rate.whole("abovePercent"), Spans.parse(rate.text("for")))),
            alerts.maybePart("uptime").map(alert -> Spans.parse(alert.text("for")))),
        given.flag("dashboard"),
        channels);
  }

  private static Uptime uptime(Settings given) {
    return new Uptime(
        given.place(),
        given.maybeText("url"),
        given.text("path"),
        Spans.parse(given.text("period")),
        Spans.parse(given.text("timeout")),
        given.maybeText("contains"));
  }

  private static Channel channel(Settings given) {
    List<String> kinds = List.of("email", "slack", "webhook").stream().filter(given::has).toList();
    if (kinds.size() != 1 || given.has("slack") != given.has("token")) {
      return new Channel.Unclear(given.place());
    }
    return switch (kinds.getFirst()) {
      case "email" -> new Channel.Email(given.place(), given.text("email"));
      case "webhook" -> new Channel.Webhook(given.place(), given.text("webhook"));
      default ->
          new Channel.Slack(given.place(), given.text("slack"), given.value("token").orElseThrow());
    };
  }

  @Override
  public Expansion expand(Context context) {
    return new MonitoringExpansion(this, context).expand();
  }
}
