package dev.groundwork.catalog.kms;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.LIST;
import static dev.groundwork.resource.Action.READ;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;

/// One member in one role on a key. Others in the role are left alone.
public final class CryptoKeyIamMember {
  private CryptoKeyIamMember() {}

  private static final String KEY =
      "v1/projects/{project}/locations/{location}/keyRings/{keyRing}/cryptoKeys/{cryptoKey}";

  public static final ResourceType TYPE =
      ResourceType.named("kms.CryptoKeyIamMember")
          .summary("One member in one role on a key; other members are left alone.")
          .shaped("groundwork.iam.Member")
          .reachedAt("cloudkms.googleapis.com", KEY + "/iamMembers/{+role}/{+member}")
          .memberOf(
              Call.get(KEY + ":getIamPolicy?options.requestedPolicyVersion=3"),
              Call.post(KEY + ":setIamPolicy").withoutResource())
          .immutable("condition")
          .references("keyRing", "kms.KeyRing", "name")
          .references("cryptoKey", "kms.CryptoKey", "name")
          .permissions(
              CREATE, "cloudkms.cryptoKeys.getIamPolicy", "cloudkms.cryptoKeys.setIamPolicy")
          .permissions(
              DELETE, "cloudkms.cryptoKeys.getIamPolicy", "cloudkms.cryptoKeys.setIamPolicy")
          .permissions(READ, "cloudkms.cryptoKeys.getIamPolicy")
          .permissions(LIST, "cloudkms.cryptoKeys.getIamPolicy")
          .takes(CREATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_kms_crypto_key_iam_member")
          .from(
              "https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings.cryptoKeys/setIamPolicy");
}
