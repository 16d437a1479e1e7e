package dev.groundwork.redis;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Commands and answers of one connection, in Redis' own protocol (RESP 2).
///
/// @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">the protocol</a>
final class Conversation implements AutoCloseable {
  private static final int LONGEST_LINE = 64 * 1024;

  private final Socket socket;
  private final InputStream in;

  Conversation(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /// What a server answers to a command.
  ///
  /// @param text of one line, or of a whole value
  record Said(boolean isError, String text) {}

  /// Sends one command and waits for its answer: a line, a number or a text.
  Said ask(List<String> command) throws IOException {
    StringBuilder sent = new StringBuilder("*" + command.size() + "\r\n");
    for (String word : command) {
      int bytes = word.getBytes(StandardCharsets.UTF_8).length;
      sent.append('$').append(bytes).append("\r\n").append(word).append("\r\n");
    }
    socket.getOutputStream().write(sent.toString().getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
    String line = line();
    if (line.isEmpty()) {
      throw new IOException("an empty answer");
    }
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+', ':' -> new Said(false, rest);
      case '-' -> new Said(true, rest);
      case '$' -> new Said(false, whole(Integer.parseInt(rest)));
      default -> throw new IOException("not the protocol of Redis");
    };
  }

  private String whole(int length) throws IOException {
    if (length < 0) {
      return "";
    }
    byte[] bytes = in.readNBytes(length);
    in.skipNBytes(2);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (line.length() > LONGEST_LINE) {
        throw new IOException("not the protocol of Redis");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
