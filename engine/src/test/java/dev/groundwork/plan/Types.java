package dev.groundwork.plan;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Call;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.Route;
import dev.groundwork.shape.Shape;
import dev.groundwork.shape.Shapes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// A small world of resource types for tests: a few facts each, so that a test can be read without
/// the catalog.
public final class Types {
  private Types() {}

  public static final Shapes NO_SHAPES =
      new Shapes() {
        @Override
        public Optional<Shape> find(String name) {
          return Optional.empty();
        }

        @Override
        public List<Route> routes(String service) {
          return List.of();
        }
      };

  public static final ResourceType PROJECT =
      ResourceType.named("cloudresourcemanager.Project")
          .reachedAt("cloudresourcemanager.googleapis.com", "v3/projects/{project}")
          .enabledAs("")
          .createdBy(Call.post("v3/projects"))
          .updatedBy(Call.patch("v3/projects/{project}"))
          .immutable("parent")
          .holdsData()
          .takes(CREATE, Duration.ofSeconds(15));

  public static final ResourceType API =
      ResourceType.named("serviceusage.Service")
          .reachedAt("serviceusage.googleapis.com", "v1/projects/{project}/services/{name}")
          .enabledAs("")
          .createdBy(Call.post("v1/projects/{project}/services/{name}:enable"))
          .listedBy(Call.get("v1/projects/{project}/services"), "services")
          .outlivesDescription()
          .takes(CREATE, Duration.ofSeconds(20));

  public static final ResourceType NETWORK =
      ResourceType.named("compute.Network")
          .reachedAt(
              "compute.googleapis.com", "compute/v1/projects/{project}/global/networks/{name}")
          .createdBy(Call.post("compute/v1/projects/{project}/global/networks"))
          .updatedBy(Call.patch("compute/v1/projects/{project}/global/networks/{name}"))
          .listedBy(Call.get("compute/v1/projects/{project}/global/networks"), "items")
          .immutable("autoCreateSubnetworks", "description")
          .predicts(
              "selfLink",
              "https://www.googleapis.com/compute/v1/projects/{project}/global/networks/{name}")
          .defaults("mtu", 1460)
          .takes(CREATE, Duration.ofSeconds(10))
          .takes(DELETE, Duration.ofSeconds(20));

  public static final ResourceType SUBNET =
      ResourceType.named("compute.Subnetwork")
          .reachedAt(
              "compute.googleapis.com",
              "compute/v1/projects/{project}/regions/{region}/subnetworks/{name}")
          .createdBy(Call.post("compute/v1/projects/{project}/regions/{region}/subnetworks"))
          .updatedBy(
              Call.patch("compute/v1/projects/{project}/regions/{region}/subnetworks/{name}"))
          .listedBy(Call.get("compute/v1/projects/{project}/regions/{region}/subnetworks"), "items")
          .immutable("network", "ipCidrRange")
          .references("network", "compute.Network", "selfLink")
          .compares("network", Sameness.LINK)
          .compares("tags", Sameness.SET)
          .takes(CREATE, Duration.ofSeconds(25));

  public static final ResourceType INSTANCE =
      ResourceType.named("sql.Instance")
          .reachedAt("sqladmin.googleapis.com", "v1/projects/{project}/instances/{name}")
          .createdBy(Call.post("v1/projects/{project}/instances"))
          .updatedBy(Call.patch("v1/projects/{project}/instances/{name}"))
          .listedBy(Call.get("v1/projects/{project}/instances"), "items")
          .operations(Operations.SQL)
          .immutable("region")
          .defaults("settings.availabilityType", "ZONAL")
          .serverSets("settings.maintenanceWindow")
          .references("settings.privateNetwork", "compute.Network", "id")
          .compares("settings.privateNetwork", Sameness.LINK)
          .holdsData()
          .takes(CREATE, Duration.ofMinutes(6))
          .takes(UPDATE, Duration.ofMinutes(3))
          .takes(DELETE, Duration.ofSeconds(90));

  public static final ResourceType DATABASE =
      ResourceType.named("sql.Database")
          .reachedAt(
              "sqladmin.googleapis.com",
              "v1/projects/{project}/instances/{instance}/databases/{name}")
          .createdBy(Call.post("v1/projects/{project}/instances/{instance}/databases"))
          .updatedBy(Call.put("v1/projects/{project}/instances/{instance}/databases/{name}"))
          .listedBy(Call.get("v1/projects/{project}/instances/{instance}/databases"), "items")
          .operations(Operations.SQL)
          .immutable("charset")
          .references("instance", "sql.Instance", "name")
          .goesWith("instance")
          .holdsData();

  public static final ResourceType USER =
      ResourceType.named("sql.User")
          .reachedAt(
              "sqladmin.googleapis.com", "v1/projects/{project}/instances/{instance}/users/{name}")
          .createdBy(Call.post("v1/projects/{project}/instances/{instance}/users"))
          .updatedBy(Call.put("v1/projects/{project}/instances/{instance}/users"))
          .listedBy(Call.get("v1/projects/{project}/instances/{instance}/users"), "items")
          .operations(Operations.SQL)
          .references("instance", "sql.Instance", "name")
          .goesWith("instance")
          .sensitive("password");

  public static final ResourceType SECRET =
      ResourceType.named("secretmanager.Secret")
          .reachedAt("secretmanager.googleapis.com", "v1/projects/{project}/secrets/{name}")
          .createdBy(Call.post("v1/projects/{project}/secrets"))
          .updatedBy(Call.patch("v1/projects/{project}/secrets/{name}"))
          .listedBy(Call.get("v1/projects/{project}/secrets"), "secrets")
          .immutable("replication")
          .holdsData();

  public static final ResourceType VERSION =
      ResourceType.named("secretmanager.SecretVersion")
          .reachedAt(
              "secretmanager.googleapis.com",
              "v1/projects/{project}/secrets/{secret}/versions/{version}")
          .createdBy(Call.post("v1/projects/{project}/secrets/{secret}:addVersion"))
          .deletedBy(Call.post("v1/projects/{project}/secrets/{secret}/versions/{version}:destroy"))
          .listedBy(Call.get("v1/projects/{project}/secrets/{secret}/versions"), "versions")
          .serverNamed()
          .immutable("payload")
          .sensitive("payload.data")
          .references("secret", "secretmanager.Secret", "name")
          .existsWhile("state", "ENABLED", "DISABLED")
          .goesWith("secret")
          .holdsData();

  public static final ResourceType MEMBER =
      ResourceType.named("cloudresourcemanager.ProjectIamMember")
          .reachedAt(
              "cloudresourcemanager.googleapis.com",
              "v3/projects/{project}/iamMembers/{+role}/{+member}")
          .enabledAs("")
          .memberOf(
              Call.post("v3/projects/{project}:getIamPolicy"),
              Call.post("v3/projects/{project}:setIamPolicy"));

  /// Waits for the subnets of its network; its number is Google's.
  public static final ResourceType ROUTER =
      ResourceType.named("compute.Router")
          .reachedAt(
              "compute.googleapis.com",
              "compute/v1/projects/{project}/regions/{region}/routers/{name}")
          .createdBy(Call.post("compute/v1/projects/{project}/regions/{region}/routers"))
          .updatedBy(Call.patch("compute/v1/projects/{project}/regions/{region}/routers/{name}"))
          .listedBy(Call.get("compute/v1/projects/{project}/regions/{region}/routers"), "items")
          .immutable("network")
          .compares("network", Sameness.LINK)
          .follows("network", "compute.Subnetwork", "network");

  public static final ResourceType MIGRATION =
      ResourceType.named("postgres.Migration")
          .reachedAt("", "v1/projects/{project}/databases/{database}/migrations/{name}")
          .enabledAs("")
          .createdBy(Call.post("v1/projects/{project}/databases/{database}/migrations"))
          .updatedBy(Call.patch("v1/projects/{project}/databases/{database}/migrations/{name}"))
          .onlyGrows("scripts");

  public static final Catalog CATALOG =
      new Catalog(
          List.of(
              MIGRATION, PROJECT, API, NETWORK, SUBNET, INSTANCE, DATABASE, USER, SECRET, VERSION,
              MEMBER, ROUTER));

  public static final Place PLACE = new Place("groundwork.yaml", 4, 3);

  public static Address address(ResourceType type, String name) {
    return new Address(type.name(), name);
  }

  /// A resource named as its address, in project `p`, region `r`.
  public static Resource resource(ResourceType type, String name, Fields body) {
    return resource(type, name, Map.of(), body);
  }

  /// @param path parameters beside the project, the region and the own name
  public static Resource resource(
      ResourceType type, String name, Map<String, Value> path, Fields body) {
    Map<String, Value> whole = new TreeMap<>();
    whole.put("project", Value.of("p"));
    whole.put("region", Value.of("r"));
    if (!type.isServerNamed()) {
      whole.put(type.parameters().getLast(), Value.of(name));
    }
    whole.putAll(path);
    whole.keySet().retainAll(type.parameters());
    return new Resource(address(type, name), type, whole, body, new TreeSet<>(), PLACE);
  }

  public static Value link(Resource resource, String output) {
    return new Value.Reference(resource.address(), output);
  }
}
