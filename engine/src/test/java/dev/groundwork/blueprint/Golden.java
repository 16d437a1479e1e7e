package dev.groundwork.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whole outputs, kept as files beside the tests. `mvn verify -Daccept` writes them anew.
public final class Golden {
  private Golden() {}

  /// Maven passes an empty text when nobody says `-Daccept`.
  static final boolean ACCEPT = Boolean.getBoolean("accept");

  /// The text of a file that stands beside the goldens.
  static String text(String name) {
    try {
      return Files.readString(Path.of("src/test/resources/golden").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void assertSame(String name, String actual) {
    Path file = Path.of("src/test/resources/golden").resolve(name);
    try {
      if (ACCEPT) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, actual);
      }
      assertThat(file).exists();
      assertThat(actual).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
