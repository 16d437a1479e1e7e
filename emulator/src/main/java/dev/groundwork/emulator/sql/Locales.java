package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The locales by which databases sort text. Cloud SQL's default is `en_US.UTF8`, which a small
/// system, such as a container, does not have. Then every locale comes from a folder of our own:
/// compiled from the system's sources where it has them; else under the asked name with the order
/// of code points.
final class Locales {
  static final String STANDARD = "en_US.UTF8";

  /// `en_US.UTF8`, `de_DE.utf-8`, `ca_ES.UTF-8@valencia`.
  private static final Pattern NAME =
      Pattern.compile("([a-z]{2,3}(?:_[A-Z]{2})?)\\.(?i:utf-?8)(@[a-z]+)?");

  private static final Path CODE_POINTS = Path.of("/usr/lib/locale/C.utf8");

  private final Path folder;
  private final Set<String> system;

  /// @param folder for the locales that the system lacks
  Locales(Path folder) {
    this.folder = folder;
    this.system =
        Command.run(List.of("locale", "-a"))
            .output()
            .lines()
            .map(Locales::normal)
            .collect(Collectors.toUnmodifiableSet());
  }

  /// What a server must find in its environment.
  Map<String, String> environment() {
    return hasStandard() ? Map.of() : Map.of("LOCPATH", folder.toString());
  }

  /// Sees to it that a server with this environment has the locale, as far as can be. A name that
  /// is none is left to PostgreSQL to refuse.
  void provide(String name) throws IOException {
    Matcher parts = NAME.matcher(name);
    if (hasStandard() || !parts.matches()) {
      return;
    }
    String modifier = parts.group(2) == null ? "" : parts.group(2);
    Path target = folder.resolve(parts.group(1) + ".utf8" + modifier);
    if (Files.exists(target)) {
      return;
    }
    Files.createDirectories(folder);
    Command compiled =
        Command.run(
            List.of(
                "localedef",
                "--no-archive",
                "-i",
                parts.group(1) + modifier,
                "-f",
                "UTF-8",
                target.toString()),
            Map.of(),
            "",
            Duration.ofSeconds(30));
    if (!compiled.succeeded() && !Files.exists(target) && Files.isDirectory(CODE_POINTS)) {
      Files.createSymbolicLink(target, CODE_POINTS);
    }
  }

  private boolean hasStandard() {
    return system.contains(normal(STANDARD));
  }

  private static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replace("utf-8", "utf8");
  }
}
