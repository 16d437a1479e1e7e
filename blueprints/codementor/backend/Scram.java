import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// A login that proves the password without sending it, and has the server prove that it knows it
/// too.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc7677">RFC 7677, SCRAM-SHA-256</a>
final class Scram {
  static final String NAME = "SCRAM-SHA-256";

  private final String password;
  private final String nonce;
  private byte[] serverProof = new byte[0];

  Scram(String password) {
    this.password = password;
    byte[] random = new byte[18];
    new SecureRandom().nextBytes(random);
    this.nonce = Base64.getEncoder().encodeToString(random);
  }

  /// The first message. PostgreSQL knows the user already.
  String first() {
    return "n,," + bare();
  }

  private String bare() {
    return "n=,r=" + nonce;
  }

  /// The second message, to what the server said to the first.
  String proof(String challenge) throws IOException {
    Map<Character, String> said = fields(challenge);
    String both = said.getOrDefault('r', "");
    if (!both.startsWith(nonce)) {
      throw new IOException("the server answers another login");
    }
    try {
      byte[] salted =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
              .generateSecret(
                  new PBEKeySpec(
                      password.toCharArray(),
                      Base64.getDecoder().decode(said.getOrDefault('s', "")),
                      Integer.parseInt(said.getOrDefault('i', "4096")),
                      256))
              .getEncoded();
      String unproven = "c=biws,r=" + both;
      String all = bare() + "," + challenge + "," + unproven;
      byte[] client = mac(salted, "Client Key");
      byte[] signature = mac(MessageDigest.getInstance("SHA-256").digest(client), all);
      byte[] proof = new byte[client.length];
      for (int i = 0; i < proof.length; i++) {
        proof[i] = (byte) (client[i] ^ signature[i]);
      }
      serverProof = mac(mac(salted, "Server Key"), all);
      return unproven + ",p=" + Base64.getEncoder().encodeToString(proof);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("the login cannot be computed", e);
    }
  }

  /// @throws IOException when the server does not know the password itself
  void verify(String last) throws IOException {
    byte[] proof = Base64.getDecoder().decode(fields(last).getOrDefault('v', ""));
    if (!MessageDigest.isEqual(proof, serverProof)) {
      throw new IOException("the server does not prove that it knows the password");
    }
  }

  private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<Character, String> fields(String message) {
    Map<Character, String> fields = new TreeMap<>();
    for (String field : message.split(",")) {
      if (field.length() > 1) {
        fields.put(field.charAt(0), field.substring(2));
      }
    }
    return fields;
  }
}
