package dev.groundwork.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.groundwork.emulator.GoogleCloud.Said;
import dev.groundwork.emulator.credentials.Machine;
import dev.groundwork.emulator.credentials.MetadataServer;
import dev.groundwork.emulator.identity.Caller;
import dev.groundwork.emulator.identity.Issuer;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value.Fields;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Access and identity tokens: who gets one, what it says, when it ends.
class TokensTest {
  private static final String RUNNER = "runner@p-one-1.iam.gserviceaccount.com";
  private static final String ACCOUNTS = "iam.googleapis.com/v1/projects/p-one-1/serviceAccounts";
  private static final String CREDENTIALS =
      "iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/" + RUNNER;

  @TempDir private Path folder;
  private GoogleCloud cloud;

  @BeforeEach
  void begin() {
    cloud = new GoogleCloud(folder);
    cloud.project("p-one-1", "iam");
    cloud.post(ACCOUNTS, "{\"accountId\": \"runner\"}");
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  private Issuer issuer() {
    return cloud.emulator.plane().issuer();
  }

  private String accessToken() {
    return cloud
        .post(CREDENTIALS + ":generateAccessToken", "{\"scope\": [\"cloud-platform\"]}")
        .body()
        .text("accessToken")
        .orElseThrow();
  }

  @Test
  void an_access_token_names_its_holder_to_the_emulator_alone() {
    String token = accessToken();
    assertThat(issuer().callerOf(token)).contains(new Caller.ServiceAccount(RUNNER));
    assertThat(token).doesNotContain("runner");
    assertThat(issuer().callerOf(token.substring(0, token.length() - 2) + "xx")).isEmpty();
    assertThat(issuer().callerOf("anything")).isEmpty();
  }

  @Test
  void an_access_token_ends_on_the_emulated_clock() {
    String token = accessToken();
    cloud.post("emulator/v1/clock:advance", "{\"by\": \"PT59M\"}");
    assertThat(issuer().callerOf(token)).isPresent();
    cloud.post("emulator/v1/clock:advance", "{\"by\": \"PT1M\"}");
    assertThat(issuer().callerOf(token)).isEmpty();
  }

  @Test
  void tokens_survive_a_restart_and_not_a_reset() {
    String token = accessToken();
    cloud.close();
    cloud = new GoogleCloud(folder);
    assertThat(issuer().callerOf(token)).isPresent();
    cloud.post("emulator/v1/reset", "");
    assertThat(issuer().callerOf(token)).isEmpty();
  }

  @Test
  void the_keys_are_for_their_owner_only() throws Exception {
    accessToken();
    assertThat(Files.getPosixFilePermissions(folder.resolve("identity/keys.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(folder.resolve("identity")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void an_identity_token_is_verified_with_the_published_keys() throws Exception {
    String token =
        cloud
            .post(CREDENTIALS + ":generateIdToken", "{\"audience\": \"https://a.example.com\"}")
            .body()
            .text("token")
            .orElseThrow();
    SignedJWT signed = SignedJWT.parse(token);
    Said certs = cloud.get("www.googleapis.com/oauth2/v3/certs");
    JWK key = JWKSet.parse(Json.write(certs.body())).getKeyByKeyId(signed.getHeader().getKeyID());
    assertThat(signed.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
    JWTClaimsSet claims = signed.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo("https://accounts.google.com");
    assertThat(claims.getAudience()).containsExactly("https://a.example.com");
    assertThat(claims.getStringClaim("email")).isEqualTo(RUNNER);
    assertThat(claims.getBooleanClaim("email_verified")).isTrue();
    assertThat(claims.getSubject()).isEqualTo(claims.getStringClaim("azp")).matches("\\d{21}");
    assertThat(claims.getIssueTime().toInstant()).isEqualTo(GoogleCloud.NOON);
    assertThat(claims.getExpirationTime().toInstant())
        .isEqualTo(GoogleCloud.NOON.plus(Duration.ofHours(1)));
    assertThat(issuer().verify(token).orElseThrow().caller())
        .isEqualTo(new Caller.ServiceAccount(RUNNER));
    cloud.post("emulator/v1/clock:advance", "{\"by\": \"PT1H\"}");
    assertThat(issuer().verify(token)).isEmpty();
  }

  @Test
  void a_forged_identity_token_is_none() throws Exception {
    SignedJWT forged =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(issuer().keyId()).build(),
            new JWTClaimsSet.Builder()
                .issuer(Issuer.NAME)
                .audience("a")
                .claim("email", RUNNER)
                .expirationTime(Date.from(GoogleCloud.NOON.plusSeconds(60)))
                .build());
    forged.sign(new RSASSASigner(new RSAKeyGenerator(2048).generate()));
    assertThat(issuer().verify(forged.serialize())).isEmpty();
  }

  @Test
  void the_issuer_says_where_its_keys_are() {
    assertThat(
            cloud
                .get("accounts.google.com/.well-known/openid-configuration")
                .body()
                .text("jwks_uri"))
        .contains("https://www.googleapis.com/oauth2/v3/certs");
    assertThat(
            cloud.get("www.googleapis.com/oauth2/v1/certs").body().values().get(issuer().keyId()))
        .asString()
        .contains("BEGIN CERTIFICATE");
  }

  @Test
  void an_assertion_signed_with_the_accounts_key_is_exchanged_and_another_is_not()
      throws Exception {
    Said key = cloud.post(ACCOUNTS + "/" + RUNNER + "/keys", "{}");
    Fields file =
        Json.parseFields(
            new String(
                Base64.getDecoder().decode(key.body().text("privateKeyData").orElseThrow()),
                StandardCharsets.UTF_8));
    PrivateKey mine = privateKey(file.text("private_key").orElseThrow());
    String id = file.text("private_key_id").orElseThrow();

    Said granted = grant(assertion(mine, id));
    assertThat(issuer().callerOf(granted.body().text("access_token").orElseThrow()))
        .contains(new Caller.ServiceAccount(RUNNER));

    PrivateKey foreign = new RSAKeyGenerator(2048).generate().toPrivateKey();
    Said refused = grant(assertion(foreign, id));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().text("error")).contains("invalid_grant");
    assertThat(refused.body().text("error_description")).contains("Invalid JWT Signature.");

    cloud.delete(ACCOUNTS + "/" + RUNNER + "/keys/" + id);
    assertThat(grant(assertion(mine, id)).body().text("error_description"))
        .contains("Invalid JWT Signature.");
    cloud.delete(ACCOUNTS + "/" + RUNNER);
    assertThat(grant(assertion(mine, id)).body().text("error_description"))
        .contains("Invalid grant: account not found");
  }

  private Said grant(String assertion) {
    return cloud.post(
        "oauth2.googleapis.com/token",
        "{\"grant_type\": \"urn:ietf:params:oauth:grant-type:jwt-bearer\", \"assertion\": \""
            + assertion
            + "\"}");
  }

  private static String assertion(PrivateKey key, String id) throws Exception {
    Instant now = GoogleCloud.NOON;
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(id).build(),
            new JWTClaimsSet.Builder()
                .issuer(RUNNER)
                .audience("https://oauth2.googleapis.com/token")
                .claim("scope", "https://www.googleapis.com/auth/cloud-platform")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3600)))
                .build());
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  private static PrivateKey privateKey(String pem) throws Exception {
    byte[] bytes = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
  }

  @Test
  void a_metadata_server_of_its_own_makes_an_instance_who_it_runs_as() throws Exception {
    Machine machine = new Machine("p-one-1", cloud.number("p-one-1"), "europe-west1", RUNNER);
    try (MetadataServer server = new MetadataServer(cloud.emulator.plane(), machine);
        HttpClient client = HttpClient.newHttpClient()) {
      String root = "http://" + server.address() + "/computeMetadata/v1/";
      String account = root + "instance/service-accounts/default/";
      assertThat(ask(client, account + "email")).isEqualTo(RUNNER);
      Fields token = Json.parseFields(ask(client, account + "token"));
      assertThat(issuer().callerOf(token.text("access_token").orElseThrow()))
          .contains(new Caller.ServiceAccount(RUNNER));
      String identity = ask(client, account + "identity?audience=https://b.example.com");
      assertThat(issuer().verify(identity).orElseThrow().audience())
          .isEqualTo("https://b.example.com");
      assertThat(ask(client, root + "instance/region")).endsWith("/regions/europe-west1");
      HttpRequest bare = HttpRequest.newBuilder(URI.create(account + "email")).build();
      assertThat(client.send(bare, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }
  }

  private static String ask(HttpClient client, String url) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).header("Metadata-Flavor", "Google").build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  @Test
  void an_account_that_is_not_there_or_disabled_gives_no_token() {
    assertThat(
            cloud
                .post(
                    "iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/no@p-one-1.iam.gserviceaccount.com:generateAccessToken",
                    "{\"scope\": [\"x\"]}")
                .status())
        .isEqualTo(404);
    cloud.post(ACCOUNTS + "/" + RUNNER + ":disable", "{}");
    assertThat(cloud.post(CREDENTIALS + ":generateAccessToken", "{\"scope\": [\"x\"]}").status())
        .isEqualTo(400);
  }
}
