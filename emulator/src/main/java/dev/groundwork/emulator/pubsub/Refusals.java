package dev.groundwork.emulator.pubsub;

import dev.groundwork.emulator.control.Refusal;

/// Pub/Sub's sentences.
final class Refusals {
  private static final String NAMES =
      " Refer to https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names for more information.";

  private Refusals() {}

  static Refusal absent(String name) {
    return Refusal.notFound(
        "Resource not found (resource=" + name.substring(name.lastIndexOf('/') + 1) + ").");
  }

  static Refusal present(String name) {
    return Refusal.alreadyExists(
        "Resource already exists in the project (resource="
            + name.substring(name.lastIndexOf('/') + 1)
            + ").");
  }

  static Refusal name(String name) {
    return Refusal.invalid("Invalid resource name given (name=" + name + ")." + NAMES);
  }

  static Refusal emptyMessage() {
    return Refusal.invalid(
        "One or more messages in the publish request is empty. Each message must contain either non-empty data, or at least one attribute.");
  }

  static Refusal noMessages() {
    return Refusal.invalid(
        "The value for message_count is too small. You passed 0 in the request, but the minimum value is 1.");
  }

  static Refusal deadline(long seconds) {
    return Refusal.invalid(
        "Invalid ack deadline given (ack_deadline_seconds="
            + seconds
            + "). The deadline must be between 10 and 600 seconds.");
  }

  static Refusal count(long count) {
    return Refusal.invalid(
        "The value for max_messages is too small. You passed "
            + count
            + " in the request, but the minimum value is 1.");
  }

  static Refusal filter(String filter) {
    return Refusal.invalid("Invalid filter expression (filter=" + filter + ").");
  }

  static Refusal deadLetters(long attempts) {
    return Refusal.invalid(
        "The value for max_delivery_attempts must be between 5 and 100. You passed "
            + attempts
            + " in the request.");
  }

  static Refusal isPushed(String name) {
    return Refusal.precondition(
        "This method is not supported for this subscription type (resource="
            + name.substring(name.lastIndexOf('/') + 1)
            + ").");
  }
}
