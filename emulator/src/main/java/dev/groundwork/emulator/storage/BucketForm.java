package dev.groundwork.emulator.storage;

import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What Cloud Storage makes of a bucket as its client described it: canonical spelling, defaults,
/// and since when what holds.
///
/// @param before the bucket as it was; empty when it is new
/// @param now the moment of the change
record BucketForm(Fields before, Instant now) {
  private static final String UNIFORM = "iamConfiguration.uniformBucketLevelAccess";
  private static final String PREVENTION = "iamConfiguration.publicAccessPrevention";
  private static final String SOFT = "softDeletePolicy.retentionDurationSeconds";

  private static final Set<String> MULTI_REGIONS = Set.of("US", "EU", "ASIA");
  private static final Set<String> DUAL_REGIONS =
      Set.of("NAM4", "EUR4", "EUR5", "EUR7", "EUR8", "ASIA1");
  private static final Pattern REGION =
      Pattern.compile("(US|EUROPE|ASIA|NORTHAMERICA|SOUTHAMERICA|AUSTRALIA|ME|AFRICA)-[A-Z]+\\d+");
  private static final Set<String> CLASSES =
      Set.of(
          "STANDARD",
          "NEARLINE",
          "COLDLINE",
          "ARCHIVE",
          "MULTI_REGIONAL",
          "REGIONAL",
          "DURABLE_REDUCED_AVAILABILITY");

  /// Uniform access can be given up for so long.
  private static final Duration UNTIL_LOCKED = Duration.ofDays(90);

  private static final long WEEK_SECONDS = Duration.ofDays(7).toSeconds();
  private static final long QUARTER_SECONDS = Duration.ofDays(90).toSeconds();

  /// @throws dev.groundwork.emulator.control.Refused when no bucket can be so
  Fields complete(Fields wanted) {
    Fields placed = located(wanted);
    Fields classed =
        placed.with("storageClass", storageClass(placed.text("storageClass").orElse("STANDARD")));
    return withoutEmpty(retention(autoclass(softDelete(access(classed)))));
  }

  private static Fields located(Fields wanted) {
    String location =
        wanted.text("location").filter(l -> !l.isEmpty()).orElse("US").toUpperCase(Locale.ROOT);
    boolean pair = !wanted.items("customPlacementConfig.dataLocations").isEmpty();
    String type;
    if (pair || DUAL_REGIONS.contains(location)) {
      type = "dual-region";
    } else if (MULTI_REGIONS.contains(location)) {
      type = "multi-region";
    } else if (REGION.matcher(location).matches()) {
      type = "region";
    } else {
      throw Refusal.invalid("The specified location constraint is not valid.").asException();
    }
    Fields placed = wanted.with("location", location).with("locationType", type);
    if (type.equals("region")) {
      return placed.without("rpo").with("satisfiesPZI", true);
    }
    return placed.with("rpo", wanted.text("rpo").orElse("DEFAULT"));
  }

  static String storageClass(String wanted) {
    String name = wanted.toUpperCase(Locale.ROOT);
    if (!CLASSES.contains(name)) {
      throw Refusal.invalid("The storage class '" + wanted + "' is not valid.").asException();
    }
    return name;
  }

  /// Who decides about access: the bucket's policy alone, or the objects' lists too.
  /// `bucketPolicyOnly` is the older name.
  private Fields access(Fields wanted) {
    boolean uniform = wanted.flag(UNIFORM + ".enabled");
    Optional<String> locked = before.text(UNIFORM + ".lockedTime");
    if (!uniform && locked.map(Instant::parse).map(now::isAfter).orElse(false)) {
      throw Refusal.invalid(
              "Cannot disable Uniform bucket-level access because it is locked since "
                  + locked.get()
                  + ".")
          .asException();
    }
    Fields mode = Fields.EMPTY.with("enabled", uniform);
    mode =
        uniform
            ? mode.with("lockedTime", locked.orElse(Times.millis(now.plus(UNTIL_LOCKED))))
            : mode;
    String prevention =
        wanted.text(PREVENTION).filter(p -> !p.equals("unspecified")).orElse("inherited");
    if (!Set.of("inherited", "enforced").contains(prevention)) {
      throw Refusal.invalid("Invalid value for publicAccessPrevention: " + prevention)
          .asException();
    }
    return wanted
        .with("iamConfiguration", Fields.EMPTY)
        .with("iamConfiguration.bucketPolicyOnly", mode)
        .with(UNIFORM, mode)
        .with(PREVENTION, prevention);
  }

  private Fields softDelete(Fields wanted) {
    long seconds = Long.parseLong(wanted.text(SOFT).orElse(Long.toString(WEEK_SECONDS)));
    if (seconds != 0 && (seconds < WEEK_SECONDS || seconds > QUARTER_SECONDS)) {
      throw Refusal.invalid(
              "Soft delete policy retention duration must be 0 or between "
                  + WEEK_SECONDS
                  + " and "
                  + QUARTER_SECONDS
                  + " seconds.")
          .asException();
    }
    Fields filled = wanted.with(SOFT, Long.toString(seconds));
    return filled.with(
        "softDeletePolicy.effectiveTime",
        since("softDeletePolicy.effectiveTime", filled, List.of(SOFT)));
  }

  private Fields autoclass(Fields wanted) {
    boolean on = wanted.flag("autoclass.enabled");
    if (!on && !before.flag("autoclass.enabled")) {
      return before
          .get("autoclass")
          .map(old -> wanted.with("autoclass", old))
          .orElse(wanted.without("autoclass"));
    }
    Fields filled = wanted.with("autoclass", Fields.EMPTY).with("autoclass.enabled", on);
    if (on) {
      filled =
          filled.with(
              "autoclass.terminalStorageClass",
              wanted.text("autoclass.terminalStorageClass").orElse("NEARLINE"));
      filled =
          filled.with(
              "autoclass.terminalStorageClassUpdateTime",
              since(
                  "autoclass.terminalStorageClassUpdateTime",
                  filled,
                  List.of("autoclass.terminalStorageClass")));
    }
    return filled.with(
        "autoclass.toggleTime",
        since("autoclass.toggleTime", filled, List.of("autoclass.enabled")));
  }

  private Fields retention(Fields wanted) {
    String period = "retentionPolicy.retentionPeriod";
    boolean locked = before.flag("retentionPolicy.isLocked");
    long seconds = Long.parseLong(wanted.text(period).orElse("0"));
    if (locked && seconds < Long.parseLong(before.text(period).orElse("0"))) {
      throw Refusal.forbidden(
              "Cannot reduce retention duration of a locked Retention Policy for bucket '"
                  + before.text("name").orElse("")
                  + "'.")
          .asException();
    }
    if (seconds == 0) {
      return wanted.without("retentionPolicy");
    }
    Fields filled =
        locked
            ? wanted.with("retentionPolicy.isLocked", true)
            : wanted.without("retentionPolicy.isLocked");
    return filled.with(
        "retentionPolicy.effectiveTime",
        since("retentionPolicy.effectiveTime", filled, List.of(period)));
  }

  /// The time before, while the fields are as they were; else now.
  private String since(String time, Fields after, List<String> fields) {
    boolean same = fields.stream().allMatch(f -> before.at(f).equals(after.at(f)));
    return before.text(time).filter(_ -> same).orElse(Times.millis(now));
  }

  /// What holds nothing is not shown.
  private static Fields withoutEmpty(Fields wanted) {
    Fields shown = wanted.items("lifecycle.rule").isEmpty() ? wanted.without("lifecycle") : wanted;
    for (String field : List.of("labels", "cors", "website", "logging", "encryption", "billing")) {
      Optional<Value> value = shown.get(field);
      if (value.equals(Optional.of(Fields.EMPTY))
          || value.equals(Optional.of(new Value.Items(List.of())))) {
        shown = shown.without(field);
      }
    }
    return shown;
  }
}
