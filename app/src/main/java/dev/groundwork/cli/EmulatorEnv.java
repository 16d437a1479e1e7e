package dev.groundwork.cli;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `groundwork emulator env`.
@Command(
    name = "env",
    description =
        "Prints shell exports that lead gcloud, Terraform and Google's libraries to the emulator: eval \"$(groundwork emulator env)\"",
    mixinStandardHelpOptions = true)
final class EmulatorEnv implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(names = "--unset", description = "Print what takes the exports back.")
  private boolean unset;

  EmulatorEnv(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Stop, InterruptedException {
    if (unset) {
      surroundings.out().println("unset " + String.join(" ", exports("", Fields.EMPTY).keySet()));
      return Groundwork.DONE;
    }
    Emulators emulators = new Emulators(surroundings);
    exports(emulators.require().url().toString(), emulators.get("proxy"))
        .forEach((name, value) ->
            surroundings
                .out()
                .println("export " + name + "='" + value.replace("'", "'\\''") + "'"));
    return Groundwork.DONE;
  }

  /// An API under gcloud's name for it, and what stands before the version in its paths. BigQuery
  /// is not among them: told another address, bq asks there for a description of the API; through
  /// the proxy it uses its own.
  private record Api(String name, String host, String path) {}

  private static final List<Api> GCLOUD =
      List.of(
          new Api("ARTIFACTREGISTRY", "artifactregistry", ""),
          new Api("BINARYAUTHORIZATION", "binaryauthorization", ""),
          new Api("CERTIFICATEMANAGER", "certificatemanager", ""),
          new Api("CLOUDASSET", "cloudasset", ""),
          new Api("CLOUDBILLING", "cloudbilling", ""),
          new Api("CLOUDBUILD", "cloudbuild", ""),
          new Api("CLOUDDEPLOY", "clouddeploy", ""),
          new Api("CLOUDKMS", "cloudkms", ""),
          new Api("CLOUDRESOURCEMANAGER", "cloudresourcemanager", ""),
          new Api("CLOUDSCHEDULER", "cloudscheduler", ""),
          new Api("COMPUTE", "compute", "compute/v1/"),
          new Api("CONTAINER", "container", ""),
          new Api("DNS", "dns", "dns/v1/"),
          new Api("IAM", "iam", ""),
          new Api("IAMCREDENTIALS", "iamcredentials", ""),
          new Api("LOGGING", "logging", ""),
          new Api("MONITORING", "monitoring", ""),
          new Api("ORGPOLICY", "orgpolicy", ""),
          new Api("PUBSUB", "pubsub", ""),
          new Api("REDIS", "redis", ""),
          new Api("RUN", "run", ""),
          new Api("SECRETMANAGER", "secretmanager", ""),
          new Api("SERVICEMANAGEMENT", "servicemanagement", ""),
          new Api("SERVICEUSAGE", "serviceusage", ""),
          new Api("SQL", "sqladmin", ""),
          new Api("STORAGE", "storage", "storage/v1/"),
          new Api("VPCACCESS", "vpcaccess", ""));

  private static final List<Api> TERRAFORM =
      List.of(
          new Api("CLOUD_BILLING", "cloudbilling", "v1/"),
          new Api("CLOUD_RUN_V2", "run", "v2/"),
          new Api("COMPUTE", "compute", "compute/v1/"),
          new Api("IAM", "iam", "v1/"),
          new Api("IAM_CREDENTIALS", "iamcredentials", "v1/"),
          new Api("RESOURCE_MANAGER", "cloudresourcemanager", "v1/"),
          new Api("RESOURCE_MANAGER_V3", "cloudresourcemanager", "v3/"),
          new Api("SECRET_MANAGER", "secretmanager", "v1/"),
          new Api("SERVICE_NETWORKING", "servicenetworking", "v1/"),
          new Api("SERVICE_USAGE", "serviceusage", "v1/"),
          new Api("SQL", "sqladmin", "sql/v1beta4/"),
          new Api("STORAGE", "storage", "storage/v1/"),
          new Api("VPC_ACCESS", "vpcaccess", "v1/"));

  /// @param url of the emulator
  /// @param proxy its proxy, as it says of it; for the APIs that gcloud cannot be told another
  ///   address of
  static SequencedMap<String, String> exports(String url, Fields proxy) {
    SequencedMap<String, String> exports = new LinkedHashMap<>();
    exports.put("CLOUDSDK_AUTH_DISABLE_CREDENTIALS", "true");
    exports.put("CLOUDSDK_AUTH_ACCESS_TOKEN_FILE", proxy.text("accessTokenFile").orElse(""));
    exports.put("CLOUDSDK_CORE_ACCOUNT", "developer@groundwork.local");
    exports.put("CLOUDSDK_CORE_DISABLE_PROMPTS", "1");
    exports.put("CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK", "true");
    exports.put("CLOUDSDK_CORE_DISABLE_USAGE_REPORTING", "true");
    exports.put("CLOUDSDK_PROXY_TYPE", "http");
    exports.put("CLOUDSDK_PROXY_ADDRESS", proxy.text("host").orElse(""));
    exports.put("CLOUDSDK_PROXY_PORT", proxy.get("port").map(Json::write).orElse(""));
    exports.put(
        "CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE", proxy.text("certificateAuthority").orElse(""));
    for (Api api : GCLOUD) {
      exports.put(
          "CLOUDSDK_API_ENDPOINT_OVERRIDES_" + api.name(),
          url + "/" + api.host() + ".googleapis.com/" + api.path());
    }
    for (Api api : TERRAFORM) {
      exports.put(
          "GOOGLE_" + api.name() + "_CUSTOM_ENDPOINT",
          url + "/" + api.host() + ".googleapis.com/" + api.path());
    }
    exports.put("GOOGLE_OAUTH_ACCESS_TOKEN", "emulator");
    exports.put("STORAGE_EMULATOR_HOST", url);
    exports.put("GROUNDWORK_EMULATOR_URL", url);
    return exports;
  }
}
