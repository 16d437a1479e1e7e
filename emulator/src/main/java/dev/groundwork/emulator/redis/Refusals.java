package dev.groundwork.emulator.redis;

import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;

/// Memorystore's sentences.
final class Refusals {
  private Refusals() {}

  /// A value that Memorystore does not take.
  static Refusal invalid(String field, String message) {
    return Refusal.invalid(message)
        .withDetail(
            Fields.EMPTY
                .with("@type", "type.googleapis.com/google.rpc.BadRequest")
                .with(
                    "fieldViolations",
                    Value.list(Fields.EMPTY.with("field", field).with("description", message))));
  }

  static Refusal emptyMask() {
    return invalid("update_mask", "Update mask is empty");
  }

  /// The change of a field that was chosen for good.
  static Refusal fixed(String field) {
    String name = snake(field);
    return invalid(
        "update_mask.paths.0",
        "Invalid option '" + name + "': '" + name + "' cannot be updated on existing instances.");
  }

  static Refusal notPeered() {
    return Refusal.precondition(
        "Google private service access is not enabled. Enable privateServiceAccess and try again.");
  }

  static Refusal noRange() {
    return Refusal.precondition(
        "Couldn't find free blocks in allocated IP ranges. Please allocate new ranges for this service provider.");
  }

  static Refusal noNetwork(String network) {
    return invalid("instance.authorized_network", "Network " + network + " could not be found.");
  }

  static Refusal busy(InstanceKey key) {
    return Refusal.precondition(
        "Instance '"
            + key
            + "' is being changed by another operation. Try again when it has ended.");
  }

  static Refusal basicHasNoFailover() {
    return Refusal.precondition("Failover is only supported for Standard Tier instances.");
  }

  /// `transitEncryptionMode` → `transit_encryption_mode`.
  static String snake(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(java.util.Locale.ROOT);
  }
}
