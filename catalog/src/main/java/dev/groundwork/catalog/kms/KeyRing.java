package dev.groundwork.catalog.kms;

import static dev.groundwork.resource.Action.CREATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Stamp;

/// A key ring: keys of one location that are granted together. Cannot be deleted, and keeps its
/// name for good.
public final class KeyRing {
  private KeyRing() {}

  private static final String COLLECTION = "v1/projects/{project}/locations/{location}/keyRings";

  public static final ResourceType TYPE =
      ResourceType.named("kms.KeyRing")
          .summary("A ring of keys in one location; it cannot be deleted.")
          .shaped("google.cloud.kms.v1.KeyRing")
          .names("[A-Za-z0-9_-]{1,63}", "at most 63 letters, digits, hyphens and underscores")
          .reachedAt("cloudkms.googleapis.com", COLLECTION + "/{name}")
          .createdBy(Call.post(COLLECTION + "?keyRingId={name}"))
          .listedBy(Call.get(COLLECTION), "keyRings")
          .neverDeleted()
          .predicts("name", "projects/{project}/locations/{location}/keyRings/{name}")
          .stamps("createTime", Stamp.CREATED)
          .holdsData()
          .permissions("cloudkms.keyRings")
          .takes(CREATE, ofSeconds(1))
          .knownToTerraformAs("google_kms_key_ring")
          .knownToAssetInventoryAs("cloudkms.googleapis.com/KeyRing")
          .from("https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings");
}
