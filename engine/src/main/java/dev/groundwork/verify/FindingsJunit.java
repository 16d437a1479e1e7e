package dev.groundwork.verify;

import dev.groundwork.diagnostic.Code;
import dev.groundwork.verify.Finding.Outcome;
import java.util.List;

/// Findings as JUnit's XML, which every build server shows.
public final class FindingsJunit {
  private FindingsJunit() {}

  /// One suite, named after the system and its environment; a case per finding, its class the
  /// subject's address.
  public static String render(String system, String environment, List<Finding> findings) {
    String counts =
        "tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"%d\""
            .formatted(
                findings.size(),
                FindingsTable.count(findings, Outcome.FAILED),
                FindingsTable.count(findings, Outcome.SKIPPED));
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.append("<testsuites ").append(counts).append(">\n");
    out.append("  <testsuite name=\"")
        .append(escape(system + "/" + environment))
        .append("\" ")
        .append(counts)
        .append(">\n");
    findings.forEach(finding -> testCase(out, finding));
    return out.append("  </testsuite>\n</testsuites>\n").toString();
  }

  private static void testCase(StringBuilder out, Finding finding) {
    out.append("    <testcase classname=\"")
        .append(escape(finding.check().subject().toString()))
        .append("\" name=\"");
    out.append(escape(finding.check().name())).append("\">");
    String evidence = escape(finding.evidence());
    out.append(
        switch (finding.outcome()) {
          case PASSED -> "<system-out>" + evidence + "</system-out>";
          case FAILED ->
              "<failure type=\"" + Code.CHECK_FAILED.id() + "\" message=\"" + evidence + "\"/>";
          case SKIPPED -> "<skipped message=\"" + evidence + "\"/>";
        });
    out.append("</testcase>\n");
  }

  /// Text for an attribute or an element. Characters that XML cannot hold at all become `?`.
  private static String escape(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '&' -> out.append("&amp;");
            case '"' -> out.append("&quot;");
            case '\n', '\r', '\t' -> out.append("&#").append(c).append(';');
            default ->
                out.appendCodePoint(
                    c < 0x20 || (c >= 0xD800 && c <= 0xDFFF) || c == 0xFFFE || c == 0xFFFF
                        ? '?'
                        : c);
          }
        });
    return out.toString();
  }
}
