package dev.groundwork.emulator.control;

import dev.groundwork.resource.ResourceType;
import java.util.Locale;

/// Google's sentences, where a service has its own for what happens to every type.
final class Words {
  private Words() {}

  static Refusal absent(ResourceType type, String relativeName) {
    return switch (type.host()) {
      case "compute.googleapis.com" ->
          Refusal.notFound("The resource '" + relativeName + "' was not found");
      case "storage.googleapis.com" -> Refusal.notFound("The specified bucket does not exist.");
      default -> Refusal.notFound("Resource '" + relativeName + "' was not found");
    };
  }

  static Refusal present(ResourceType type, String relativeName) {
    return switch (type.host()) {
      case "compute.googleapis.com" ->
          Refusal.alreadyExists("The resource '" + relativeName + "' already exists");
      default -> Refusal.alreadyExists("Resource '" + relativeName + "' already exists");
    };
  }

  static Refusal required(ResourceType type, String field) {
    return switch (type.host()) {
      case "compute.googleapis.com" ->
          Refusal.required("Required field 'resource." + field + "' not specified");
      default ->
          Refusal.required(
              "The request is missing the required field \""
                  + resource(type)
                  + "."
                  + field
                  + "\".");
    };
  }

  static Refusal immutable(ResourceType type, String field) {
    return switch (type.host()) {
      case "compute.googleapis.com" ->
          Refusal.invalid(
              "Invalid value for field 'resource."
                  + field
                  + "': Cannot be changed once the resource is created.");
      default ->
          Refusal.invalid(
              "Field \"" + resource(type) + "." + field + "\" is immutable and cannot be changed.");
    };
  }

  static Refusal stale(ResourceType type, String field) {
    return switch (Dialect.of(type.host())) {
      case LISTED ->
          field.startsWith("label")
              ? Refusal.stale("Labels fingerprint either invalid or resource labels have changed")
              : Refusal.stale("Supplied fingerprint does not match current metadata fingerprint.");
      case BOTH, PLAIN ->
          Refusal.aborted(
              "The provided etag is out of date. Please retry the whole read-modify-write with exponential backoff.");
    };
  }

  static Refusal missingReference(ResourceType type, String field, String text) {
    return switch (type.host()) {
      case "compute.googleapis.com" ->
          Refusal.notFound("The resource '" + Kind.relative(text) + "' was not found");
      default ->
          Refusal.notFound(
              "Resource '"
                  + text
                  + "', named by "
                  + resource(type)
                  + "."
                  + field
                  + ", was not found.");
    };
  }

  static Refusal notReady(String text) {
    return new Refusal(
        400,
        "FAILED_PRECONDITION",
        "resourceNotReady",
        "The resource '" + Kind.relative(text) + "' is not ready",
        java.util.List.of());
  }

  private static String resource(ResourceType type) {
    String kind = type.kind();
    return kind.substring(0, 1).toLowerCase(Locale.ROOT) + kind.substring(1);
  }
}
