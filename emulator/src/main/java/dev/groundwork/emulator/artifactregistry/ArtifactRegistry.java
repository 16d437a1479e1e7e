package dev.groundwork.emulator.artifactregistry;

import static dev.groundwork.resource.Call.Verb.GET;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;

/// Artifact Registry, see the package.
public final class ArtifactRegistry implements Service {
  static final String HOST = "artifactregistry.googleapis.com";

  private static final String LOCATIONS = "v1/projects/{project}/locations";
  private static final String REPOSITORY = LOCATIONS + "/{location}/repositories/{repository}";

  /// Regions and multi-regions that hold repositories.
  ///
  /// @see <a href="https://cloud.google.com/artifact-registry/docs/repositories/repo-locations">
  ///   Repository locations</a>
  private static final List<String> PLACES =
      List.of(
          "africa-south1",
          "asia",
          "asia-east1",
          "asia-east2",
          "asia-northeast1",
          "asia-northeast2",
          "asia-northeast3",
          "asia-south1",
          "asia-south2",
          "asia-southeast1",
          "asia-southeast2",
          "australia-southeast1",
          "australia-southeast2",
          "europe",
          "europe-central2",
          "europe-north1",
          "europe-north2",
          "europe-southwest1",
          "europe-west1",
          "europe-west10",
          "europe-west12",
          "europe-west2",
          "europe-west3",
          "europe-west4",
          "europe-west6",
          "europe-west8",
          "europe-west9",
          "me-central1",
          "me-central2",
          "me-west1",
          "northamerica-northeast1",
          "northamerica-northeast2",
          "northamerica-south1",
          "southamerica-east1",
          "southamerica-west1",
          "us",
          "us-central1",
          "us-east1",
          "us-east4",
          "us-east5",
          "us-south1",
          "us-west1",
          "us-west2",
          "us-west3",
          "us-west4");

  private final ControlPlane plane;

  public ArtifactRegistry(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public String host() {
    return HOST;
  }

  @Override
  public void install(Installation into) {
    into.alias("v1beta2/", "v1/");
    into.behavior("artifactregistry.Repository", new Repositories(plane));
    into.route(GET, LOCATIONS, ArtifactRegistry::places);
    for (String kind :
        List.of(
            "packages",
            "dockerImages",
            "files",
            "mavenArtifacts",
            "npmPackages",
            "pythonPackages")) {
      into.route(GET, REPOSITORY + "/" + kind, this::empty);
    }
  }

  private static Reply places(Ask ask) {
    List<Value> all =
        PLACES.stream()
            .<Value>map(place ->
                Fields.EMPTY
                    .with("name", "projects/" + ask.path("project") + "/locations/" + place)
                    .with("locationId", place)
                    .with("displayName", place))
            .toList();
    return Reply.ok(Fields.EMPTY.with("locations", new Value.Items(all)));
  }

  static boolean isPlace(String location) {
    return PLACES.contains(location);
  }

  /// What a repository holds: nothing was ever pushed.
  private Reply empty(Ask ask) {
    String key =
        HOST
            + "/projects/"
            + ask.path("project")
            + "/locations/"
            + ask.path("location")
            + "/repositories/"
            + ask.path("repository");
    if (plane.store().get(key).isEmpty()) {
      throw Refusal.notFound("Requested entity was not found.").asException();
    }
    return Reply.empty();
  }
}
