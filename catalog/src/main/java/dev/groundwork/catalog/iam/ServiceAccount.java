package dev.groundwork.catalog.iam;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Stamp;

/// A service account: the identity of a program. Not visible everywhere at once after it was made.
public final class ServiceAccount {
  private ServiceAccount() {}

  private static final String PATH =
      "v1/projects/{project}/serviceAccounts/{name}@{project}.iam.gserviceaccount.com";

  public static final ResourceType TYPE =
      ResourceType.named("iam.ServiceAccount")
          .summary("The identity of a program.")
          .shaped("google.iam.admin.v1.ServiceAccount")
          .names(
              "[a-z][-a-z0-9]{4,28}[a-z0-9]",
              "6 to 30 lower-case letters, digits and hyphens, starting with a letter and not ending in a hyphen")
          .reachedAt("iam.googleapis.com", PATH)
          .createdBy(
              Call.post("v1/projects/{project}/serviceAccounts")
                  .wrappedIn("serviceAccount")
                  .with("accountId", "{name}"))
          .updatedBy(
              Call.patch(PATH)
                  .wrappedIn("serviceAccount")
                  .maskedInBody("updateMask")
                  .sendingOnly("displayName", "description"))
          .listedBy(Call.get("v1/projects/{project}/serviceAccounts"), "accounts")
          .absentAlsoAs(403)
          .identifiedBy("email", "{name}@{project}.iam.gserviceaccount.com")
          .outputOnly(
              "name", "projectId", "uniqueId", "email", "etag", "oauth2ClientId", "disabled")
          .predicts(
              "name", "projects/{project}/serviceAccounts/{name}@{project}.iam.gserviceaccount.com")
          .predicts("projectId", "{project}")
          .predicts("email", "{name}@{project}.iam.gserviceaccount.com")
          .stamps("uniqueId", Stamp.NUMERIC_ID)
          .stamps("oauth2ClientId", Stamp.NUMERIC_ID)
          .stamps("etag", Stamp.ETAG)
          .permissions("iam.serviceAccounts")
          .takes(CREATE, ofSeconds(1))
          .takes(UPDATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .timesOut(CREATE, ofMinutes(5))
          .knownToTerraformAs("google_service_account")
          .knownToAssetInventoryAs("iam.googleapis.com/ServiceAccount")
          .from("https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts");
}
