package dev.groundwork.component;

import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check;
import dev.groundwork.verify.Check.Expectation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A bucket of objects, never public, with one set of permissions for all its objects.
///
/// @param name empty for the project's id, a hyphen and the component's name, since all of Google
///   Cloud shares the names
/// @param location a region, or `US`, `EU`, `ASIA`; empty for the blueprint's region
/// @param deleteAfterDays age at which objects are deleted; empty for never
/// @param keepDays age before which objects cannot be deleted or replaced; empty for none
public record Bucket(
    Optional<String> name,
    Optional<String> location,
    String storageClass,
    boolean versioning,
    Optional<Long> deleteAfterDays,
    Optional<Long> keepDays)
    implements Component {

  private static final long SECONDS_OF_A_DAY = 24 * 60 * 60;

  static final Form FORM =
      Form.of(
          "bucket",
          "A bucket of objects, never public.",
          Field.of(
              "name",
              Naming.BUCKET,
              "Its name, unique in all of Google Cloud; by default the project's id, a hyphen and the component's name."),
          Field.of(
              "location",
              Kind.Text.of(
                  "[A-Za-z]+[-A-Za-z0-9]*",
                  "a region such as `us-central1`, or `US`, `EU` or `ASIA`"),
              "Where its objects are kept; by default the blueprint's region."),
          Field.of(
                  "storageClass",
                  Kind.Choice.of("standard", "nearline", "coldline", "archive"),
                  "How often its objects are read; the seldomer, the cheaper to keep.")
              .or("standard"),
          Field.of(
                  "versioning",
                  new Kind.Flag(),
                  "Whether objects that are replaced or deleted are kept as old versions.")
              .or(false),
          Field.of(
              "deleteAfterDays",
              new Kind.Whole(1, 36500),
              "The age, in days, at which objects are deleted."),
          Field.of(
              "keepDays",
              new Kind.Whole(1, 36500),
              "The age, in days, before which objects can be neither deleted nor replaced."));

  static final ComponentType TYPE =
      ComponentType.of(FORM, "storage.Bucket", Bucket::from).named("{project}-{component}");

  static Bucket from(Settings given) {
    return new Bucket(
        given.maybeText("name"),
        given.maybeText("location"),
        given.text("storageClass"),
        given.flag("versioning"),
        given.maybeWhole("deleteAfterDays"),
        given.maybeWhole("keepDays"));
  }

  @Override
  public Expansion expand(Context context) {
    String called = name.orElseGet(() -> TYPE.nameOf(context.component(), context.project()));
    Context.Part part =
        context
            .main("storage.Bucket", context.place())
            .path("name", called)
            .set("location", location.orElse(context.region()).toUpperCase(Locale.ROOT))
            .set("storageClass", storageClass.toUpperCase(Locale.ROOT))
            .set("iamConfiguration.uniformBucketLevelAccess.enabled", true)
            .set("iamConfiguration.publicAccessPrevention", "enforced");
    if (versioning) {
      part.set("versioning.enabled", true);
    }
    deleteAfterDays.ifPresent(days ->
        part.set(
            "lifecycle.rule",
            Value.list(Value.fields().with("action.type", "Delete").with("condition.age", days))));
    keepDays.ifPresent(days ->
        part.set("retentionPolicy.retentionPeriod", String.valueOf(days * SECONDS_OF_A_DAY)));
    Resource bucket = part.made();
    List<Check> checks =
        List.of(
            new Check(
                context.component() + " is there", bucket.address(), new Expectation.Exists()),
            new Check(
                context.component() + " is not public",
                bucket.address(),
                new Expectation.FieldIs(
                    "iamConfiguration.publicAccessPrevention", List.of(Value.of("enforced")))));
    return new Expansion(List.of(bucket), checks, new TreeMap<>(Map.of("name", Value.of(called))));
  }
}
