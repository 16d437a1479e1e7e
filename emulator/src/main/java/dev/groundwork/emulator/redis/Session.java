package dev.groundwork.emulator.redis;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The emulator's own connection to a server, by its socket in the file system: commands and their
/// short answers in Redis' protocol.
final class Session implements AutoCloseable {
  /// The server refused a command.
  static final class Rejected extends IOException {
    private static final long serialVersionUID = 1;

    Rejected(String message) {
      super(message);
    }
  }

  private final SocketChannel channel;
  private final InputStream in;

  private Session(SocketChannel channel) {
    this.channel = channel;
    in = new BufferedInputStream(Channels.newInputStream(channel));
  }

  /// @throws IOException when nothing listens there
  static Session open(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return new Session(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// @return the answer, when it is one line or one text
  /// @throws Rejected with the server's own words
  String ask(String... command) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(("*" + command.length + "\r\n").getBytes(StandardCharsets.UTF_8));
    for (String word : command) {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      out.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.writeBytes(bytes);
      out.writeBytes(new byte[] {'\r', '\n'});
    }
    ByteBuffer buffer = ByteBuffer.wrap(out.toByteArray());
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    String line = line();
    return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case '+', ':' -> line.substring(1);
      case '$' -> text(Integer.parseInt(line.substring(1)));
      default -> throw new Rejected(line.substring(Math.min(1, line.length())));
    };
  }

  private String text(int length) throws IOException {
    if (length < 0) {
      return "";
    }
    byte[] bytes = in.readNBytes(length);
    line();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the server has closed the connection");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
