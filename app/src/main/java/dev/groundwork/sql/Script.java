package dev.groundwork.sql;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One SQL file.
///
/// @param name the file's name, `001_initial_schema.sql`
/// @param sha256 of its bytes, lower-case hexadecimal
/// @param text what it says
record Script(String name, String sha256, String text) {
  /// A number, with parts if need be, then what it is about. Flyway's own `V1__name.sql` fits too.
  private static final Pattern NUMBERED =
      Pattern.compile("[Vv]?(\\d{1,18}(?:\\.\\d{1,18})*)_+.*\\.sql");

  /// The number that orders it among the others: `001`, `2026.03.1`; empty when its name has none.
  Optional<String> number() {
    return number(name);
  }

  static Optional<String> number(String name) {
    Matcher matcher = NUMBERED.matcher(name);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /// The scripts of a folder, by name.
  ///
  /// @throws IOException when the folder, or a file in it, cannot be read, or a file is not UTF-8
  static List<Script> in(Path folder) throws IOException {
    List<Script> scripts = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files
              .filter(f -> f.getFileName().toString().endsWith(".sql"))
              .sorted(Comparator.comparing(Path::getFileName))
              .toList()) {
        scripts.add(read(file));
      }
    }
    return scripts;
  }

  private static Script read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String name = file.getFileName().toString();
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes)).toString();
      return new Script(name, sha256(bytes), text);
    } catch (CharacterCodingException e) {
      throw new IOException(name + " is not UTF-8", e);
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
