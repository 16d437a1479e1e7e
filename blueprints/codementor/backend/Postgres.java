import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The database, asked in its own protocol: TLS, login by SCRAM-SHA-256, one query.
///
/// @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html">the protocol</a>
final class Postgres {
  private static final int SSL_REQUEST = 80_877_103;
  private static final int VERSION_3 = 196_608;
  private static final int LONGEST = 1 << 20;

  private final URI url;
  private final String authority;

  /// @param url `postgresql://user:password@host:port/database`
  Postgres(URI url, String authority) {
    this.url = url;
    this.authority = authority;
  }

  /// One message of the server.
  private record Message(char type, byte[] body) {
    int number() {
      return body[0] << 24 | (body[1] & 255) << 16 | (body[2] & 255) << 8 | body[3] & 255;
    }

    String text(int from) {
      return new String(body, from, body.length - from, StandardCharsets.UTF_8);
    }
  }

  /// Logs in and has `SELECT 1` answered.
  String check() throws IOException {
    int port = url.getPort() < 0 ? 5432 : url.getPort();
    try (Socket plain = Secured.plain(url.getHost(), port)) {
      DataOutputStream asked = new DataOutputStream(plain.getOutputStream());
      asked.writeInt(8);
      asked.writeInt(SSL_REQUEST);
      asked.flush();
      if (plain.getInputStream().read() != 'S') {
        throw new IOException("the database offers no TLS");
      }
      try (Socket socket = Secured.over(plain, url.getHost(), port, authority)) {
        Conversation conversation = new Conversation(socket);
        conversation.logIn(url);
        conversation.ask("SELECT 1");
        return "answers over TLS";
      }
    }
  }

  private static final class Conversation {
    private final DataInputStream in;
    private final DataOutputStream out;

    Conversation(Socket socket) throws IOException {
      in = new DataInputStream(socket.getInputStream());
      out = new DataOutputStream(socket.getOutputStream());
    }

    void logIn(URI url) throws IOException {
      String[] login = url.getUserInfo().split(":", 2);
      ByteArrayOutputStream hello = new ByteArrayOutputStream();
      DataOutputStream body = new DataOutputStream(hello);
      body.writeInt(VERSION_3);
      for (String word : new String[] {"user", login[0], "database", url.getPath().substring(1)}) {
        body.write(word.getBytes(StandardCharsets.UTF_8));
        body.write(0);
      }
      body.write(0);
      out.writeInt(hello.size() + 4);
      out.write(hello.toByteArray());
      out.flush();
      Scram scram = new Scram(login.length > 1 ? login[1] : "");
      for (Message message = next(); message.type() != 'Z'; message = next()) {
        if (message.type() == 'R') {
          answer(message, scram);
        }
      }
    }

    /// Steps of the login, by the number that the message begins with.
    private void answer(Message message, Scram scram) throws IOException {
      switch (message.number()) {
        case 0 -> {}
        case 10 -> {
          if (!message.text(4).contains(Scram.NAME + "\0")) {
            throw new IOException("the database does not offer " + Scram.NAME);
          }
          byte[] first = scram.first().getBytes(StandardCharsets.UTF_8);
          ByteArrayOutputStream body = new ByteArrayOutputStream();
          DataOutputStream words = new DataOutputStream(body);
          words.write((Scram.NAME + "\0").getBytes(StandardCharsets.UTF_8));
          words.writeInt(first.length);
          words.write(first);
          send('p', body.toByteArray());
        }
        case 11 -> send('p', scram.proof(message.text(4)).getBytes(StandardCharsets.UTF_8));
        case 12 -> scram.verify(message.text(4));
        default -> throw new IOException("the database wants a login other than " + Scram.NAME);
      }
    }

    void ask(String query) throws IOException {
      send('Q', (query + "\0").getBytes(StandardCharsets.UTF_8));
      boolean row = false;
      for (Message message = next(); message.type() != 'Z'; message = next()) {
        row |= message.type() == 'D';
      }
      send('X', new byte[0]);
      if (!row) {
        throw new IOException("the database answers without a row");
      }
    }

    private void send(char type, byte[] body) throws IOException {
      out.writeByte(type);
      out.writeInt(body.length + 4);
      out.write(body);
      out.flush();
    }

    /// @throws IOException when it is an error, with what the server says and no detail of it
    private Message next() throws IOException {
      char type = (char) in.readUnsignedByte();
      int length = in.readInt() - 4;
      if (length < 0 || length > LONGEST) {
        throw new IOException("not the protocol of PostgreSQL");
      }
      Message message = new Message(type, in.readNBytes(length));
      if (type == 'E') {
        String said =
            Arrays.stream(message.text(0).split("\0"))
                .filter(field -> field.startsWith("M"))
                .map(field -> field.substring(1))
                .findFirst()
                .orElse("an error");
        throw new IOException("the database says: " + said);
      }
      return message;
    }
  }
}
