package dev.groundwork.gcp;

import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Google's application default credentials: `GOOGLE_APPLICATION_CREDENTIALS`, those of `gcloud
/// auth application-default login`, or the metadata server. Looked for at the first call.
public final class ApplicationDefault implements Endpoint.Credentials {
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final String USER_PROJECT = "x-goog-user-project";

  private final Optional<String> userProject;
  private @Nullable GoogleCredentials found;

  /// @param userProject the project that calls are counted and billed to; empty for the one that
  ///   the credentials name
  public ApplicationDefault(Optional<String> userProject) {
    this.userProject = userProject;
  }

  @Override
  public Map<String, List<String>> headers(URI uri) throws IOException {
    Map<String, List<String>> headers = new HashMap<>(credentials().getRequestMetadata(uri));
    userProject.ifPresent(project -> {
      headers.keySet().removeIf(USER_PROJECT::equalsIgnoreCase);
      headers.put(USER_PROJECT, List.of(project));
    });
    return headers;
  }

  private synchronized GoogleCredentials credentials() throws IOException {
    GoogleCredentials credentials = found;
    if (credentials == null) {
      credentials = GoogleCredentials.getApplicationDefault().createScoped(SCOPE);
      found = credentials;
    }
    return credentials;
  }
}
