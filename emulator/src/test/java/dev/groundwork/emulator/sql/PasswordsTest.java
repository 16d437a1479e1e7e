package dev.groundwork.emulator.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class PasswordsTest {

  @Test
  void a_verifier_is_that_of_the_standards_example() {
    byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");

    assertThat(Passwords.verifier("pencil", salt))
        .isEqualTo(
            "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");
    assertThat(Passwords.verifier("pencils", salt))
        .isNotEqualTo(Passwords.verifier("pencil", salt));
  }

  @Test
  void two_verifiers_of_one_password_differ() {
    assertThat(Passwords.verifier("pencil")).isNotEqualTo(Passwords.verifier("pencil"));
  }
}
