package dev.groundwork.emulator.run;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// One HTTP request handed on to a process of this machine, as it came, on a connection of its own.
/// The JDK's client would write the `Host` header anew, by which services know their own address.
final class Forward implements AutoCloseable {
  /// About one connection, not about the message.
  static final Set<String> HOPS =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private final Socket socket;
  private final InputStream in;

  Forward(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /// How long each part of the answer may take to come.
  void patience(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  /// @param status of the answer
  /// @param headers each with all its values, in order
  /// @param length of the body; -1 when only its end tells
  /// @param body to be read before the connection is closed
  record Answer(
      int status, List<Map.Entry<String, String>> headers, long length, InputStream body) {}

  /// @param target path and query, as written
  /// @param headers without those about the connection
  /// @param length of the body; -1 when it is not known
  Answer send(
      String verb,
      String target,
      List<Map.Entry<String, String>> headers,
      InputStream body,
      long length)
      throws IOException {
    StringBuilder head = new StringBuilder();
    head.append(verb).append(' ').append(target).append(" HTTP/1.1\r\n");
    headers.forEach(h -> head.append(h.getKey()).append(": ").append(h.getValue()).append("\r\n"));
    head.append("Connection: close\r\n");
    head.append(
        length < 0
            ? "Transfer-Encoding: chunked\r\n"
            : length > 0 || verb.matches("P.*") ? "Content-Length: " + length + "\r\n" : "");
    head.append("\r\n");
    OutputStream out = socket.getOutputStream();
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    if (length < 0) {
      chunked(body, out);
    } else if (length > 0) {
      body.transferTo(out);
    }
    out.flush();
    return answer(verb);
  }

  private static void chunked(InputStream body, OutputStream out) throws IOException {
    byte[] buffer = new byte[8192];
    for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
      if (n > 0) {
        out.write((Integer.toHexString(n) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.write(buffer, 0, n);
        out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
      }
    }
    out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
  }

  private Answer answer(String verb) throws IOException {
    int status = status(line());
    while (status / 100 == 1) {
      headers();
      status = status(line());
    }
    List<Map.Entry<String, String>> headers = headers();
    boolean bodiless = verb.equals("HEAD") || status == 204 || status == 304;
    String length = header(headers, "content-length");
    boolean chunks =
        header(headers, "transfer-encoding").toLowerCase(Locale.ROOT).contains("chunked");
    headers.removeIf(h -> HOPS.contains(h.getKey().toLowerCase(Locale.ROOT)));
    if (bodiless) {
      return new Answer(status, headers, 0, InputStream.nullInputStream());
    }
    if (chunks) {
      return new Answer(status, headers, -1, new Chunks(in));
    }
    long size = length.isEmpty() ? -1 : Long.parseLong(length);
    return new Answer(status, headers, size, size < 0 ? in : new Part(in, size));
  }

  private static int status(String line) throws IOException {
    if (!line.matches("HTTP/1\\.[01] \\d{3}.*")) {
      throw new IOException("no HTTP: " + line);
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  private List<Map.Entry<String, String>> headers() throws IOException {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.add(Map.entry(line.substring(0, colon), line.substring(colon + 1).strip()));
      }
    }
    return headers;
  }

  private static String header(List<Map.Entry<String, String>> headers, String name) {
    return headers.stream()
        .filter(h -> h.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  private String line() throws IOException {
    return line(in);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection ended");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /// Cuts the connection.
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // closed is closed
    }
  }

  /// A body that ends after so many bytes.
  private static final class Part extends InputStream {
    private final InputStream in;
    private long left;

    Part(InputStream in, long length) {
      this.in = in;
      left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int n = in.read(to, from, (int) Math.min(length, left));
      if (n < 0) {
        throw new EOFException("the answer is shorter than it said");
      }
      left -= n;
      return n;
    }
  }

  /// A body in chunks, each with its length before it.
  private static final class Chunks extends InputStream {
    private final InputStream in;
    private long left;
    private boolean first = true;
    private boolean ended;

    Chunks(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
      if (left == 0 && !ended) {
        if (!first) {
          line(in);
        }
        first = false;
        left = Long.parseLong(line(in).replaceFirst(";.*", "").strip(), 16);
        ended = left == 0;
      }
      if (ended) {
        return -1;
      }
      int n = in.read(to, from, (int) Math.min(length, left));
      if (n < 0) {
        throw new EOFException("the answer was cut");
      }
      left -= n;
      return n;
    }
  }
}
