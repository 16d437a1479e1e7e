package dev.groundwork.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.groundwork.emulator.GoogleCloud.Said;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Identities of other providers: pools, providers, and the exchange of tokens.
class FederationTest {
  private static final String POOLS =
      "iam.googleapis.com/v1/projects/p-one-1/locations/global/workloadIdentityPools";
  private static final String GITHUB = "https://token.actions.githubusercontent.com";
  private static final String PROVIDERS = POOLS + "/builds/providers";

  @TempDir private Path folder;
  private GoogleCloud cloud;
  private RSAKey key;

  @BeforeEach
  void begin() throws Exception {
    cloud = new GoogleCloud(folder);
    cloud.project("p-one-1", "iam", "secretmanager");
    key = new RSAKeyGenerator(2048).keyID("k").generate();
    assertThat(cloud.post(POOLS + "?workloadIdentityPoolId=builds", "{}").status()).isEqualTo(200);
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  private Said provide(String condition) {
    Value.Fields body =
        Value.fields()
            .with("oidc.issuerUri", GITHUB)
            .with("oidc.jwksJson", new JWKSet(key.toPublicJWK()).toString())
            .with(
                "attributeMapping",
                new Value.Fields(
                    java.util.Map.of(
                        "google.subject", Value.of("assertion.sub"),
                        "attribute.repository", Value.of("assertion.repository"))));
    body = condition.isEmpty() ? body : body.with("attributeCondition", condition);
    return cloud.post(PROVIDERS + "?workloadIdentityPoolProviderId=github", Json.write(body));
  }

  private String token(RSAKey signer, String owner) throws Exception {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k").build(),
            new JWTClaimsSet.Builder()
                .issuer(GITHUB)
                .audience("https://iam.googleapis.com/" + provider())
                .subject("repo:" + owner + "/app")
                .claim("repository", owner + "/app")
                .claim("repository_owner", owner)
                .expirationTime(Date.from(GoogleCloud.NOON.plusSeconds(300)))
                .build());
    token.sign(new RSASSASigner(signer));
    return token.serialize();
  }

  private String provider() {
    return "projects/"
        + cloud.number("p-one-1")
        + "/locations/global/workloadIdentityPools/builds/providers/github";
  }

  private Said exchange(String token) {
    return cloud.post(
        "sts.googleapis.com/v1/token",
        Json.write(
            Value.fields()
                .with("grantType", "urn:ietf:params:oauth:grant-type:token-exchange")
                .with("audience", "//iam.googleapis.com/" + provider())
                .with("subjectToken", token)));
  }

  @Test
  void a_token_that_the_provider_trusts_becomes_one_of_the_pools_identities() throws Exception {
    assertThat(provide("assertion.repository_owner == 'acme'").status()).isEqualTo(200);
    Said granted = exchange(token(key, "acme"));
    assertThat(granted.status()).as(granted.toString()).isEqualTo(200);
    String access = granted.body().text("access_token").orElseThrow();

    cloud.post("emulator/v1/iam", "{\"mode\": \"enforce\"}");
    String secrets = GoogleCloud.SECRETS + "p-one-1/secrets";
    assertThat(cloud.as(access).get(secrets).status()).isEqualTo(403);
    String pool = provider().replace("/providers/github", "");
    for (String member :
        List.of(
            "principal://iam.googleapis.com/" + pool + "/subject/repo:acme/app",
            "principalSet://iam.googleapis.com/" + pool + "/attribute.repository/acme/app",
            "principalSet://iam.googleapis.com/" + pool + "/*")) {
      bind("roles/secretmanager.viewer", member);
      assertThat(cloud.as(access).get(secrets).status()).as(member).isEqualTo(200);
    }
    bind(
        "roles/secretmanager.viewer",
        "principalSet://iam.googleapis.com/" + pool + "/attribute.repository/acme/other");
    assertThat(cloud.as(access).get(secrets).status()).isEqualTo(403);
  }

  private void bind(String role, String member) {
    Said said =
        cloud.post(
            "cloudresourcemanager.googleapis.com/v1/projects/p-one-1:setIamPolicy",
            "{\"policy\": {\"bindings\": [{\"role\": \""
                + role
                + "\", \"members\": [\""
                + member
                + "\"]}]}}");
    assertThat(said.status()).as(said.message()).isEqualTo(200);
  }

  @Test
  void a_token_that_is_forged_or_rejected_by_the_condition_is_not_exchanged() throws Exception {
    provide("assertion.repository_owner == 'acme'");
    RSAKey other = new RSAKeyGenerator(2048).keyID("k").generate();
    assertThat(exchange(token(other, "acme")).body().text("error")).contains("invalid_grant");
    assertThat(exchange(token(key, "evil")).body().text("error_description"))
        .contains("The given credential is rejected by the attribute condition.");
    cloud.delete(POOLS + "/builds");
    assertThat(exchange(token(key, "acme")).body().text("error")).contains("invalid_target");
  }

  @Test
  void a_provider_that_anyone_could_use_needs_a_condition() {
    assertThat(provide("").message())
        .startsWith("The attribute condition must reference one of the provider's claims.");
    assertThat(provide("assertion.").status()).isEqualTo(400);
  }

  @Test
  void a_deleted_pool_waits_and_can_be_brought_back() {
    cloud.delete(POOLS + "/builds");
    assertThat(cloud.get(POOLS + "/builds").body().text("state")).contains("DELETED");
    assertThat(cloud.get(POOLS).body().items("workloadIdentityPools")).isEmpty();
    assertThat(cloud.post(POOLS + "?workloadIdentityPoolId=builds", "{}").status()).isEqualTo(409);
    assertThat(cloud.post(POOLS + "/builds:undelete", "{}").status()).isEqualTo(200);
    assertThat(cloud.get(POOLS + "/builds").body().text("state")).contains("ACTIVE");
  }
}
