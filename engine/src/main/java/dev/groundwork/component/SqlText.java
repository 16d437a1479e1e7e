package dev.groundwork.component;

import dev.groundwork.component.Scripts.Script;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What SQL scripts say at first sight: which tables they make and fill. No parser: enough to know
/// what to look for.
final class SqlText {
  private SqlText() {}

  private static final String NAME =
      "((?:\"[^\"]+\"|[A-Za-z_][\\w$]*)(?:\\s*\\.\\s*(?:\"[^\"]+\"|[A-Za-z_][\\w$]*))?)";

  /// What must not be read as SQL: comments, texts in quotes and in dollars.
  private static final Pattern ASIDE =
      Pattern.compile(
          "--[^\\n]*|/\\*(?s:.*?)\\*/|'(?:[^']|'')*'|(\\$(?:[A-Za-z_]\\w*)?\\$)(?s:.*?)\\1");

  private static final Pattern STATEMENT =
      Pattern.compile(
          "\\bCREATE\\s+(?:UNLOGGED\\s+)?TABLE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?"
              + NAME
              + "|\\bDROP\\s+TABLE\\s+(?:IF\\s+EXISTS\\s+)?"
              + NAME
              + "|\\bALTER\\s+TABLE\\s+(?:IF\\s+EXISTS\\s+)?(?:ONLY\\s+)?"
              + NAME
              + "\\s+RENAME\\s+TO\\s+"
              + NAME,
          Pattern.CASE_INSENSITIVE);

  private static final Pattern INSERT =
      Pattern.compile("\\bINSERT\\s+INTO\\s+" + NAME, Pattern.CASE_INSENSITIVE);

  /// The tables that stand after all scripts, in the order in which they are made.
  static List<String> tables(List<Script> scripts) {
    SequencedSet<String> tables = new LinkedHashSet<>();
    for (Script script : scripts) {
      Matcher matcher = STATEMENT.matcher(withoutAsides(script.text()));
      while (matcher.find()) {
        if (matcher.group(1) != null) {
          tables.add(name(matcher.group(1)));
        } else if (matcher.group(2) != null) {
          tables.remove(name(matcher.group(2)));
        } else {
          tables.remove(name(matcher.group(3)));
          tables.add(name(matcher.group(4)));
        }
      }
    }
    return List.copyOf(tables);
  }

  /// The tables that the scripts insert rows into.
  static List<String> filled(List<Script> scripts) {
    SequencedSet<String> tables = new LinkedHashSet<>();
    for (Script script : scripts) {
      Matcher matcher = INSERT.matcher(withoutAsides(script.text()));
      while (matcher.find()) {
        tables.add(name(matcher.group(1)));
      }
    }
    return new ArrayList<>(tables);
  }

  private static String withoutAsides(String sql) {
    return ASIDE.matcher(sql).replaceAll(" ");
  }

  /// The name as PostgreSQL keeps it: without quotes, or in lower case; without the schema that is
  /// searched anyway.
  private static String name(String written) {
    List<String> parts = new ArrayList<>();
    for (String part : written.split("\\s*\\.\\s*", -1)) {
      parts.add(
          part.startsWith("\"")
              ? part.substring(1, part.length() - 1)
              : part.toLowerCase(java.util.Locale.ROOT));
    }
    if (parts.getFirst().equals("public")) {
      parts.removeFirst();
    }
    return String.join(".", parts);
  }
}
