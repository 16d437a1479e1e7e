import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// The cache, asked in its own protocol.
///
/// @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">the protocol</a>
final class Redis {
  private final URI url;
  private final String authority;

  /// @param url `rediss://:password@host:port`; `redis:` is not taken, since it is not encrypted
  Redis(URI url, String authority) {
    this.url = url;
    this.authority = authority;
  }

  /// Logs in and asks for a sign of life.
  String check() throws IOException {
    if (!"rediss".equals(url.getScheme())) {
      throw new IOException("REDIS_URL must begin with rediss://");
    }
    String login = url.getUserInfo() == null ? "" : url.getUserInfo();
    String password = login.substring(login.indexOf(':') + 1);
    try (Socket socket =
            Secured.over(
                Secured.plain(url.getHost(), url.getPort()),
                url.getHost(),
                url.getPort(),
                authority);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      if (!password.isEmpty()) {
        expect("+OK", ask(socket, in, "AUTH", password));
      }
      expect("+PONG", ask(socket, in, "PING"));
      return "answers over TLS";
    }
  }

  private static String ask(Socket socket, BufferedReader in, String... words) throws IOException {
    StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      int bytes = word.getBytes(StandardCharsets.UTF_8).length;
      command.append('$').append(bytes).append("\r\n").append(word).append("\r\n");
    }
    socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
    String answer = in.readLine();
    return answer == null ? "nothing" : answer;
  }

  private static void expect(String wanted, String answer) throws IOException {
    if (!answer.equals(wanted)) {
      throw new IOException("the cache answers " + answer);
    }
  }
}
