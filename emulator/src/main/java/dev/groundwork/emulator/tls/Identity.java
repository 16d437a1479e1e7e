package dev.groundwork.emulator.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/// A certificate and the private key that belongs to it. `toString` does not show the key.
public record Identity(X509Certificate certificate, PrivateKey key) {
  @Override
  public String toString() {
    return "identity of " + certificate.getSubjectX500Principal();
  }
}
