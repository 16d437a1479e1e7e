package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.control.Refusal;
import java.util.List;

/// Cloud SQL's refusals, in its own words.
///
/// @see <a href="https://cloud.google.com/sql/docs/postgres/admin-api-error-messages">Cloud SQL
///   Admin API error messages</a>
final class Refusals {
  private Refusals() {}

  static Refusal noInstance() {
    return Refusal.notFound("The Cloud SQL instance does not exist.")
        .withReason("instanceDoesNotExist");
  }

  static Refusal nameTaken() {
    return Refusal.alreadyExists(
            "The Cloud SQL instance already exists. When you delete an instance, you can't reuse the name of the deleted instance until one week from the deletion date.")
        .withReason("instanceAlreadyExists");
  }

  static Refusal busy() {
    return new Refusal(
        409,
        "ABORTED",
        "operationInProgress",
        "Operation failed because another operation was already in progress.",
        List.of());
  }

  static Refusal stale() {
    return new Refusal(
        412, "FAILED_PRECONDITION", "staleData", "Condition does not match.", List.of());
  }

  static Refusal isProtected() {
    return new Refusal(
        400,
        "FAILED_PRECONDITION",
        "errorProtectedInstanceDeletionFailure",
        "The instance is protected. Please disable the deletion protection and try again. To disable deletion protection, update the instance settings with deletionProtectionEnabled set to false.",
        List.of());
  }

  /// @param what the sentence after `Invalid request: `, with its full stop
  static Refusal invalid(String what) {
    return Refusal.invalid("Invalid request: " + what);
  }

  static Refusal missing(String parameter) {
    return Refusal.required("Missing parameter: " + parameter + ".");
  }

  static Refusal notRunning() {
    return invalid("Invalid request since instance is not running.");
  }

  static Refusal flagName() {
    return Refusal.notFound("The requested flag is either misspelled or unsupported by Cloud SQL.")
        .withReason("invalidFlagName");
  }

  static Refusal flagValue(String why) {
    return Refusal.invalid("Value requested is not valid. " + why).withReason("invalidFlagValue");
  }

  static Refusal notPeered(InstanceKey instance) {
    return invalid(
        "Incorrect Service Networking config for instance: "
            + instance
            + ":NETWORK_NOT_PEERED. The network doesn't have at least 1 private services connection.");
  }

  static Refusal noNetwork(InstanceKey instance) {
    return invalid(
        "Incorrect Service Networking config for instance: " + instance + ":NETWORK_NOT_FOUND.");
  }

  static Refusal noOperation() {
    return Refusal.notFound("The Cloud SQL instance operation does not exist.")
        .withReason("operationDoesNotExist");
  }

  static Refusal notFound() {
    return Refusal.notFound("Not Found");
  }

  /// What the emulator, and not Cloud SQL, cannot do.
  static Refusal notHere(String what) {
    return new Refusal(
        501, "UNIMPLEMENTED", "unsupportedOperation", "Groundwork's emulator " + what, List.of());
  }
}
