package dev.groundwork.emulator.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration YEAR = Duration.ofDays(365);

  private final Authority authority = Authority.create("Test CA", NOW, YEAR);

  @Test
  void what_it_issues_is_signed_by_it_and_not_by_another() throws Exception {
    X509Certificate certificate = authority.issueClient("someone", NOW, YEAR).certificate();

    certificate.verify(authority.certificate().getPublicKey());
    assertThatThrownBy(() ->
            certificate.verify(Authority.create("Test CA", NOW, YEAR).certificate().getPublicKey()))
        .isInstanceOf(SignatureException.class);
  }

  @Test
  void a_servers_certificate_names_its_hosts_and_addresses() throws Exception {
    X509Certificate certificate =
        authority
            .issueServer(
                "p:i", List.of("db.example"), List.of("10.60.0.3", "127.70.1.2"), NOW, YEAR)
            .certificate();

    assertThat(certificate.getSubjectX500Principal().getName())
        .startsWith("C=US,O=Groundwork emulator,CN=p:i");
    assertThat(certificate.getSubjectAlternativeNames())
        .extracting(name -> String.valueOf(name.get(1)))
        .containsExactly("db.example", "10.60.0.3", "127.70.1.2");
  }

  @Test
  void its_subject_is_written_as_google_writes_it() {
    assertThat(Authority.subject(authority.certificate()))
        .matches("C=US,O=Groundwork emulator,CN=Test CA,dnQualifier=[0-9a-f-]{36}");
  }

  @Test
  void it_comes_back_from_its_folder_with_a_key_that_others_cannot_read(@TempDir Path folder)
      throws Exception {
    authority.save(folder, "ca");

    Authority again = Authority.load(folder, "ca");

    assertThat(again.certificate()).isEqualTo(authority.certificate());
    again
        .issueClient("someone", NOW, YEAR)
        .certificate()
        .verify(authority.certificate().getPublicKey());
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("ca.key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void a_key_that_a_client_sends_is_read_under_either_label() throws Exception {
    String pem = Pem.write(authority.certificate());
    String key =
        "-----BEGIN PUBLIC KEY-----\n"
            + java.util.Base64.getMimeEncoder()
                .encodeToString(authority.certificate().getPublicKey().getEncoded())
            + "\n-----END PUBLIC KEY-----";

    assertThat(Pem.publicKey(key)).contains(authority.certificate().getPublicKey());
    assertThat(Pem.publicKey(key.replace("PUBLIC", "RSA PUBLIC")))
        .contains(authority.certificate().getPublicKey());
    assertThat(Pem.publicKey(pem)).isEmpty();
    assertThat(Pem.certificate(pem)).isEqualTo(authority.certificate());
  }

  @Test
  void a_revoked_certificate_is_on_the_list_and_another_is_not() {
    X509Certificate gone = authority.issueClient("gone", NOW, YEAR).certificate();
    X509Certificate kept = authority.issueClient("kept", NOW, YEAR).certificate();

    var revoked = authority.revoke(List.of(gone.getSerialNumber()), NOW, YEAR);

    assertThat(revoked.isRevoked(gone)).isTrue();
    assertThat(revoked.isRevoked(kept)).isFalse();
  }

  @Test
  void a_private_key_is_not_shown() {
    assertThat(authority.issueClient("someone", NOW, YEAR))
        .hasToString("identity of C=US, O=Groundwork emulator, CN=someone");
  }
}
