package dev.groundwork.emulator.run;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One of a container's probes.
///
/// @param body Google's `Probe`, with its defaults
record Probe(Fields body) {

  static Optional<Probe> of(Fields container, String name) {
    return container.get(name).map(_ -> new Probe(container.fields(name)));
  }

  Duration period() {
    return Duration.ofSeconds(Templates.number(body, "periodSeconds", 10));
  }

  int threshold() {
    return Templates.number(body, "failureThreshold", 3);
  }

  private Duration timeout() {
    return Duration.ofSeconds(Templates.number(body, "timeoutSeconds", 1));
  }

  /// After how long a start has failed.
  Duration patience() {
    long wait = Templates.number(body, "initialDelaySeconds", 0);
    Duration periods = period().multipliedBy(threshold());
    return Duration.ofSeconds(wait).plus(periods.compareTo(timeout()) < 0 ? timeout() : periods);
  }

  /// Asks once. A probe's own port is that of the container; here that is the port that the process
  /// was given.
  boolean succeeds(int port) {
    try {
      return body.get("httpGet").isPresent() ? answers(port) : listens(port);
    } catch (IOException e) {
      return false;
    }
  }

  private boolean listens(int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis());
      return true;
    }
  }

  private boolean answers(int port) throws IOException {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry("Host", "127.0.0.1:" + port));
    headers.add(Map.entry("User-Agent", "GoogleHC/1.0"));
    for (Value value : body.items("httpGet.httpHeaders")) {
      Fields header = (Fields) value;
      headers.add(Map.entry(header.text("name").orElse(""), header.text("value").orElse("")));
    }
    try (Forward forward = new Forward(port)) {
      forward.patience(millis());
      String path = body.text("httpGet.path").orElse("/");
      int status = forward.send("GET", path, headers, InputStream.nullInputStream(), 0).status();
      return status >= 200 && status < 400;
    }
  }

  private int millis() {
    return (int) Math.min(Integer.MAX_VALUE, timeout().toMillis());
  }
}
