package dev.groundwork.emulator.storage;

import dev.groundwork.emulator.control.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes a `multipart/related` body apart (RFC 2387).
public final class Multipart {
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=(?:\"([^\"]+)\"|'([^']+)'|([^;\\s]+))", Pattern.CASE_INSENSITIVE);
  private static final Pattern TYPE =
      Pattern.compile("^content-type:\\s*(.+?)\\s*$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  private Multipart() {}

  /// One part.
  ///
  /// @param type its Content-Type, empty when it says none
  /// @param from where its bytes begin in the body
  /// @param length how many they are
  public record Part(String type, int from, int length) {}

  /// @param contentType the request's, with the boundary
  /// @throws dev.groundwork.emulator.control.Refused when the body is not of that form
  public static List<Part> parts(String contentType, byte[] body) {
    Matcher found = BOUNDARY.matcher(contentType);
    if (!found.find()) {
      throw malformed();
    }
    String boundary =
        found.group(1) != null
            ? found.group(1)
            : found.group(2) != null ? found.group(2) : found.group(3);
    byte[] line = ("--" + boundary).getBytes(StandardCharsets.UTF_8);
    List<Part> parts = new ArrayList<>();
    int at = find(body, line, 0);
    while (at >= 0) {
      int start = at + line.length;
      int next = find(body, line, start);
      if (next < 0) {
        break;
      }
      parts.add(part(body, afterLine(body, start), next));
      at = next;
    }
    return parts;
  }

  /// @param end where the next boundary begins; the line's end before it belongs to it
  private static Part part(byte[] body, int start, int end) {
    int at = start;
    int headersEnd = start;
    while (at < end) {
      int next = afterLine(body, at);
      headersEnd = at;
      boolean blank =
          body[at] == '\n' || (body[at] == '\r' && at + 1 < end && body[at + 1] == '\n');
      at = next;
      if (blank) {
        break;
      }
    }
    int last = end > at && body[end - 1] == '\n' ? end - 1 : end;
    last = last > at && body[last - 1] == '\r' ? last - 1 : last;
    Matcher type =
        TYPE.matcher(new String(body, start, headersEnd - start, StandardCharsets.UTF_8));
    return new Part(type.find() ? type.group(1) : "", at, Math.max(0, last - at));
  }

  private static int afterLine(byte[] body, int from) {
    int at = from;
    while (at < body.length && body[at] != '\n') {
      at++;
    }
    return Math.min(at + 1, body.length);
  }

  /// Where a boundary begins a line.
  private static int find(byte[] body, byte[] line, int from) {
    for (int at = from; at + line.length <= body.length; at++) {
      if ((at == 0 || body[at - 1] == '\n')
          && body[at] == '-'
          && Arrays.equals(body, at, at + line.length, line, 0, line.length)) {
        return at;
      }
    }
    return -1;
  }

  public static dev.groundwork.emulator.control.Refused malformed() {
    return Refusal.invalid("Malformed multipart body.").withReason("badRequest").asException();
  }
}
