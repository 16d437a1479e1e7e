package dev.groundwork.emulator.storage;

import dev.groundwork.emulator.control.Refusal;
import java.util.Arrays;
import java.util.regex.Pattern;

/// Which names a bucket can have.
///
/// @see <a href="https://cloud.google.com/storage/docs/buckets#naming">Bucket names</a>
final class BucketNames {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");
  private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern GOOGLE = Pattern.compile("goog.*|.*(google|g00gle).*");

  private BucketNames() {}

  /// @throws dev.groundwork.emulator.control.Refused when a bucket cannot have the name
  static void check(String name) {
    if (name.isEmpty()) {
      throw Refusal.required("Required").asException();
    }
    boolean parts =
        Arrays.stream(name.split("\\.", -1))
            .allMatch(part -> !part.isEmpty() && part.length() <= 63);
    if (!FORM.matcher(name).matches()
        || !parts
        || ADDRESS.matcher(name).matches()
        || GOOGLE.matcher(name).matches()) {
      throw Refusal.invalid("Invalid bucket name: '" + name + "'").asException();
    }
  }
}
