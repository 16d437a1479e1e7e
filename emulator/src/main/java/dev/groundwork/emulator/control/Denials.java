package dev.groundwork.emulator.control;

import dev.groundwork.emulator.identity.Caller;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;

/// How each service says that a caller lacks a permission.
final class Denials {
  private Denials() {}

  /// The token is none, or has expired.
  static Refusal unknownToken() {
    return new Refusal(
            401,
            "UNAUTHENTICATED",
            "authError",
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
            java.util.List.of())
        .withDetail(
            Fields.EMPTY
                .with("@type", "type.googleapis.com/google.rpc.ErrorInfo")
                .with("reason", "ACCESS_TOKEN_EXPIRED")
                .with("domain", "googleapis.com"));
  }

  /// @param resource relative name, `projects/p/secrets/s`
  static Refusal of(String host, Caller caller, String permission, String resource) {
    Refusal refusal = worded(host, caller, permission, resource);
    return Dialect.of(host) == Dialect.LISTED
        ? refusal
        : refusal.withDetail(info(permission, resource));
  }

  private static Refusal worded(String host, Caller caller, String permission, String resource) {
    return switch (host) {
      case "compute.googleapis.com" ->
          Refusal.forbidden("Required '" + permission + "' permission for '" + resource + "'");
      case "sqladmin.googleapis.com" ->
          Refusal.forbidden(
                  "boss::NOT_AUTHORIZED: Not authorized to access resource. Possibly missing permission "
                      + permission
                      + " on resource "
                      + resource
                      + ".")
              .withReason("notAuthorized");
      case "storage.googleapis.com" ->
          Refusal.forbidden(
              caller.email()
                  + " does not have "
                  + permission
                  + " access to the Google Cloud Storage "
                  + stored(resource)
                  + ". Permission '"
                  + permission
                  + "' denied on resource (or it may not exist).");
      case "bigquery.googleapis.com" -> bigQuery(permission, resource);
      case "pubsub.googleapis.com" ->
          Refusal.forbidden("User not authorized to perform this action.");
      case "cloudscheduler.googleapis.com" ->
          Refusal.forbidden(
              "The principal (user or service account) lacks IAM permission \""
                  + permission
                  + "\" for the resource \""
                  + resource
                  + "\" (or the resource may not exist).");
      case "secretmanager.googleapis.com" ->
          Refusal.forbidden(
              "Permission '"
                  + permission
                  + "' denied for resource '"
                  + resource
                  + "' (or it may not exist).");
      case "run.googleapis.com" ->
          Refusal.forbidden(
              "Permission '"
                  + permission
                  + "' denied on resource '"
                  + resource
                  + "' (or resource may not exist).");
      case "container.googleapis.com" ->
          Refusal.forbidden(
              "Required \"" + permission + "\" permission(s) for \"" + resource + "\".");
      case "redis.googleapis.com" ->
          Refusal.forbidden("Permission '" + permission + "' denied on '" + resource + "'");
      case "monitoring.googleapis.com" ->
          Refusal.forbidden(
              "Permission " + permission + " denied (or the resource may not exist).");
      case "iam.googleapis.com", "iamcredentials.googleapis.com", "logging.googleapis.com" ->
          Refusal.forbidden(
              "Permission '" + permission + "' denied on resource (or it may not exist).");
      case "dns.googleapis.com" -> Refusal.forbidden("Forbidden");
      case "serviceusage.googleapis.com" ->
          Refusal.forbidden(
              "Permission denied for resource " + resource + ": " + permission + " is required.");
      default ->
          Refusal.forbidden(
              "Permission '"
                  + permission
                  + "' denied on resource '//"
                  + host
                  + "/"
                  + resource
                  + "' (or it may not exist).");
    };
  }

  private static String stored(String resource) {
    return resource.contains("/o/") ? "object" : resource.startsWith("b/") ? "bucket" : "project";
  }

  private static Refusal bigQuery(String permission, String resource) {
    String[] words = resource.split("/", -1);
    String project = words.length > 1 ? words[1] : "";
    String what =
        switch (words.length) {
          case 4, 5 -> "Dataset " + project + ":" + words[3];
          case 6, 7 -> "Table " + project + ":" + words[3] + "." + words[5];
          default -> "Project " + project;
        };
    String on =
        what.startsWith("Project")
            ? "project " + project
            : what.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + what.substring(1);
    return Refusal.forbidden(
            "Access Denied: "
                + what
                + ": User does not have "
                + permission
                + " permission in "
                + on
                + ".")
        .withReason("accessDenied");
  }

  private static Value.Fields info(String permission, String resource) {
    return Fields.EMPTY
        .with("@type", "type.googleapis.com/google.rpc.ErrorInfo")
        .with("reason", "IAM_PERMISSION_DENIED")
        .with("domain", "iam.googleapis.com")
        .with("metadata", Fields.EMPTY.with("permission", permission).with("resource", resource));
  }
}
