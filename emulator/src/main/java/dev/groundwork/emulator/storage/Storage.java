package dev.groundwork.emulator.storage;

import static dev.groundwork.resource.Call.Verb.GET;
import static dev.groundwork.resource.Call.Verb.PUT;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value.Fields;

/// Cloud Storage, see the package.
public final class Storage implements Service {
  static final String HOST = "storage.googleapis.com";

  private final ControlPlane plane;
  private final Objects objects;

  public Storage(ControlPlane plane) {
    this.plane = plane;
    objects = new Objects(plane);
  }

  @Override
  public String host() {
    return HOST;
  }

  @Override
  public void install(Installation into) {
    into.behavior(Buckets.TYPE, new Buckets(plane, objects));
    into.open(GET, "storage/v1/b/{name}/iam", this::policy);
    into.open(PUT, "storage/v1/b/{name}/iam", this::setPolicy);
    objects.install(into);
  }

  private Reply policy(Ask ask) {
    Entry bucket = bucket(plane, ask.path("name"));
    return Reply.ok(shown(plane.policies().get(bucket.key()), ask));
  }

  private Reply setPolicy(Ask ask) {
    Entry bucket = bucket(plane, ask.path("name"));
    return Reply.ok(shown(plane.store().change(t -> plane.policies().set(t, bucket.key(), ask.body())), ask));
  }

  private static Fields shown(Fields policy, Ask ask) {
    return policy.with("kind", "storage#policy").with("resourceId", "projects/_/buckets/" + ask.path("name"));
  }

  static Entry bucket(ControlPlane plane, String name) {
    return plane.store().get(HOST + "/b/" + name).orElseThrow(() -> Refusal.notFound("The specified bucket does not exist.").asException());
  }

  @Override
  public void erase() {
    objects.erase();
  }
}
