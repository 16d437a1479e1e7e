package dev.groundwork.emulator.storage;

import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.http.Request;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// The body of an upload in two parts: the object's metadata as JSON, and its bytes.
final class Multipart {
  private final Fields metadata;
  private final String type;
  private final byte[] data;

  private Multipart(Fields metadata, String type, byte[] data) {
    this.metadata = metadata;
    this.type = type;
    this.data = data;
  }

  /// @throws dev.groundwork.emulator.control.Refused when the body is not of that form
  static Multipart parse(Request request) {
    String contentType = request.header("content-type").orElse("");
    int at = contentType.indexOf("boundary=");
    if (at < 0) {
      throw bad();
    }
    String boundary = contentType.substring(at + "boundary=".length()).replaceFirst(";.*", "").replaceAll("[\"']", "").strip();
    byte[] body = request.body().bytes();
    byte[] mark = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    int first = find(body, mark, 0);
    int second = first < 0 ? -1 : find(body, mark, first + mark.length);
    int third = second < 0 ? -1 : find(body, mark, second + mark.length);
    if (third < 0) {
      throw bad();
    }
    byte[] one = Arrays.copyOfRange(body, first + mark.length, second);
    byte[] two = Arrays.copyOfRange(body, second + mark.length, third);
    try {
      Fields metadata = Json.parseFields(new String(content(one), StandardCharsets.UTF_8));
      return new Multipart(metadata, type(two), content(two));
    } catch (Json.Malformed e) {
      throw bad();
    }
  }

  private static byte[] content(byte[] part) {
    int end = part.length;
    if (end >= 2 && part[end - 2] == '\r') {
      end -= 2;
    } else if (end >= 1 && part[end - 1] == '\n') {
      end -= 1;
    }
    return Arrays.copyOfRange(part, head(part), end);
  }

  /// Where the part's content begins: after its first empty line.
  private static int head(byte[] part) {
    int crlf = find(part, "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), 0);
    int lf = find(part, "\n\n".getBytes(StandardCharsets.ISO_8859_1), 0);
    if (crlf < 0 && lf < 0) {
      throw bad();
    }
    return crlf >= 0 && (lf < 0 || crlf < lf) ? crlf + 4 : lf + 2;
  }

  private static String type(byte[] part) {
    String head = new String(part, 0, head(part), StandardCharsets.ISO_8859_1);
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-type:"))
        .map(line -> line.substring("content-type:".length()).strip())
        .findFirst()
        .orElse("application/octet-stream");
  }

  private static int find(byte[] in, byte[] what, int from) {
    for (int i = from; i <= in.length - what.length; i++) {
      if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    return -1;
  }

  private static RuntimeException bad() {
    return Refusal.invalid("Malformed multipart body.").withReason("badContent").asException();
  }

  Fields metadata() {
    return metadata;
  }

  String type() {
    return type;
  }

  byte[] data() {
    return data;
  }
}
