package dev.groundwork.gcp;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where Google's APIs are reached, and as whom.
public sealed interface Endpoint {

  /// The address of a call.
  ///
  /// @param host the API's host, `sqladmin.googleapis.com`
  /// @param path encoded path and query, without leading slash
  URI uri(String host, String path);

  /// What identifies the caller to that address.
  ///
  /// @throws IOException when there are no credentials or they cannot be renewed; the message says
  ///   what to do
  Map<String, List<String>> headers(URI uri) throws IOException;

  /// An emulator: every API below one address.
  ///
  /// @param base `http://127.0.0.1:8123`, without slash at the end
  /// @param token an access token of the emulator's; without one the caller is its owner
  record Emulator(URI base, Optional<String> token) implements Endpoint {
    public Emulator(URI base) {
      this(base, Optional.empty());
    }

    @Override
    public URI uri(String host, String path) {
      return URI.create(base + "/" + host + "/" + path);
    }

    @Override
    public Map<String, List<String>> headers(URI uri) {
      return token.map(t -> Map.of("Authorization", List.of("Bearer " + t))).orElseGet(Map::of);
    }

    /// Without the token.
    @Override
    public String toString() {
      return "Emulator[" + base + "]";
    }
  }

  /// The real Google Cloud.
  record Google(Credentials credentials) implements Endpoint {
    @Override
    public URI uri(String host, String path) {
      return URI.create("https://" + host + "/" + path);
    }

    @Override
    public Map<String, List<String>> headers(URI uri) throws IOException {
      return credentials.headers(uri);
    }
  }

  /// Who calls.
  interface Credentials {
    /// The headers of a call: the token, and `x-goog-user-project` where a project pays for the
    /// call.
    Map<String, List<String>> headers(URI uri) throws IOException;
  }
}
