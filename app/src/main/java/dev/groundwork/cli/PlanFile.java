package dev.groundwork.cli;

import dev.groundwork.diagnostic.Code;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A plan that was saved to be applied later: what was asked, what was shown, and the digest of it.
/// Applying it plans again and refuses when anything has moved, so that what is done is exactly
/// what was shown.
///
/// @param blueprint the blueprint's folder, absolute
/// @param environment the environment that was planned
/// @param project the project's id
/// @param target the cloud: `emulator` or `gcp`
/// @param destroy whether it is a plan to destroy
/// @param serial the serial of the state that it was made from
/// @param digest of the plan as JSON
record PlanFile(
    Path blueprint,
    String environment,
    String project,
    String target,
    boolean destroy,
    List<String> targets,
    List<String> excludes,
    List<String> dataLoss,
    long serial,
    String digest) {
  private static final int FORMAT = 1;

  PlanFile {
    targets = List.copyOf(targets);
    excludes = List.copyOf(excludes);
    dataLoss = List.copyOf(dataLoss);
  }

  /// What two equal plans have in common.
  static String digest(Fields document) {
    try {
      Fields lasting = document.without("estimateSeconds").without("criticalPath");
      byte[] bytes = Json.canonical(lasting).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  void write(Path file, Fields document) throws Stop {
    Fields fields =
        Value.fields()
            .with("groundworkPlan", FORMAT)
            .with("blueprint", blueprint.toString())
            .with("environment", environment)
            .with("project", project)
            .with("target", target)
            .with("destroy", destroy)
            .with("targets", Value.texts(targets))
            .with("excludes", Value.texts(excludes))
            .with("dataLoss", Value.texts(dataLoss))
            .with("serial", serial)
            .with("digest", digest)
            .with("plan", document);
    try {
      Files.writeString(file, Json.pretty(fields) + "\n");
    } catch (IOException e) {
      throw Stop.of(
          Code.BAD_PLAN, file.toString(), "the plan cannot be written: " + e.getMessage(), "");
    }
  }

  /// The plan in a file; empty when the file is none of ours.
  static PlanFile read(Path file) throws Stop {
    try {
      Fields fields = Json.parseFields(Files.readString(file));
      Optional<String> digest = fields.text("digest");
      if (number(fields, "groundworkPlan") != FORMAT || digest.isEmpty()) {
        throw Json.malformed("it is no plan of this version of Groundwork");
      }
      return new PlanFile(
          Path.of(fields.text("blueprint").orElse("")),
          fields.text("environment").orElse(""),
          fields.text("project").orElse(""),
          fields.text("target").orElse("emulator"),
          fields.flag("destroy"),
          texts(fields, "targets"),
          texts(fields, "excludes"),
          texts(fields, "dataLoss"),
          number(fields, "serial"),
          digest.get());
    } catch (IOException e) {
      throw Stop.of(
          Code.BAD_PLAN,
          file.toString(),
          "the plan cannot be read: " + e.getMessage(),
          "name a file that `groundwork plan -out` wrote, or a blueprint's folder.");
    } catch (Json.Malformed e) {
      throw Stop.of(
          Code.BAD_PLAN,
          file.toString(),
          "this is no saved plan: " + e.getMessage() + ".",
          "name a file that `groundwork plan -out` wrote, or a blueprint's folder.");
    }
  }

  private static long number(Fields fields, String name) {
    return fields.get(name).orElse(new Value.Null()) instanceof Value.Num(var value)
        ? value.longValue()
        : -1;
  }

  private static List<String> texts(Fields fields, String name) {
    List<String> texts = new ArrayList<>();
    for (Value item : fields.items(name)) {
      if (item instanceof Value.Text(var text)) {
        texts.add(text);
      }
    }
    return texts;
  }
}
