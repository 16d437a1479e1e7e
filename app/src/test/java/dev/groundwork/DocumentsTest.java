package dev.groundwork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.diagnostic.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the documents promise is there.
class DocumentsTest {
  /// The repository's root, from the module's folder that Surefire runs in.
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @Test
  void every_error_code_has_a_page_and_every_page_a_code() throws IOException {
    try (Stream<Path> pages = Files.list(ROOT.resolve("docs/errors"))) {
      assertThat(pages.map(p -> p.getFileName().toString()).filter(n -> n.startsWith("GW")))
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(Code.values()).map(c -> c.id() + ".md").toList());
    }
  }

  @Test
  void every_relative_link_in_a_document_leads_somewhere() throws IOException {
    Pattern link = Pattern.compile("]\\((?!https?:|#|mailto:)([^)#\\s]+)");
    try (Stream<Path> guides = Files.walk(ROOT.resolve("docs"));
        Stream<Path> atTheRoot = Files.list(ROOT)) {
      List<Path> documents =
          Stream.concat(guides, atTheRoot).filter(p -> p.toString().endsWith(".md")).toList();
      assertThat(
              documents.stream()
                  .flatMap(document ->
                      link.matcher(read(document))
                          .results()
                          .map(m -> document.getParent().resolve(m.group(1)))
                          .filter(target -> !Files.exists(target))))
          .isEmpty();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
