package dev.groundwork.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.resource.Address;
import dev.groundwork.resource.Json;
import dev.groundwork.verify.Check.Expectation;
import dev.groundwork.verify.Finding.Outcome;
import dev.groundwork.verify.FindingsTable.Style;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/// Findings for people, programs and build servers.
class FindingsTest {
  private static final List<Finding> FINDINGS =
      List.of(
          finding("sql.Instance/db", "db runs", Outcome.PASSED, "state is RUNNABLE"),
          finding(
              "sql.Database/db.orders",
              "orders keeps tenants apart",
              Outcome.FAILED,
              "users: \"row-level\" security is off & <on>"),
          finding(
              "sql.Instance/db",
              "db has no public address",
              Outcome.SKIPPED,
              "sql.Instance/db cannot be read: you may not"));

  @Test
  void a_table_groups_by_subject_and_counts() {
    assertThat(FindingsTable.render(FINDINGS, new Style(false, true)))
        .isEqualTo(
            """
            sql.Instance/db
              ✓ db runs                   state is RUNNABLE
              – db has no public address  sql.Instance/db cannot be read: you may not
            sql.Database/db.orders
              ✗ orders keeps tenants apart  users: "row-level" security is off & <on>
            3 checks: 1 passed, 1 failed, 1 not verified.
            """);
  }

  @Test
  void a_terminal_without_unicode_gets_words() {
    assertThat(FindingsTable.render(FINDINGS, Style.PLAIN))
        .isEqualTo(
            """
            sql.Instance/db
              ok   db runs                   state is RUNNABLE
              -    db has no public address  sql.Instance/db cannot be read: you may not
            sql.Database/db.orders
              FAIL orders keeps tenants apart  users: "row-level" security is off & <on>
            3 checks: 1 passed, 1 failed, 1 not verified.
            """);
  }

  @Test
  void a_long_name_does_not_push_the_others_aside() {
    String name = "db has the tables a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p";
    List<Finding> findings =
        List.of(
            finding("sql.Instance/db", name, Outcome.PASSED, "16 of 16"),
            finding("sql.Instance/db", "db runs", Outcome.PASSED, "RUNNABLE"));

    assertThat(FindingsTable.render(findings, new Style(false, true)))
        .isEqualTo(
            "sql.Instance/db\n  ✓ "
                + name
                + "  16 of 16\n  ✓ db runs  RUNNABLE\n2 checks: 2 passed, 0 failed, 0 not verified.\n");
  }

  @Test
  void colours_are_for_marks_only() {
    assertThat(FindingsTable.render(FINDINGS.subList(0, 1), new Style(true, true)))
        .isEqualTo(
            "sql.Instance/db\n  \u001b[32m✓\u001b[0m db runs  state is RUNNABLE\n1 check: 1 passed, 0 failed, 0 not verified.\n");
  }

  @Test
  void a_json_document_holds_everything() {
    assertThat(Json.pretty(FindingsJson.render("shop", "dev", FINDINGS)))
        .isEqualToNormalizingNewlines(
            """
            {
              "system" : "shop",
              "environment" : "dev",
              "passed" : 1,
              "failed" : 1,
              "skipped" : 1,
              "findings" : [
                {
                  "check" : "db runs",
                  "subject" : "sql.Instance/db",
                  "outcome" : "passed",
                  "evidence" : "state is RUNNABLE"
                },
                {
                  "check" : "orders keeps tenants apart",
                  "subject" : "sql.Database/db.orders",
                  "outcome" : "failed",
                  "evidence" : "users: \\"row-level\\" security is off & <on>"
                },
                {
                  "check" : "db has no public address",
                  "subject" : "sql.Instance/db",
                  "outcome" : "skipped",
                  "evidence" : "sql.Instance/db cannot be read: you may not"
                }
              ]
            }\
            """);
  }

  @Test
  void junit_xml_is_what_build_servers_read() throws Exception {
    String xml = FindingsJunit.render("shop", "dev", FINDINGS);

    assertThat(xml)
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites tests="3" failures="1" errors="0" skipped="1">
              <testsuite name="shop/dev" tests="3" failures="1" errors="0" skipped="1">
                <testcase classname="sql.Instance/db" name="db runs"><system-out>state is RUNNABLE</system-out></testcase>
                <testcase classname="sql.Database/db.orders" name="orders keeps tenants apart"><failure type="GW601" message="users: &quot;row-level&quot; security is off &amp; &lt;on&gt;"/></testcase>
                <testcase classname="sql.Instance/db" name="db has no public address"><skipped message="sql.Instance/db cannot be read: you may not"/></testcase>
              </testsuite>
            </testsuites>
            """);
    assertThat(parsed(xml).getElementsByTagName("testcase").getLength()).isEqualTo(3);
  }

  @Test
  void evidence_of_any_text_stays_xml() throws Exception {
    String odd = "a\u0000b\nc\u001bd 😀 \ud800 ]]> \uffff";
    String xml =
        FindingsJunit.render(
            "s", "e", List.of(finding("sql.Instance/db", odd, Outcome.FAILED, odd)));

    assertThat(
            parsed(xml)
                .getElementsByTagName("failure")
                .item(0)
                .getAttributes()
                .getNamedItem("message")
                .getNodeValue())
        .isEqualTo("a?b\nc?d 😀 ? ]]> ?");
  }

  private static org.w3c.dom.Document parsed(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static Finding finding(String subject, String name, Outcome outcome, String evidence) {
    return new Finding(
        new Check(name, Address.parse(subject), new Expectation.Exists()), outcome, evidence);
  }
}
