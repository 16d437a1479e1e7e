package dev.groundwork.blueprint;

import static dev.groundwork.blueprint.Blueprints.HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.diagnostic.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The page of each mistake in a blueprint shows text that makes it, after the usual first six
/// lines, and what is then said.
class ErrorPagesTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("```yaml\\n(.*?)```\\n\\n```\\n(.*?)```", Pattern.DOTALL);

  static Stream<Code> mistakesInBlueprints() {
    return Stream.of(Code.values()).filter(code -> code.id().startsWith("GW1"));
  }

  @ParameterizedTest
  @MethodSource("mistakesInBlueprints")
  void the_page_says_what_groundwork_says(Code code) throws IOException {
    Path file = Path.of("../docs/errors/" + code.id() + ".md");
    String page = Files.readString(file);
    Matcher example = EXAMPLE.matcher(page);
    assertThat(example.find()).as("an example in " + file).isTrue();

    Read read =
        Blueprints.read(
            MapFolder.of(HEAD + example.group(1)), code == Code.UNKNOWN_ENVIRONMENT ? "prd" : "");
    String said = String.join("\n", Blueprints.lines(read)) + "\n";

    assertThat(Blueprints.codes(read)).contains(code.id());
    if (Golden.ACCEPT) {
      Files.writeString(
          file, page.substring(0, example.start(2)) + said + page.substring(example.end(2)));
    } else {
      assertThat(example.group(2)).isEqualTo(said);
    }
  }
}
