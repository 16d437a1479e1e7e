package dev.groundwork.emulator.control;

import dev.groundwork.emulator.control.Routes.Route;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import java.util.Arrays;

/// Routes for every type in the catalog, read from its facts.
final class ResourceRoutes {
  private final ControlPlane plane;
  private final Behaviors behaviors;

  ResourceRoutes(ControlPlane plane, Behaviors behaviors) {
    this.plane = plane;
    this.behaviors = behaviors;
  }

  void install(Routes routes) {
    for (ResourceType type : plane.catalog().types()) {
      if (type.surface() == ResourceType.Surface.GOOGLE && type.policyMember().isEmpty()) {
        install(routes, type);
      }
    }
  }

  private void install(Routes routes, ResourceType type) {
    Kind kind = new Kind(type);
    Reads reads = new Reads(plane, behaviors, kind);
    Creates creates = new Creates(plane, behaviors, kind);
    Updates updates = new Updates(plane, behaviors, kind);
    Deletes deletes = new Deletes(plane, behaviors, kind);
    type.fieldUpdates()
        .forEach((_, call) -> add(routes, type, call, ask -> updates.some(call, ask)));
    type.call(Action.CREATE)
        .ifPresent(call -> add(routes, type, call, ask -> creates.create(call, ask)));
    type.call(Action.UPDATE)
        .ifPresent(call -> add(routes, type, call, ask -> updates.update(call, named(type, ask))));
    type.call(Action.READ)
        .ifPresent(call -> add(routes, type, call, ask -> reads.get(call, named(type, ask))));
    type.call(Action.DELETE)
        .ifPresent(call -> add(routes, type, call, ask -> deletes.delete(call, named(type, ask))));
    type.listing()
        .ifPresent(listing -> add(routes, type, listing.call(), ask -> reads.list(listing, ask)));
    type.wideListing().ifPresent(listing -> add(routes, type, listing.call(), reads::wide));
    policies(routes, type, new PolicyRoutes(plane, reads));
  }

  private Ask named(ResourceType type, Ask ask) {
    return ask.withPath(behaviors.of(type.name()).path(ask.path()));
  }

  private static void policies(Routes routes, ResourceType type, PolicyRoutes policies) {
    switch (type.host()) {
      case "compute.googleapis.com" -> {
        add(routes, type, Call.get(type.path() + "/getIamPolicy"), policies::get);
        add(routes, type, Call.post(type.path() + "/setIamPolicy"), policies::set);
        add(routes, type, Call.post(type.path() + "/testIamPermissions"), policies::test);
      }
      case "storage.googleapis.com" -> {
        add(routes, type, Call.get(type.path() + "/iam"), policies::get);
        add(routes, type, Call.put(type.path() + "/iam"), policies::set);
        add(routes, type, Call.get(type.path() + "/iam/testPermissions"), policies::test);
      }
      default -> {
        add(routes, type, Call.get(type.path() + ":getIamPolicy"), policies::get);
        add(routes, type, Call.post(type.path() + ":getIamPolicy"), policies::get);
        add(routes, type, Call.post(type.path() + ":setIamPolicy"), policies::set);
        add(routes, type, Call.post(type.path() + ":testIamPermissions"), policies::test);
      }
    }
  }

  private static void add(Routes routes, ResourceType type, Call call, Handler handler) {
    // a service reads for itself a segment that holds two parameters: a service account's email
    if (Arrays.stream(call.path().split("/", -1))
        .noneMatch(s -> s.indexOf('{') != s.lastIndexOf('{'))) {
      routes.add(type.host(), call.verb(), call.path(), new Route(handler, type.api(), true));
    }
  }
}
