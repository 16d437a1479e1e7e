package dev.groundwork.catalog.artifactregistry;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.LIST;
import static dev.groundwork.resource.Action.READ;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;

/// One member in one role on a repository. Others in the role are left alone.
public final class RepositoryIamMember {
  private RepositoryIamMember() {}

  private static final String REPOSITORY =
      "v1/projects/{project}/locations/{location}/repositories/{repository}";
  private static final String GET_POLICY = "artifactregistry.repositories.getIamPolicy";
  private static final String SET_POLICY = "artifactregistry.repositories.setIamPolicy";

  public static final ResourceType TYPE =
      ResourceType.named("artifactregistry.RepositoryIamMember")
          .summary("One member in one role on a repository; other members are left alone.")
          .shaped("groundwork.iam.Member")
          .reachedAt(
              "artifactregistry.googleapis.com", REPOSITORY + "/iamMembers/{+role}/{+member}")
          .memberOf(
              Call.get(REPOSITORY + ":getIamPolicy?options.requestedPolicyVersion=3"),
              Call.post(REPOSITORY + ":setIamPolicy").withoutResource())
          .immutable("condition")
          .references("repository", "artifactregistry.Repository", "name")
          .goesWith("repository")
          .permissions(CREATE, GET_POLICY, SET_POLICY)
          .permissions(DELETE, GET_POLICY, SET_POLICY)
          .permissions(READ, GET_POLICY)
          .permissions(LIST, GET_POLICY)
          .takes(CREATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_artifact_registry_repository_iam_member")
          .from(
              "https://cloud.google.com/artifact-registry/docs/reference/rest/v1/projects.locations.repositories/setIamPolicy");
}
