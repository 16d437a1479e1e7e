package dev.groundwork.sql;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Cloud;
import dev.groundwork.cloud.Target;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Finds database servers by asking Cloud SQL for the instance: its address, private before public,
/// and the authority of its certificate.
public final class CloudDatabases implements Databases {
  private static final int PORT = 5432;

  private final Cloud google;
  private final ResourceType instances;
  private final ResourceType users;
  private final UnaryOperator<InetSocketAddress> route;

  /// @param route from an instance's address to where it is reached from here: itself, or the
  ///   emulator's stand-in
  public CloudDatabases(Cloud google, Catalog catalog, UnaryOperator<InetSocketAddress> route) {
    this.google = google;
    this.instances = catalog.get("sql.Instance");
    this.users = catalog.get("sql.User");
    this.route = route;
  }

  @Override
  public Found find(String project, String instance) {
    Target target =
        new Target(
            instances, Map.of("project", project, instances.parameters().getLast(), instance));
    return switch (google.read(target)) {
      case Answer.Present(_, var observed) -> server(observed);
      case Answer.Absent _, Answer.Working _ -> new Found.Absent();
      case Answer.Refused(var refusal) -> new Found.Refused(refusal);
    };
  }

  @Override
  public boolean hasUser(String project, String instance, String user) {
    Target target =
        new Target(
            users,
            Map.of("project", project, "instance", instance, users.parameters().getLast(), user));
    return google.read(target) instanceof Answer.Present;
  }

  private Found server(Value.Fields instance) {
    Optional<String> address = address(instance, "PRIVATE").or(() -> address(instance, "PRIMARY"));
    Optional<String> authority = instance.text("serverCaCert.cert");
    if (address.isEmpty() || authority.isEmpty()) {
      return new Found.Absent();
    }
    InetSocketAddress reached =
        route.apply(InetSocketAddress.createUnresolved(address.get(), PORT));
    return new Found.At(new Server(reached.getHostString(), reached.getPort(), authority.get()));
  }

  private static Optional<String> address(Value.Fields instance, String type) {
    return instance.items("ipAddresses").stream()
        .filter(a -> a instanceof Value.Fields f && f.text("type").equals(Optional.of(type)))
        .flatMap(a -> ((Value.Fields) a).text("ipAddress").stream())
        .findFirst();
  }
}
