package dev.groundwork.emulator.control;

import dev.groundwork.emulator.control.LogEntry.Severity;
import dev.groundwork.emulator.identity.Caller;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// What the emulator notes of calls that lacked a permission: in its own log, in the audit logs of
/// the project, and the newest for whoever asks.
public final class Audit {
  private static final int KEPT = 1000;
  private static final System.Logger LOG = System.getLogger("dev.groundwork.emulator.iam");

  private final Logs logs;
  private final Deque<Finding> newest = new ArrayDeque<>();

  Audit(Logs logs) {
    this.logs = logs;
  }

  /// One call that lacked a permission.
  ///
  /// @param method verb, host and path; empty when a service asked for itself
  /// @param resource key of what it was about
  /// @param refused whether it was refused; else it was let pass
  public record Finding(
      Instant at,
      Caller caller,
      String permission,
      String resource,
      String method,
      boolean refused) {
    @Override
    public String toString() {
      return (refused ? "refused " : "would refuse ")
          + caller.member()
          + " "
          + permission
          + " on "
          + resource
          + " ("
          + method
          + ")";
    }
  }

  /// @param project whose logs it goes to
  void note(Finding finding, Optional<String> project) {
    LOG.log(System.Logger.Level.INFO, finding.toString());
    synchronized (newest) {
      newest.addLast(finding);
      if (newest.size() > KEPT) {
        newest.removeFirst();
      }
    }
    // a change that is refused is noted by Cloud Logging itself
    boolean isNotedElsewhere = finding.refused() && !isRead(finding);
    if (!isNotedElsewhere) {
      project.ifPresent(id -> logs.write(entry(finding, id)));
    }
  }

  /// As Cloud Audit Logs has it.
  ///
  /// @see <a
  ///   href="https://cloud.google.com/logging/docs/reference/audit/auditlog/rest/Shared.Types/AuditLog">AuditLog</a>
  private static LogEntry entry(Finding finding, String project) {
    String host = finding.resource().substring(0, finding.resource().indexOf('/'));
    String name = finding.resource().substring(host.length() + 1);
    Fields message =
        Fields.EMPTY
            .with("@type", "type.googleapis.com/google.cloud.audit.AuditLog")
            .with(
                "authenticationInfo", Fields.EMPTY.with("principalEmail", finding.caller().email()))
            .with("serviceName", host)
            .with("methodName", finding.method())
            .with("resourceName", name)
            .with(
                "authorizationInfo",
                Value.list(
                    Fields.EMPTY
                        .with("resource", name)
                        .with("permission", finding.permission())
                        .with("granted", !finding.refused())));
    message =
        finding.refused()
            ? message.with(
                "status", Fields.EMPTY.with("code", 7).with("message", "PERMISSION_DENIED"))
            : message.with("metadata", Fields.EMPTY.with("wouldBeRefused", true));
    return LogEntry.of(
            project,
            "cloudaudit.googleapis.com/" + (isRead(finding) ? "data_access" : "activity"),
            LogEntry.Resource.global(project),
            finding.at(),
            new LogEntry.Payload.Message(message))
        .at(finding.refused() ? Severity.ERROR : Severity.WARNING);
  }

  private static boolean isRead(Finding finding) {
    return finding.method().startsWith("GET ") || finding.method().isEmpty();
  }

  /// The newest findings, oldest first.
  public List<Finding> findings() {
    synchronized (newest) {
      return List.copyOf(newest);
    }
  }

  void clear() {
    synchronized (newest) {
      newest.clear();
    }
  }
}
