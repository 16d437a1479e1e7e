package dev.groundwork.emulator.control;

import dev.groundwork.emulator.control.Projects.Project;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Optional;

/// The check that stands before every API: the project is there, and the API is enabled in it.
public final class Gate {
  private Gate() {}

  /// @param api empty when none need be enabled
  /// @return the project's id
  /// @throws Refused when the project is not there or waits for deletion, or the API is not enabled
  public static String check(Projects projects, String host, String idOrNumber, String api) {
    Optional<Project> project = projects.find(idOrNumber);
    if (project.isEmpty()) {
      throw noProject(host, idOrNumber).asException();
    }
    if (!project.get().active()) {
      throw deleted(project.get()).asException();
    }
    if (!api.isEmpty() && !projects.isEnabled(project.get().id(), api)) {
      throw disabled(project.get(), api).asException();
    }
    return project.get().id();
  }

  private static Refusal noProject(String host, String id) {
    return switch (host) {
      case "compute.googleapis.com" ->
          Refusal.notFound("The resource 'projects/" + id + "' was not found");
      case "sqladmin.googleapis.com" ->
          Refusal.forbidden("The client is not authorized to make this request.")
              .withReason("notAuthorized");
      case "storage.googleapis.com" -> Refusal.invalid("Unknown project id: " + id);
      default ->
          Refusal.forbidden("Permission denied on resource project " + id + ".")
              .withDetail(
                  help(
                      "Google developer console API key",
                      "https://console.developers.google.com/project/" + id + "/apiui/credential"))
              .withDetail(info("CONSUMER_INVALID", host, "projects/" + id, List.of()));
    };
  }

  private static Refusal deleted(Project project) {
    return Refusal.forbidden("Project '" + project.number() + "' has been deleted.")
        .withDetail(info("USER_PROJECT_DENIED", "", "projects/" + project.number(), List.of()));
  }

  private static Refusal disabled(Project project, String api) {
    String url =
        "https://console.developers.google.com/apis/api/"
            + api
            + "/overview?project="
            + project.number();
    String message =
        Apis.title(api)
            + " has not been used in project "
            + project.number()
            + " before or it is disabled. Enable it by visiting "
            + url
            + " then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.";
    return Refusal.forbidden(message)
        .withReason("accessNotConfigured")
        .withDetail(
            info(
                "SERVICE_DISABLED",
                api,
                "projects/" + project.number(),
                List.of(
                    "activationUrl",
                    url,
                    "containerInfo",
                    project.number(),
                    "serviceTitle",
                    Apis.title(api))))
        .withDetail(
            Fields.EMPTY
                .with("@type", "type.googleapis.com/google.rpc.LocalizedMessage")
                .with("locale", "en-US")
                .with("message", message))
        .withDetail(help("Google developers console API activation", url));
  }

  private static Fields help(String description, String url) {
    return Fields.EMPTY
        .with("@type", "type.googleapis.com/google.rpc.Help")
        .with("links", Value.list(Fields.EMPTY.with("description", description).with("url", url)));
  }

  private static Fields info(String reason, String service, String consumer, List<String> more) {
    Fields metadata = Fields.EMPTY.with("consumer", consumer);
    metadata = service.isEmpty() ? metadata : metadata.with("service", service);
    for (int i = 0; i < more.size(); i += 2) {
      metadata = metadata.with(more.get(i), more.get(i + 1));
    }
    return Fields.EMPTY
        .with("@type", "type.googleapis.com/google.rpc.ErrorInfo")
        .with("reason", reason)
        .with("domain", "googleapis.com")
        .with("metadata", metadata);
  }
}
