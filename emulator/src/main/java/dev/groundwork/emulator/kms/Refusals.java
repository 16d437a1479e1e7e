package dev.groundwork.emulator.kms;

import dev.groundwork.emulator.control.Refusal;

/// Cloud KMS' sentences.
final class Refusals {
  private Refusals() {}

  static Refusal absent(String kind, String name) {
    return Refusal.notFound(kind + " " + name + " not found.");
  }

  static Refusal present(String kind, String name) {
    return Refusal.alreadyExists(kind + " " + name + " already exists.");
  }

  static Refusal notEnabled(String version, String state) {
    return Refusal.precondition(version + " is not enabled, current state is: " + state + ".");
  }

  static Refusal noPrimary(String key) {
    return Refusal.precondition("CryptoKey " + key + " has no primary version.");
  }

  static Refusal undecipherable() {
    return Refusal.invalid(
        "Decryption failed: verify that 'name' refers to the correct CryptoKey.");
  }

  static Refusal tooLarge() {
    return Refusal.invalid(
        "The plaintext or the additional authenticated data is larger than 64KiB.");
  }

  static Refusal wrongSum(String field) {
    return Refusal.invalid(
        "The checksum in field "
            + field
            + " did not match the data in field "
            + field.replace("_crc32c", "")
            + ".");
  }

  static Refusal state(String version, String state) {
    return Refusal.precondition(
        "The request cannot be fulfilled. Resource "
            + version
            + " has value "
            + state
            + " in field crypto_key_version.state.");
  }

  static Refusal rotation() {
    return Refusal.invalid(
        "rotation_period must be at least 24 hours and needs next_rotation_time.");
  }

  static Refusal purpose(String purpose) {
    return new Refusal(
        501,
        "UNIMPLEMENTED",
        "notImplemented",
        "Groundwork's emulator has no keys of purpose " + purpose + ", only ENCRYPT_DECRYPT.",
        java.util.List.of());
  }
}
