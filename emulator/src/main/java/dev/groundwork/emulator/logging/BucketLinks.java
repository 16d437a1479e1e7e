package dev.groundwork.emulator.logging;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Paging;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Optional;

/// Datasets that are linked to log buckets, and the forms of creating and changing a bucket that
/// answer with an operation.
final class BucketLinks {
  private static final String TYPE = "logging.Link";

  private final ControlPlane plane;

  BucketLinks(ControlPlane plane) {
    this.plane = plane;
  }

  Reply create(Ask ask) {
    String id = ask.query("linkId").orElse("");
    if (!id.matches("[A-Za-z0-9_]{1,100}")) {
      throw Refusal.invalid("Link id `" + id + "` is invalid").asException();
    }
    String bucket = bucket(ask);
    String name = bucket + "/links/" + id;
    Fields sent = plane.bodies().read("google.logging.v2.Link", ask.body(), false);
    String now = Times.micros(plane.clock().instant());
    return plane
        .store()
        .change(t -> {
          Entry owner =
              t.get(Defaults.HOST + "/" + bucket).orElseThrow(() -> absent(bucket).asException());
          if (!owner.body().flag("analyticsEnabled")) {
            throw Refusal.precondition(
                    "Log Analytics must be enabled on the bucket to create a link")
                .asException();
          }
          if (t.get(Defaults.HOST + "/" + name).isPresent()) {
            throw Refusal.alreadyExists(name + " already exists").asException();
          }
          Fields link =
              Fields.EMPTY
                  .with("name", name)
                  .with("createTime", now)
                  .with("lifecycleState", "ACTIVE")
                  .with(
                      "bigqueryDataset.datasetId",
                      "bigquery.googleapis.com/projects/"
                          + ask.path("project")
                          + "/datasets/"
                          + id);
          Optional<String> description = sent.text("description");
          link = description.isPresent() ? link.with("description", description.get()) : link;
          t.put(Entry.of(Defaults.HOST + "/" + name, TYPE, link));
          Fields asked =
              Fields.EMPTY.with(
                  "createLinkRequest", Fields.EMPTY.with("parent", bucket).with("linkId", id));
          return begun(
              t,
              ask,
              "Link",
              asked,
              link.with("@type", "type.googleapis.com/google.logging.v2.Link"));
        });
  }

  Reply delete(Ask ask) {
    String name = bucket(ask) + "/links/" + ask.path("link");
    return plane
        .store()
        .change(t -> {
          if (t.get(Defaults.HOST + "/" + name).isEmpty()) {
            throw absent(name).asException();
          }
          t.drop(Defaults.HOST + "/" + name);
          Fields asked = Fields.EMPTY.with("deleteLinkRequest", Fields.EMPTY.with("name", name));
          return begun(
              t,
              ask,
              "Link",
              asked,
              Fields.EMPTY.with("@type", "type.googleapis.com/google.protobuf.Empty"));
        });
  }

  /// Makes an operation, which has ended by the time anyone asks for it, and answers as it began.
  ///
  /// @param kind of the metadata: `Link`, `Bucket`
  Reply begun(Transaction transaction, Ask ask, String kind, Fields asked, Fields response) {
    String number = plane.projects().find(ask.path("project")).orElseThrow().number();
    String name =
        "projects/"
            + number
            + "/locations/"
            + ask.path("location")
            + "/operations/"
            + plane.ids().uuid();
    String now = Times.micros(plane.clock().instant());
    Fields metadata =
        Fields.EMPTY
            .with("@type", "type.googleapis.com/google.logging.v2." + kind + "Metadata")
            .with("startTime", now);
    for (var field : asked.values().entrySet()) {
      metadata = metadata.with(field.getKey(), field.getValue());
    }
    Fields ended =
        Fields.EMPTY
            .with("name", name)
            .with(
                "metadata",
                metadata.with("endTime", now).with("state", "OPERATION_STATE_SUCCEEDED"))
            .with("done", true)
            .with("response", response);
    transaction.put(Entry.of(Defaults.HOST + "/" + name, "logging.operation", ended));
    return Reply.ok(
        Fields.EMPTY
            .with("name", name)
            .with("metadata", metadata.with("state", "OPERATION_STATE_SCHEDULED")));
  }

  Reply operation(Ask ask) {
    String number = plane.projects().find(ask.path("project")).orElseThrow().number();
    String name =
        "projects/"
            + number
            + "/locations/"
            + ask.path("location")
            + "/operations/"
            + ask.path("name");
    return Reply.ok(
        plane
            .store()
            .get(Defaults.HOST + "/" + name)
            .orElseThrow(() -> Refusal.notFound("Operation not found: " + name).asException())
            .body());
  }

  Reply get(Ask ask) {
    String name = bucket(ask) + "/links/" + ask.path("link");
    return Reply.ok(
        plane
            .store()
            .get(Defaults.HOST + "/" + name)
            .orElseThrow(() -> absent(name).asException())
            .body());
  }

  Reply list(Ask ask) {
    Paging.Page page =
        Paging.page(
            ask,
            "pageSize",
            50,
            plane.store().under(Defaults.HOST + "/" + bucket(ask) + "/links/"));
    List<Value> items = page.entries().stream().<Value>map(Entry::body).toList();
    Fields body =
        items.isEmpty() ? Fields.EMPTY : Fields.EMPTY.with("links", new Value.Items(items));
    return Reply.ok(page.next().isPresent() ? body.with("nextPageToken", page.next().get()) : body);
  }

  private static Refusal absent(String name) {
    return Refusal.notFound(name + " does not exist");
  }

  private static String bucket(Ask ask) {
    return "projects/"
        + ask.path("project")
        + "/locations/"
        + ask.path("location")
        + "/buckets/"
        + ask.path("bucket");
  }
}
