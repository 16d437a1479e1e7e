package dev.groundwork.emulator.http;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One answer.
///
/// @param status the HTTP status
/// @param headers beside Content-Type and Content-Length
/// @param content what it holds
/// @param delayMillis how long it is held back
public record Reply(int status, Map<String, String> headers, Content content, long delayMillis) {
  public Reply {
    headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
  }

  public Reply(int status, Map<String, String> headers, Content content) {
    this(status, headers, content, 0);
  }

  /// What an answer holds.
  public sealed interface Content {
    /// Nothing at all.
    record None() implements Content {}

    /// No answer: the connection is cut.
    record Cut() implements Content {}

    record Data(Value value) implements Content {}

    /// A part of a file.
    record FilePart(String type, Path file, long from, long length) implements Content {}

    /// Bytes of a type of their own.
    record Bytes(String type, Payload payload) implements Content {}
  }

  public static Reply ok(Value value) {
    return new Reply(200, Map.of(), new Content.Data(value));
  }

  /// `{}`, Google's answer that says nothing but done.
  public static Reply empty() {
    return ok(Value.Fields.EMPTY);
  }

  public static Reply status(int status, Value value) {
    return new Reply(status, Map.of(), new Content.Data(value));
  }

  public static Reply noContent() {
    return new Reply(204, Map.of(), new Content.None());
  }

  public static Reply bytes(String type, byte[] bytes) {
    return new Reply(200, Map.of(), new Content.Bytes(type, new Payload(bytes)));
  }

  /// No answer at all.
  public static Reply cut() {
    return new Reply(0, Map.of(), new Content.Cut());
  }

  public static Reply text(String text) {
    return bytes("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  public Reply with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new Reply(status, more, content, delayMillis);
  }

  public Reply after(long millis) {
    return new Reply(status, headers, content, millis);
  }

  /// The JSON, when it is JSON.
  public Optional<Value> json() {
    return content instanceof Content.Data(var value) ? Optional.of(value) : Optional.empty();
  }

  Optional<String> contentType() {
    return switch (content) {
      case Content.None _, Content.Cut _ -> Optional.empty();
      case Content.Data _ -> Optional.of("application/json; charset=UTF-8");
      case Content.Bytes(var type, _) -> Optional.of(type);
      case Content.FilePart(var type, _, _, _) -> Optional.of(type);
    };
  }

  byte[] payload() {
    return switch (content) {
      case Content.None _, Content.Cut _ -> new byte[0];
      case Content.Data(var value) -> (Json.pretty(value) + "\n").getBytes(StandardCharsets.UTF_8);
      case Content.Bytes(_, var payload) -> payload.bytes();
      case Content.FilePart _ -> throw new IllegalStateException("a file is not held in memory");
    };
  }
}
