package dev.groundwork.cli;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.cli.TargetOption.TargetCloud;
import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Cloud.Listed;
import dev.groundwork.cloud.Cloud.SecretValue;
import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Target;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Suggestion;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Templates;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.ShapeArchive;
import dev.groundwork.state.Recorded;
import dev.groundwork.store.FolderStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `groundwork secrets …`: the one place that shows a secret, and only when asked for that one.
@Command(
    name = "secrets",
    description = "Shows secrets, and adds values to them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "REF is what `groundwork outputs` prints, `projects/my-project/secrets/my-secret`; or the name of a secret that is recorded",
      "in this folder, when only one has it."
    })
final class SecretsCommand implements Runnable {
  private final Surroundings surroundings;
  private final ResourceType secrets = Catalog.standard().get("secretmanager.Secret");
  private final ResourceType versions = Catalog.standard().get("secretmanager.SecretVersion");
  @Spec private CommandSpec spec = CommandSpec.create();

  SecretsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say which: " + String.join(", ", spec.subcommands().keySet()));
  }

  @Command(
      name = "get",
      description = "Prints the newest value of a secret, and nothing else.",
      mixinStandardHelpOptions = true)
  Integer get(
      @Parameters(paramLabel = "REF", description = "The secret.") String reference,
      @Mixin TargetOption target)
      throws Stop, InterruptedException {
    Chosen chosen = choose(reference, target);
    try (Connection connection =
        Connection.open(surroundings, chosen.cloud(), ShapeArchive.standard())) {
      return switch (connection.google().reveal(chosen.secret())) {
        case SecretValue.Revealed revealed -> {
          surroundings.out().println(revealed.value());
          yield Groundwork.DONE;
        }
        case SecretValue.Refused(var refusal) -> throw refused(chosen, refusal);
      };
    }
  }

  @Command(
      name = "list",
      description = "Lists the secrets that are recorded in this folder, and their newest version.",
      mixinStandardHelpOptions = true)
  Integer list(
      @Option(names = "--json", description = "As a JSON document.") boolean json,
      @Mixin TargetOption target)
      throws Stop, InterruptedException {
    TargetCloud cloud = target.or("emulator");
    List<Value> found = new ArrayList<>();
    SortedMap<String, String> recorded = recorded(cloud);
    if (!recorded.isEmpty()) {
      try (Connection connection = Connection.open(surroundings, cloud, ShapeArchive.standard())) {
        for (Map.Entry<String, String> secret : recorded.entrySet()) {
          String newest = newest(connection, secret.getKey());
          found.add(
              Value.fields()
                  .with("secret", secret.getKey())
                  .with("address", secret.getValue())
                  .with("version", newest));
          if (!json) {
            surroundings
                .out()
                .println(
                    secret.getKey()
                        + "  "
                        + (newest.isEmpty() ? "has no value" : "version " + newest));
          }
        }
      }
    }
    if (json) {
      surroundings.out().println(Json.pretty(new Value.Items(found)));
    } else if (found.isEmpty()) {
      surroundings.out().println("No secret is recorded in this folder.");
    }
    return Groundwork.DONE;
  }

  private String newest(Connection connection, String secret) {
    Map<String, String> path = Templates.match(secrets.relativeName(), secret).orElse(Map.of());
    Map<String, String> scope =
        Map.of(
            "project", path.getOrDefault("project", ""), "secret", path.getOrDefault("name", ""));
    if (connection.google().list(versions, scope) instanceof Listed.Found(var found)) {
      return found.stream()
          .filter(v -> v.observed().text("state").orElse("").equals("ENABLED"))
          .map(v -> v.path().getOrDefault("version", ""))
          .max((a, b) -> a.length() == b.length() ? a.compareTo(b) : a.length() - b.length())
          .orElse("");
    }
    return "";
  }

  @Command(
      name = "add",
      description =
          "Adds a value to a secret, as its newest version; read from a pipe, or typed unseen.",
      mixinStandardHelpOptions = true)
  Integer add(
      @Parameters(paramLabel = "REF", description = "The secret.") String reference,
      @Mixin TargetOption target)
      throws Stop, InterruptedException {
    Chosen chosen = choose(reference, target);
    byte[] value = value(chosen.secret());
    Map<String, String> path =
        Templates.match(secrets.relativeName(), chosen.secret()).orElse(Map.of());
    Target version =
        new Target(
            versions,
            Map.of(
                "project",
                path.getOrDefault("project", ""),
                "secret",
                path.getOrDefault("name", "")));
    Fields body = Value.fields().with("payload.data", Base64.getEncoder().encodeToString(value));
    try (Connection connection =
        Connection.open(surroundings, chosen.cloud(), ShapeArchive.standard())) {
      return switch (connection.google().create(version, body, UUID.randomUUID().toString())) {
        case Answer.Present present -> {
          surroundings
              .out()
              .println(
                  chosen.secret()
                      + " has version "
                      + present.path().getOrDefault("version", "?")
                      + ".");
          yield Groundwork.DONE;
        }
        case Answer.Refused(var refusal) -> throw refused(chosen, refusal);
        case Answer.Absent _, Answer.Working _ ->
            throw new IllegalStateException("a version is made at once");
      };
    }
  }

  private byte[] value(String secret) throws Stop {
    String typed;
    if (surroundings.terminal().in()) {
      typed = new Prompt(surroundings).secret("Value of " + secret + ": ");
    } else {
      try {
        // the line break that `echo` adds is no part of the value
        typed =
            new String(surroundings.in().readAllBytes(), StandardCharsets.UTF_8)
                .replaceFirst("\\r?\\n$", "");
      } catch (IOException e) {
        throw Stop.of(
            Code.NO_SECRET, "standard input", "no value could be read: " + e.getMessage(), "");
      }
    }
    if (typed.isEmpty()) {
      throw Stop.of(
          Code.NO_SECRET,
          "standard input",
          "an empty value cannot be added.",
          "pipe the value in, or type it when asked.");
    }
    return typed.getBytes(StandardCharsets.UTF_8);
  }

  private record Chosen(String secret, TargetCloud cloud) {}

  private Chosen choose(String reference, TargetOption target) throws Stop {
    TargetCloud cloud = target.or("emulator");
    if (reference.startsWith("projects/")) {
      return new Chosen(reference.replaceFirst("/versions/.*", ""), cloud);
    }
    SortedMap<String, String> recorded = recorded(cloud);
    List<String> fitting =
        recorded.entrySet().stream()
            .filter(e ->
                e.getKey().endsWith("/secrets/" + reference)
                    || e.getValue().equals(reference)
                    || e.getValue().equals(secrets.name() + "/" + reference))
            .map(Map.Entry::getKey)
            .distinct()
            .toList();
    if (fitting.size() == 1) {
      return new Chosen(fitting.getFirst(), cloud);
    }
    String known =
        recorded.isEmpty()
            ? "no secret is recorded in this folder; write projects/PROJECT/secrets/NAME."
            : "write one of " + String.join(", ", recorded.keySet()) + ".";
    throw Stop.of(
        Code.NO_SECRET,
        "secrets",
        fitting.isEmpty()
            ? "no secret is known as `" + reference + "`."
            : "several secrets are known as `" + reference + "`.",
        Suggestion.nearest(reference, names(recorded))
            .map(near -> "did you mean `" + near + "`?")
            .orElse(known));
  }

  private static List<String> names(SortedMap<String, String> recorded) {
    return recorded.keySet().stream()
        .map(secret -> secret.substring(secret.lastIndexOf('/') + 1))
        .toList();
  }

  /// The secrets of every state in this folder: relative name to address.
  private SortedMap<String, String> recorded(TargetCloud cloud) {
    SortedMap<String, String> found = new TreeMap<>();
    for (String state : FolderStore.known(surroundings.groundwork())) {
      if (state.endsWith(".gcp") == (cloud == TargetCloud.GCP)) {
        try (FolderStore store =
            new FolderStore(surroundings.groundwork().resolve("state").resolve(state))) {
          for (Recorded recorded : store.load().state().resources().values()) {
            if (recorded.address().type().equals(secrets.name())) {
              found.put(new Target(secrets, recorded.path()).id(), recorded.address().toString());
            }
          }
        }
      }
    }
    return found;
  }

  private static Stop refused(Chosen chosen, Refusal refusal) {
    Map<Refusal.Kind, String> fixes =
        Map.of(
            Refusal.Kind.NOT_FOUND,
            "is the name right? A secret without any value: groundwork secrets add "
                + chosen.secret(),
            Refusal.Kind.PERMISSION,
            "ask for the role roles/secretmanager.secretAccessor on it.",
            Refusal.Kind.UNAUTHENTICATED,
            "gcloud auth application-default login");
    String message = refusal.message().endsWith(".") ? refusal.message() : refusal.message() + ".";
    return Stop.of(
        Code.NO_SECRET, chosen.secret(), message, fixes.getOrDefault(refusal.kind(), ""));
  }
}
