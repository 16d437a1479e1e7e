package dev.groundwork.catalog.serviceusage;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.LIST;
import static dev.groundwork.resource.Action.READ;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Operations;

/// An API, enabled in a project. `destroy` leaves it enabled: other things in the project may use
/// it.
public final class Service {
  private Service() {}

  public static final ResourceType TYPE =
      ResourceType.named("serviceusage.Service")
          .summary("An API that is enabled in a project.")
          .shaped("google.api.serviceusage.v1.Service")
          .names(
              "[a-z][-a-z0-9]*(\\.[a-z][-a-z0-9]*)+",
              "the name of an API such as compute.googleapis.com")
          .reachedAt("serviceusage.googleapis.com", "v1/projects/{project}/services/{name}")
          .enabledAs("")
          .createdBy(Call.post("v1/projects/{project}/services/{name}:enable").withoutResource())
          .deletedBy(Call.post("v1/projects/{project}/services/{name}:disable").withoutResource())
          .listedBy(Call.get("v1/projects/{project}/services?filter=state:ENABLED"), "services")
          .operations(Operations.LONG_RUNNING, CREATE, DELETE)
          .outputOnly("name", "parent", "config", "state")
          .predicts("name", "projects/{projectNumber}/services/{name}")
          .predicts("parent", "projects/{projectNumber}")
          .existsWhile("state", "ENABLED")
          .outlivesDescription()
          .permissions(CREATE, "serviceusage.services.enable")
          .permissions(READ, "serviceusage.services.get")
          .permissions(LIST, "serviceusage.services.list")
          .permissions(DELETE, "serviceusage.services.disable")
          .takes(CREATE, ofSeconds(20))
          .takes(DELETE, ofSeconds(20))
          .knownToTerraformAs("google_project_service")
          .knownToAssetInventoryAs("serviceusage.googleapis.com/Service")
          .from("https://cloud.google.com/service-usage/docs/reference/rest/v1/services");
}
