package dev.groundwork.emulator.logging;

import dev.groundwork.emulator.control.Projects.Project;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Value.Fields;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/// What every project has from its beginning: the buckets and sinks `_Required`, for what must be
/// kept, and `_Default`, for everything else.
final class Defaults {
  static final String HOST = "logging.googleapis.com";
  static final String REQUIRED = "_Required";
  static final String DEFAULT = "_Default";

  /// Days that entries are kept in `_Required`, and in any other bucket that does not say.
  static final int REQUIRED_DAYS = 400;

  static final int DAYS = 30;

  private static final List<String> KEPT =
      List.of(
          "cloudaudit.googleapis.com/activity",
          "externalaudit.googleapis.com/activity",
          "cloudaudit.googleapis.com/system_event",
          "externalaudit.googleapis.com/system_event",
          "cloudaudit.googleapis.com/access_transparency",
          "externalaudit.googleapis.com/access_transparency");

  private Defaults() {}

  static boolean isOne(String name) {
    return name.equals(REQUIRED) || name.equals(DEFAULT);
  }

  static void make(Transaction transaction, Project project, Clock clock) {
    String scope = "projects/" + project.id();
    String now = Times.micros(clock.instant());
    for (String name : List.of(REQUIRED, DEFAULT)) {
      String bucket = bucket(project.id(), name);
      put(transaction, bucket, "logging.LogBucket", bucketBody(project.id(), name));
      Fields view = Fields.EMPTY.with("createTime", now).with("updateTime", now).with("filter", "");
      put(
          transaction,
          bucket + "/views/_AllLogs",
          "logging.LogView",
          view.without("filter").with("name", bucket + "/views/_AllLogs"));
      put(
          transaction,
          scope + "/sinks/" + name,
          "logging.LogSink",
          sinkBody(project.id(), name).with("createTime", now).with("updateTime", now));
    }
    String view = bucket(project.id(), DEFAULT) + "/views/_Default";
    put(
        transaction,
        view,
        "logging.LogView",
        Fields.EMPTY
            .with("name", view)
            .with("createTime", now)
            .with("updateTime", now)
            .with("filter", "NOT LOG_ID(\"cloudaudit.googleapis.com/data_access\")"));
  }

  private static void put(Transaction transaction, String name, String type, Fields body) {
    String key = HOST + "/" + name;
    if (transaction.get(key).isEmpty()) {
      transaction.put(Entry.of(key, type, body));
    }
  }

  /// The relative name of a bucket in `global`.
  static String bucket(String project, String name) {
    return "projects/" + project + "/locations/global/buckets/" + name;
  }

  private static Fields bucketBody(String project, String name) {
    Fields body =
        Fields.EMPTY
            .with("name", bucket(project, name))
            .with("retentionDays", name.equals(REQUIRED) ? REQUIRED_DAYS : DAYS)
            .with("description", name.equals(REQUIRED) ? "Audit bucket" : "Default bucket")
            .with("lifecycleState", "ACTIVE");
    return name.equals(REQUIRED) ? body.with("locked", true) : body;
  }

  /// One of the two sinks, as it is before anyone changes it.
  static Fields sinkBody(String project, String name) {
    String filter =
        name.equals(REQUIRED)
            ? KEPT.stream().map(Defaults::ofLog).collect(Collectors.joining(" OR "))
            : KEPT.stream().map(l -> "NOT " + ofLog(l)).collect(Collectors.joining(" AND "));
    return Fields.EMPTY
        .with("name", name)
        .with("destination", HOST + "/" + bucket(project, name))
        .with("filter", filter);
  }

  private static String ofLog(String log) {
    return "LOG_ID(\"" + log + "\")";
  }
}
