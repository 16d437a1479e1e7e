package dev.groundwork.emulator.logging;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.LogEntry;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;

/// The way of every entry: by its project's sinks to where they send it.
final class Stream {
  private final ControlPlane plane;
  private final Sinks sinks;
  private final Buckets buckets;
  private final Archive archive;
  private final Filters filters;
  private final Deliveries deliveries;

  Stream(
      ControlPlane plane,
      Sinks sinks,
      Buckets buckets,
      Archive archive,
      Filters filters,
      Deliveries deliveries) {
    this.plane = plane;
    this.sinks = sinks;
    this.buckets = buckets;
    this.archive = archive;
    this.filters = filters;
    this.deliveries = deliveries;
  }

  void take(LogEntry entry) {
    Fields form = EntryForm.of(entry, plane.clock().instant(), plane.ids().hex(16));
    route(entry.project(), form, true);
  }

  /// @param first whether it comes from its writer, and not from another project's sink
  private void route(String project, Fields entry, boolean first) {
    for (Fields sink : sinks.of(project)) {
      if (!sink.flag("disabled") && accepts(project, sink, entry)) {
        deliver(project, sink, entry, first);
      }
    }
  }

  private boolean accepts(String project, Fields sink, Fields entry) {
    if (!filter(sink).accepts(entry)) {
      return false;
    }
    for (Value value : sink.items("exclusions")) {
      if (value instanceof Fields exclusion
          && !exclusion.flag("disabled")
          && filter(exclusion).accepts(entry)) {
        return false;
      }
    }
    return !sink.text("name").orElse("").equals(Defaults.DEFAULT)
        || exclusions(project).stream()
            .noneMatch(e -> !e.flag("disabled") && filter(e).accepts(entry));
  }

  private List<Fields> exclusions(String project) {
    return plane.store().under(Defaults.HOST + "/projects/" + project + "/exclusions/").stream()
        .map(Entry::body)
        .toList();
  }

  private Query filter(Fields holder) {
    return filters.of(holder.text("filter").orElse(""));
  }

  private void deliver(String project, Fields sink, Fields entry, boolean first) {
    String destination = sink.text("destination").orElse("");
    String name = destination.substring(destination.indexOf('/') + 1);
    if (!destination.startsWith(Defaults.HOST + "/")) {
      deliveries.deliver(project, sink, entry);
    } else if (name.contains("/buckets/")) {
      if (buckets.find(name).isPresent()) {
        archive.add(name, entry);
      } else {
        deliveries.failed(project, sink, "bucket_not_found");
      }
    } else if (first) {
      // what comes from another project goes no further
      route(name.substring("projects/".length()), entry, false);
    }
  }
}
