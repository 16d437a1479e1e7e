package dev.groundwork.emulator.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value.Fields;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Logging's query language, held against one entry.
class QueryTest {
  private static final Fields ENTRY = entry();

  private static Fields entry() {
    try {
      return Json.parseFields(
          """
          {"logName": "projects/p/logs/run.googleapis.com%2Fstdout", "severity": "WARNING",
           "timestamp": "2026-01-15T12:00:00Z", "insertId": "a1",
           "resource": {"type": "cloud_run_revision", "labels": {"service_name": "api"}},
           "jsonPayload": {"message": "Robot arm 7 jammed", "count": 12, "ok": false, "none": null,
             "tags": ["red", "blue"], "inner": {"a.b": "dotted"}},
           "httpRequest": {"status": 503, "latency": "1.5s", "remoteIp": "10.1.2.3"},
           "labels": {"compute.googleapis.com/resource_name": "vm-1"}}
          """);
    } catch (Json.Malformed e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean accepts(String query) {
    try {
      return Query.parse(query).accepts(ENTRY);
    } catch (Query.NoQuery e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   -- nothing but a comment\n",
        "severity=WARNING",
        "severity = \"warning\"",
        "severity>=INFO",
        "severity<ERROR",
        "severity = (ERROR OR WARNING)",
        "severity>=400",
        "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=api",
        "resource.type=\"cloud_run_revision\"\nresource.labels.service_name=api -- two lines",
        "jsonPayload.message:ROBOT",
        "jsonPayload.message=~\"arm \\d+\"",
        "jsonPayload.message!~\"arm [a-z]\"",
        "jsonPayload.message:(\"robot\" AND \"jammed\" AND NOT \"dog\")",
        "jsonPayload.count>11.5",
        "jsonPayload.count=12",
        "jsonPayload.ok=false",
        "jsonPayload.none=NULL_VALUE",
        "jsonPayload.tags=blue",
        "jsonPayload.tags:blu",
        "jsonPayload.inner.\"a.b\"=dotted",
        "jsonPayload.inner:*",
        "json_payload.count=12",
        "httpRequest.status>=500 httpRequest.status<600",
        "httpRequest.latency>\"1s\"",
        "ip_in_net(httpRequest.remoteIp, \"10.0.0.0/8\")",
        "labels.\"compute.googleapis.com/resource_name\"=\"vm-1\"",
        "labels:\"compute.googleapis.com/resource_name\"",
        "timestamp>=\"2026-01-15T12:00:00+00:00\" timestamp<\"2026-01-16\"",
        "logName=\"projects/p/logs/run.googleapis.com%2Fstdout\"",
        "log_id(\"run.googleapis.com/stdout\")",
        "robot",
        "\"arm 7\"",
        "-dog NOT cat",
        "jsonPayload.absent!=x",
        "NOT jsonPayload.absent:*",
        "robot OR dog severity=WARNING",
        "SEARCH(\"jammed\")",
        "sample(insertId, 1)",
      })
  void takes_the_entry(String query) {
    assertThat(accepts(query)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "severity=INFO",
        "severity>WARNING",
        "jsonPayload.message=~\"ROBOT\"",
        "jsonPayload.message!~\"Robot\"",
        "jsonPayload.message=robot",
        "jsonPayload.absent=x",
        "jsonPayload.absent:*",
        "jsonPayload.count<12",
        "resource.labels.service_name=(web OR worker)",
        "ip_in_net(httpRequest.remoteIp, \"10.2.0.0/16\")",
        "log_id(\"stdout\")",
        "-robot",
        "dog",
        // OR binds closer than AND
        "robot OR dog severity=INFO",
        "severity=INFO AND robot OR jammed",
        "sample(insertId, 0)",
        "timestamp>\"2026-01-15T12:00:00Z\"",
      })
  void leaves_the_entry(String query) {
    assertThat(accepts(query)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "severity=",
        "(severity=INFO",
        "severity=INFO)",
        "jsonPayload.x=~\"(\"",
        "\"open",
        "AND robot = ",
        "nonsense(severity)",
        "insertId = abc:def",
      })
  void is_refused_with_its_place(String query) {
    assertThatThrownBy(() -> Query.parse(query))
        .isInstanceOf(Query.NoQuery.class)
        .hasMessageStartingWith("Unparseable filter: ");
  }

  @Test
  void says_where_it_cannot_be_read() {
    assertThatThrownBy(() -> Query.parse("severity=INFO\nAND )"))
        .hasMessage("Unparseable filter: syntax error at line 2, column 5, token ')'");
  }

  @Test
  void knows_the_times_it_is_bound_to() throws Query.NoQuery {
    Query query =
        Query.parse(
            "timestamp>=\"2026-01-15T00:00:00Z\" AND timestamp<\"2026-01-16T00:00:00Z\" AND severity=INFO");
    assertThat(query.notBefore()).contains(Instant.parse("2026-01-15T00:00:00Z"));
    assertThat(query.notAfter()).contains(Instant.parse("2026-01-16T00:00:00Z"));
    assertThat(Query.parse("timestamp>=\"2026-01-15T00:00:00Z\" OR severity=INFO").notBefore())
        .isEmpty();
  }
}
