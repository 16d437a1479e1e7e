package dev.groundwork.emulator.storage;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Who may use a bucket: its IAM policy, and the access lists that buckets without uniform access
/// have besides. A policy's etag is its bucket's: both count the changes of both.
final class BucketPolicies {
  private final ControlPlane plane;
  private final Buckets buckets;

  BucketPolicies(ControlPlane plane, Buckets buckets) {
    this.plane = plane;
    this.buckets = buckets;
  }

  /// The policy of a new bucket.
  static Fields initial(String project, boolean uniform) {
    List<Value> owners =
        List.of(Value.of("projectEditor:" + project), Value.of("projectOwner:" + project));
    List<Value> readers = List.of(Value.of("projectViewer:" + project));
    List<Value> bindings = new ArrayList<>();
    bindings.add(binding("roles/storage.legacyBucketOwner", owners));
    bindings.add(binding("roles/storage.legacyBucketReader", readers));
    if (uniform) {
      bindings.add(binding("roles/storage.legacyObjectOwner", owners));
      bindings.add(binding("roles/storage.legacyObjectReader", readers));
    }
    return Fields.EMPTY.with("bindings", new Value.Items(bindings));
  }

  private static Fields binding(String role, List<Value> members) {
    return Fields.EMPTY.with("role", role).with("members", new Value.Items(members));
  }

  static boolean uniform(Fields bucket) {
    return bucket.flag("iamConfiguration.uniformBucketLevelAccess.enabled");
  }

  Reply get(Ask ask) {
    Entry bucket = buckets.find(ask);
    return Reply.ok(shown(bucket, plane.policies().get(bucket.key())));
  }

  Reply set(Ask ask) {
    Fields wanted = ask.body();
    Instant now = plane.clock().instant();
    return plane
        .store()
        .change(transaction -> {
          Entry bucket = buckets.find(transaction, ask.path("bucket"));
          String etag = wanted.text("etag").orElse("");
          if (!etag.isEmpty() && !bucket.body().text("etag").orElse("").equals(etag)) {
            throw Refusal.stale("At least one of the pre-conditions you specified did not hold.")
                .asException();
          }
          refusePublic(bucket.body(), wanted);
          Fields policy = plane.policies().set(transaction, bucket.key(), wanted.without("etag"));
          return Reply.ok(
              shown(transaction.put(bucket.withBody(Buckets.changed(bucket.body(), now))), policy));
        });
  }

  private static void refusePublic(Fields bucket, Fields policy) {
    boolean enforced =
        bucket.text("iamConfiguration.publicAccessPrevention").orElse("").equals("enforced");
    Set<Value> everyone = Set.of(Value.of("allUsers"), Value.of("allAuthenticatedUsers"));
    boolean open =
        policy.items("bindings").stream()
            .anyMatch(b ->
                b instanceof Fields f && f.items("members").stream().anyMatch(everyone::contains));
    if (enforced && open) {
      throw Refusal.stale(
              "The member bindings allUsers and allAuthenticatedUsers are not allowed since public access prevention is enforced.")
          .asException();
    }
  }

  private static Fields shown(Entry bucket, Fields policy) {
    return Fields.EMPTY
        .with("kind", "storage#policy")
        .with("resourceId", "projects/_/buckets/" + bucket.body().text("name").orElseThrow())
        .with("version", policy.get("version").orElse(Value.of(1)))
        .with("etag", bucket.body().text("etag").orElseThrow())
        .with("bindings", new Value.Items(policy.items("bindings")));
  }

  /// Every caller is an owner: all that is asked for is granted.
  Reply test(Ask ask) {
    buckets.find(ask);
    Fields answer = Fields.EMPTY.with("kind", "storage#testIamPermissionsResponse");
    List<String> asked = ask.request().query().getOrDefault("permissions", List.of());
    return Reply.ok(asked.isEmpty() ? answer : answer.with("permissions", Value.texts(asked)));
  }

  /// The bucket as its reader asked for it: with the access lists, or without.
  static Fields show(Ask ask, Fields bucket) {
    Fields bare = bucket.without("acl").without("defaultObjectAcl");
    if (!ask.queryOr("projection", "noAcl").equals("full") || uniform(bucket)) {
      return bare;
    }
    return bare.with(
            "acl", bucket.get("acl").orElse(accessList(bucket, "storage#bucketAccessControl")))
        .with(
            "defaultObjectAcl",
            bucket
                .get("defaultObjectAcl")
                .orElse(accessList(bucket, "storage#objectAccessControl")));
  }

  /// The list of one to whom nobody gave another: the project's owners, editors and viewers.
  private static Value accessList(Fields bucket, String kind) {
    String number = bucket.text("projectNumber").orElseThrow();
    return new Value.Items(
        Stream.of("owners", "editors", "viewers")
            .<Value>map(team ->
                Fields.EMPTY
                    .with("kind", kind)
                    .with("entity", "project-" + team + "-" + number)
                    .with("role", team.equals("viewers") ? "READER" : "OWNER")
                    .with("projectTeam.projectNumber", number)
                    .with("projectTeam.team", team)
                    .with("etag", bucket.text("etag").orElseThrow()))
            .toList());
  }
}
