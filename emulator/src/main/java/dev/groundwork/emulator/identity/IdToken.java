package dev.groundwork.emulator.identity;

import java.time.Instant;

/// What a verified identity token says.
///
/// @param subject the holder's unique id
/// @param email empty when the token names none
public record IdToken(String audience, String subject, String email, Instant expires) {
  public Caller caller() {
    return Caller.of(email);
  }
}
