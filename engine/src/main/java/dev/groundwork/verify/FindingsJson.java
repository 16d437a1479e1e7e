package dev.groundwork.verify;

import dev.groundwork.resource.Value;
import dev.groundwork.verify.Finding.Outcome;
import java.util.List;
import java.util.Locale;

/// Findings as a JSON document, for programs.
public final class FindingsJson {
  private FindingsJson() {}

  /// `{system, environment, passed, failed, skipped, findings: [{check, subject, outcome,
  /// evidence}]}`
  public static Value.Fields render(String system, String environment, List<Finding> findings) {
    return Value.fields()
        .with("system", system)
        .with("environment", environment)
        .with("passed", FindingsTable.count(findings, Outcome.PASSED))
        .with("failed", FindingsTable.count(findings, Outcome.FAILED))
        .with("skipped", FindingsTable.count(findings, Outcome.SKIPPED))
        .with(
            "findings",
            new Value.Items(findings.stream().<Value>map(FindingsJson::finding).toList()));
  }

  private static Value.Fields finding(Finding finding) {
    return Value.fields()
        .with("check", finding.check().name())
        .with("subject", finding.check().subject().toString())
        .with("outcome", finding.outcome().name().toLowerCase(Locale.ROOT))
        .with("evidence", finding.evidence());
  }
}
