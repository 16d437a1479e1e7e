package dev.groundwork.catalog.kms;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.resource.ResourceType.Stamp;

/// A key: a name for versions of key material, of which one is the primary. Leaving it out of a
/// description only forgets it: its versions are destroyed one by one, by hand, and its name stays
/// taken.
public final class CryptoKey {
  private CryptoKey() {}

  private static final String COLLECTION =
      "v1/projects/{project}/locations/{location}/keyRings/{keyRing}/cryptoKeys";

  public static final ResourceType TYPE =
      ResourceType.named("kms.CryptoKey")
          .summary("A key in a key ring; it cannot be deleted.")
          .shaped("google.cloud.kms.v1.CryptoKey")
          .names("[A-Za-z0-9_-]{1,63}", "at most 63 letters, digits, hyphens and underscores")
          .reachedAt("cloudkms.googleapis.com", COLLECTION + "/{name}")
          .createdBy(Call.post(COLLECTION + "?cryptoKeyId={name}"))
          .updatedBy(Call.patch(COLLECTION + "/{name}").maskedInQuery("updateMask"))
          .listedBy(Call.get(COLLECTION), "cryptoKeys")
          .neverDeleted()
          .immutable(
              "purpose",
              "importOnly",
              "destroyScheduledDuration",
              "cryptoKeyBackend",
              "versionTemplate.protectionLevel")
          .defaults("purpose", "ENCRYPT_DECRYPT")
          .serverSets(
              "cryptoKeyBackend",
              "destroyScheduledDuration",
              "importOnly",
              "keyAccessJustificationsPolicy",
              "nextRotationTime",
              "versionTemplate")
          .references("keyRing", "kms.KeyRing", "name")
          .predicts(
              "name",
              "projects/{project}/locations/{location}/keyRings/{keyRing}/cryptoKeys/{name}")
          .stamps("createTime", Stamp.CREATED)
          .compares("rotationPeriod", Sameness.DURATION)
          .compares("destroyScheduledDuration", Sameness.DURATION)
          .holdsData()
          .labels("labels")
          .permissions("cloudkms.cryptoKeys")
          .takes(CREATE, ofSeconds(1))
          .takes(UPDATE, ofSeconds(1))
          .knownToTerraformAs("google_kms_crypto_key")
          .knownToAssetInventoryAs("cloudkms.googleapis.com/CryptoKey")
          .meter("kms.keyVersion", "version-month")
          .from(
              "https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings.cryptoKeys");
}
