package dev.groundwork.emulator.http;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which Google API a request is for: said by the first segment of its path, by its `Host` header,
/// or by the absolute URL of a request to a proxy; or by its path alone, for clients that keep only
/// the root of the address that they are given.
final class Hosts {
  private static final Pattern GOOGLE =
      Pattern.compile(
          "[a-z0-9.-]+\\.(?:googleapis\\.com|google\\.com|google\\.internal|run\\.app)|metadata\\.google\\.internal|169\\.254\\.169\\.254");
  private static final Pattern SHARED =
      Pattern.compile(
          "/(?:upload/|resumable/upload/|download/|batch/)?(compute|storage|sql|dns|bigquery)/(?:v\\d|beta).*");

  private Hosts() {}

  /// An API and the path in it; the host is empty when the request is for no API.
  ///
  /// @param written the host as the path began with it
  record Aim(String host, String path, Optional<String> written) {
    Aim(String host, String path) {
      this(host, path, Optional.empty());
    }
  }

  /// @param target of the request line, percent-encoded
  static Aim of(URI target, Optional<String> hostHeader) {
    String path = Optional.ofNullable(target.getRawPath()).orElse("");
    path = path.isEmpty() ? "/" : path;
    if (target.getHost() != null && google(target.getHost())) {
      return canonical(target.getHost(), path);
    }
    int second = path.indexOf('/', 1);
    String first = second < 0 ? path.substring(1) : path.substring(1, second);
    if (google(first)) {
      Aim aim = canonical(first, second < 0 ? "/" : path.substring(second));
      return new Aim(aim.host(), aim.path(), Optional.of(first));
    }
    String header = hostHeader.orElse("").replaceFirst(":\\d+$", "");
    if (google(header)) {
      return canonical(header, path);
    }
    if (path.startsWith("/computeMetadata/")) {
      return new Aim("metadata.google.internal", path);
    }
    // clients that take only a root for uploads leave out everything before the API's own path
    return SHARED.matcher(path).matches()
        ? canonical("www.googleapis.com", path)
        : new Aim("", path);
  }

  static boolean google(String host) {
    return GOOGLE.matcher(named(host)).matches();
  }

  /// A host's name under `.localhost`, which leads to this machine everywhere, is that host's too.
  private static String named(String host) {
    return host.toLowerCase(Locale.ROOT).replaceFirst("\\.localhost$", "");
  }

  /// One name for each API: `www.googleapis.com/compute/…` is Compute's, `content-` and `.mtls.`
  /// are the same API.
  private static Aim canonical(String host, String path) {
    String plain =
        named(host)
            .replaceFirst("^content-", "")
            .replace(".mtls.", ".")
            .replaceFirst("^[a-z]+-[a-z]+\\d+-run\\.googleapis\\.com$", "run.googleapis.com");
    if (plain.equals("www.googleapis.com")) {
      Matcher shared = SHARED.matcher(path);
      if (shared.matches()) {
        String api = shared.group(1);
        return new Aim((api.equals("sql") ? "sqladmin" : api) + ".googleapis.com", path);
      }
    }
    return new Aim(plain.equals("169.254.169.254") ? "metadata.google.internal" : plain, path);
  }
}
