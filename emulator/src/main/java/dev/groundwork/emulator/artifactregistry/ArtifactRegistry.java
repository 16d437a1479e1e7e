package dev.groundwork.emulator.artifactregistry;

import static dev.groundwork.resource.Call.Verb.GET;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Regions;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.stream.Stream;

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
      Stream.concat(Regions.ALL.stream(), Stream.of("asia", "europe", "us")).sorted().toList();

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
