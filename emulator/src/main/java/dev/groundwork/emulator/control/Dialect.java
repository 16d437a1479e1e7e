package dev.groundwork.emulator.control;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;

/// How a service words its errors.
public enum Dialect {
  /// `errors[]` and no `status`: Compute, Cloud SQL, Storage.
  LISTED,
  /// `errors[]` and `status`: IAM, GKE, BigQuery, DNS.
  BOTH,
  /// `status` only: the others.
  PLAIN;

  public static Dialect of(String host) {
    return switch (host) {
      case "compute.googleapis.com", "sqladmin.googleapis.com", "storage.googleapis.com" -> LISTED;
      case "iam.googleapis.com",
          "container.googleapis.com",
          "bigquery.googleapis.com",
          "dns.googleapis.com" ->
          BOTH;
      default -> PLAIN;
    };
  }

  /// The error's body.
  public Fields render(Refusal refusal) {
    Fields error = Fields.EMPTY.with("code", refusal.code()).with("message", refusal.message());
    if (this != PLAIN) {
      Fields one =
          Fields.EMPTY
              .with("message", refusal.message())
              .with("domain", "global")
              .with("reason", refusal.reason());
      error = error.with("errors", Value.list(one));
    }
    // the details come from the common front end, which also says the status
    if (this != LISTED || !refusal.details().isEmpty()) {
      error = error.with("status", refusal.status());
    }
    if (!refusal.details().isEmpty()) {
      error =
          error.with(
              "details", new Value.Items(refusal.details().stream().<Value>map(d -> d).toList()));
    }
    return Fields.EMPTY.with("error", error);
  }
}
