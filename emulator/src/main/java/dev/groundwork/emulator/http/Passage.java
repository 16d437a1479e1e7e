package dev.groundwork.emulator.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/// Takes whole exchanges that are for no API: what the emulated cloud serves under addresses of its
/// customers, as it comes and as it is answered, streams included.
public interface Passage {
  /// Takes nothing.
  Passage NONE =
      new Passage() {
        @Override
        public boolean takes(String host) {
          return false;
        }

        @Override
        public void handle(HttpExchange exchange, String host, String path) {
          throw new IllegalStateException("takes nothing");
        }
      };

  /// @param host lower case, without a port
  boolean takes(String host);

  /// Answers. The exchange is closed afterwards; closed without an answer, the connection is cut.
  ///
  /// @param path percent-encoded, without the host that a path may begin with
  void handle(HttpExchange exchange, String host, String path) throws IOException;
}
