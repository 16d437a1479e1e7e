package dev.groundwork.emulator.sql;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A session of the administrator over the server's local socket, which needs no password and which
/// only the server's own account can reach. Speaks the simple query protocol: text in, text out.
///
/// @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html">PostgreSQL, message
///   flow</a>
final class LocalSession implements AutoCloseable {
  private static final int PROTOCOL_3 = 3 << 16;

  private final SocketChannel channel;
  private final DataInputStream in;
  private final DataOutputStream out;

  /// PostgreSQL refused a statement.
  static final class Rejected extends Exception {
    private static final long serialVersionUID = 1;

    private final String detail;

    Rejected(String message, String detail) {
      super(message);
      this.detail = detail;
    }

    /// More about it, or empty.
    String detail() {
      return detail;
    }
  }

  private LocalSession(SocketChannel channel) {
    this.channel = channel;
    this.in = new DataInputStream(Channels.newInputStream(channel));
    this.out = new DataOutputStream(Channels.newOutputStream(channel));
  }

  /// @param socket the server's socket file
  /// @throws IOException when no server listens there
  /// @throws Rejected when the server lets nobody in now, or not into this database
  static LocalSession open(Path socket, String database) throws IOException, Rejected {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      LocalSession session = new LocalSession(channel);
      ByteArrayOutputStream startup = new ByteArrayOutputStream();
      for (String word :
          List.of(
              "user",
              Template.ADMINISTRATOR,
              "database",
              database,
              "application_name",
              "emulator",
              "")) {
        startup.writeBytes((word + "\0").getBytes(StandardCharsets.UTF_8));
      }
      session.out.writeInt(8 + startup.size());
      session.out.writeInt(PROTOCOL_3);
      session.out.write(startup.toByteArray());
      session.answer();
      // statements with passwords in them must not reach the server's log
      session.query(
          "SET log_statement = 'none'; SET log_min_error_statement = 'panic'; SET log_min_duration_statement = -1");
      return session;
    } catch (IOException | Rejected e) {
      channel.close();
      throw e;
    }
  }

  /// Runs one or more statements.
  ///
  /// @return the rows, each by column; a null is left out
  List<Map<String, String>> query(String sql) throws IOException, Rejected {
    byte[] text = (sql + "\0").getBytes(StandardCharsets.UTF_8);
    out.writeByte('Q');
    out.writeInt(4 + text.length);
    out.write(text);
    return answer();
  }

  /// A text as a literal.
  static String literal(String text) {
    return (text.contains("\\") ? " E'" : "'")
        + text.replace("\\", "\\\\").replace("'", "''").replace("\0", "")
        + "'";
  }

  /// A name as an identifier.
  static String identifier(String name) {
    return "\"" + name.replace("\"", "\"\"").replace("\0", "") + "\"";
  }

  private List<Map<String, String>> answer() throws IOException, Rejected {
    List<Map<String, String>> rows = new ArrayList<>();
    List<String> columns = List.of();
    Rejected rejected = null;
    while (true) {
      int kind;
      try {
        kind = in.readUnsignedByte();
      } catch (EOFException e) {
        if (rejected != null) {
          throw rejected;
        }
        throw e;
      }
      byte[] body = in.readNBytes(in.readInt() - 4);
      DataInputStream message = new DataInputStream(new ByteArrayInputStream(body));
      switch (kind) {
        case 'T' -> columns = columns(message);
        case 'D' -> rows.add(row(columns, message));
        case 'E' -> rejected = rejected(body);
        case 'Z' -> {
          if (rejected != null) {
            throw rejected;
          }
          return rows;
        }
        default -> {}
      }
    }
  }

  private static List<String> columns(DataInputStream message) throws IOException {
    List<String> columns = new ArrayList<>();
    int count = message.readUnsignedShort();
    for (int i = 0; i < count; i++) {
      ByteArrayOutputStream name = new ByteArrayOutputStream();
      for (int b = message.read(); b > 0; b = message.read()) {
        name.write(b);
      }
      columns.add(name.toString(StandardCharsets.UTF_8));
      message.skipNBytes(18);
    }
    return columns;
  }

  private static Map<String, String> row(List<String> columns, DataInputStream message)
      throws IOException {
    Map<String, String> row = new LinkedHashMap<>();
    int count = message.readUnsignedShort();
    for (int i = 0; i < count; i++) {
      int length = message.readInt();
      if (length >= 0) {
        row.put(columns.get(i), new String(message.readNBytes(length), StandardCharsets.UTF_8));
      }
    }
    return row;
  }

  private static Rejected rejected(byte[] body) {
    String message = "";
    String detail = "";
    for (String field : new String(body, StandardCharsets.UTF_8).split("\0", -1)) {
      if (field.startsWith("M")) {
        message = field.substring(1);
      } else if (field.startsWith("D")) {
        detail = field.substring(1);
      }
    }
    return new Rejected(message, detail);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
