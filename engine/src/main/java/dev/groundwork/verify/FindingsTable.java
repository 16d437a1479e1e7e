package dev.groundwork.verify;

import dev.groundwork.resource.Address;
import dev.groundwork.verify.Finding.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Findings as a person reads them: by subject, a line each, and how many there are of each kind.
public final class FindingsTable {
  /// Longer names stand out, so that one of them does not push all evidence to the right.
  private static final int WIDEST = 50;

  private FindingsTable() {}

  /// How the terminal may be written to.
  ///
  /// @param color whether escape sequences for colours are understood and wanted
  /// @param unicode whether `✓ ✗ –` can be shown; `ok`, `FAIL` and `-` stand for them otherwise
  public record Style(boolean color, boolean unicode) {
    public static final Style PLAIN = new Style(false, false);
  }

  public static String render(List<Finding> findings, Style style) {
    StringBuilder out = new StringBuilder();
    Map<Address, List<Finding>> bySubject =
        findings.stream()
            .collect(
                Collectors.groupingBy(
                    f -> f.check().subject(), LinkedHashMap::new, Collectors.toList()));
    bySubject.forEach((subject, found) -> {
      out.append(subject).append('\n');
      int width =
          found.stream()
              .mapToInt(f -> f.check().name().length())
              .filter(w -> w <= WIDEST)
              .max()
              .orElse(0);
      found.forEach(finding -> line(out, finding, width, style));
    });
    return out.append(summary(findings)).append('\n').toString();
  }

  private static void line(StringBuilder out, Finding finding, int width, Style style) {
    String name = finding.check().name();
    out.append("  ").append(mark(finding.outcome(), style)).append(' ').append(name);
    if (!finding.evidence().isEmpty()) {
      out.append(" ".repeat(Math.max(0, width - name.length()) + 2)).append(finding.evidence());
    }
    out.append('\n');
  }

  private static String mark(Outcome outcome, Style style) {
    String mark =
        switch (outcome) {
          case PASSED -> style.unicode() ? "✓" : "ok  ";
          case FAILED -> style.unicode() ? "✗" : "FAIL";
          case SKIPPED -> style.unicode() ? "–" : "-   ";
        };
    int color =
        switch (outcome) {
          case PASSED -> 32;
          case FAILED -> 31;
          case SKIPPED -> 33;
        };
    return style.color() ? "\u001b[" + color + "m" + mark + "\u001b[0m" : mark;
  }

  /// One line: `12 checks: 10 passed, 1 failed, 1 not verified.`
  public static String summary(List<Finding> findings) {
    return findings.size()
        + (findings.size() == 1 ? " check: " : " checks: ")
        + count(findings, Outcome.PASSED)
        + " passed, "
        + count(findings, Outcome.FAILED)
        + " failed, "
        + count(findings, Outcome.SKIPPED)
        + " not verified.";
  }

  static long count(List<Finding> findings, Outcome outcome) {
    return findings.stream().filter(f -> f.outcome() == outcome).count();
  }
}
