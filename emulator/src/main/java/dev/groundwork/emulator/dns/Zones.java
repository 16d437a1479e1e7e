package dev.groundwork.emulator.dns;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What is special about zones: their name servers, and the records that they come with.
final class Zones implements Behavior {
  static final String HOST = "dns.googleapis.com";
  static final String TYPE = "dns.ManagedZone";
  private static final int SIX_HOURS = 21_600;

  private final ControlPlane plane;

  Zones(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public Fields create(Edit edit, Fields wanted) {
    String dnsName = wanted.text("dnsName").orElse("");
    if (!dnsName.matches("([A-Za-z0-9_*]([A-Za-z0-9_-]*[A-Za-z0-9_])?\\.)+|\\.")) {
      throw Refusal.invalid("Invalid value for 'entity.managedZone.dnsName': '" + dnsName + "'")
          .asException();
    }
    boolean open = wanted.text("visibility").orElse("public").equals("public");
    List<String> servers = servers(open);
    Fields zone =
        wanted
            .with("id", plane.ids().numeric())
            .with("creationTime", Times.millis(plane.clock().instant()))
            .with("visibility", open ? "public" : "private")
            .with("nameServers", Value.texts(servers))
            .with("cloudLoggingConfig.kind", "dns#managedZoneCloudLoggingConfig");
    Records.put(edit.transaction(), edit.key(), dnsName, "NS", SIX_HOURS, servers);
    Records.put(
        edit.transaction(),
        edit.key(),
        dnsName,
        "SOA",
        SIX_HOURS,
        List.of(servers.getFirst() + " cloud-dns-hostmaster.google.com. 1 21600 3600 259200 300"));
    return zone;
  }

  /// Public zones have four servers of one of five sets.
  private List<String> servers(boolean open) {
    char set = (char) ('a' + plane.ids().number(5));
    return open
        ? IntStream.rangeClosed(1, 4)
            .mapToObj(i -> "ns-cloud-" + set + i + ".googledomains.com.")
            .toList()
        : List.of("ns-gcp-private.googledomains.com.");
  }

  @Override
  public void delete(Edit edit, Entry current) {
    List<Entry> records = edit.transaction().under(Records.prefix(edit.key()));
    String dnsName = current.body().text("dnsName").orElse("");
    if (records.stream().anyMatch(r -> !Records.isOfZone(r.body(), dnsName))) {
      throw Refusal.invalid(
              "The resource named '"
                  + edit.name()
                  + "' cannot be deleted because it contains one or more 'resource records'.")
          .withReason("containerNotEmpty")
          .asException();
    }
    records.forEach(r -> edit.transaction().drop(r.key()));
    edit.transaction()
        .under(Changes.prefix(edit.key()))
        .forEach(c -> edit.transaction().drop(c.key()));
  }

  @Override
  public Optional<Refusal> absent(Ask ask, String relativeName) {
    return Optional.of(Refusal.notFound("managedZone \"" + relativeName + "\" not found"));
  }

  @Override
  public Optional<Refusal> present(Ask ask, String relativeName) {
    String name = relativeName.substring(relativeName.lastIndexOf('/') + 1);
    return Optional.of(
        Refusal.alreadyExists(
            "The resource 'entity.managedZone' named '" + name + "' already exists"));
  }
}
