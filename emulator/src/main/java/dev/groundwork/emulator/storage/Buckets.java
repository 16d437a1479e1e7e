package dev.groundwork.emulator.storage;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Buckets. One that holds objects cannot be deleted.
final class Buckets implements Behavior {
  static final String TYPE = "storage.Bucket";

  private static final Set<String> CONTINENTS = Set.of("US", "EU", "ASIA");

  /// After this long uniform access cannot be taken back.
  private static final Duration UNTIL_LOCKED = Duration.ofDays(90);

  private final ControlPlane plane;
  private final Objects objects;

  Buckets(ControlPlane plane, Objects objects) {
    this.plane = plane;
    this.objects = objects;
  }

  @Override
  public Fields received(Ask ask, Fields sent) {
    return sent.text("location").isPresent() ? sent : sent.with("location", "US");
  }

  @Override
  public Fields create(Edit edit, Fields wanted) {
    if (!edit.name().matches("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]") || edit.name().contains("google")) {
      throw Refusal.invalid("Invalid bucket name: '" + edit.name() + "'").asException();
    }
    String location = wanted.text("location").orElse("US").toUpperCase(Locale.ROOT);
    String type = CONTINENTS.contains(location) ? "multi-region" : location.contains("-") ? "region" : "dual-region";
    Fields bucket =
        wanted
            .with("id", edit.name())
            .with("location", location)
            .with("locationType", type)
            .with("storageClass", wanted.text("storageClass").orElse("STANDARD").toUpperCase(Locale.ROOT));
    bucket = type.equals("region") ? bucket : bucket.with("rpo", wanted.text("rpo").orElse("DEFAULT"));
    return complete(Fields.EMPTY, bucket);
  }

  @Override
  public Fields update(Edit edit, Fields before, Fields after) {
    return complete(before, after);
  }

  private Fields complete(Fields before, Fields wanted) {
    Instant now = plane.clock().instant();
    Fields bucket = wanted;
    if (bucket.get("lifecycle").isPresent() && bucket.items("lifecycle.rule").isEmpty()) {
      bucket = bucket.without("lifecycle");
    }
    Fields uniform = Fields.EMPTY.with("enabled", bucket.flag("iamConfiguration.uniformBucketLevelAccess.enabled"));
    if (uniform.flag("enabled")) {
      String locked = before.text("iamConfiguration.uniformBucketLevelAccess.lockedTime").orElse(Times.millis(now.plus(UNTIL_LOCKED)));
      uniform = uniform.with("lockedTime", locked);
    }
    bucket = bucket.with("iamConfiguration.uniformBucketLevelAccess", uniform).with("iamConfiguration.bucketPolicyOnly", uniform);
    if (!bucket.get("softDeletePolicy").equals(before.get("softDeletePolicy"))) {
      bucket = bucket.with("softDeletePolicy.effectiveTime", Times.millis(now));
    }
    if (bucket.flag("autoclass.enabled") && !before.flag("autoclass.enabled")) {
      bucket =
          bucket
              .with("autoclass.toggleTime", Times.millis(now))
              .with("autoclass.terminalStorageClass", bucket.text("autoclass.terminalStorageClass").orElse("NEARLINE"))
              .with("autoclass.terminalStorageClassUpdateTime", Times.millis(now));
    }
    return bucket;
  }

  @Override
  public void delete(Edit edit, Entry current) {
    if (!edit.transaction().under(objects.prefix(edit.name())).isEmpty()) {
      throw new Refusal(409, "FAILED_PRECONDITION", "conflict", "The bucket you tried to delete is not empty.", List.of()).asException();
    }
  }

  @Override
  public Optional<Refusal> present(Ask ask, String relativeName) {
    return Optional.of(
        Refusal.alreadyExists("Your previous request to create the named bucket succeeded and you already own it.").withReason("conflict"));
  }
}
