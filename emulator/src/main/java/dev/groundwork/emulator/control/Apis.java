package dev.groundwork.emulator.control;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The titles of Google's APIs, as lists of services and refusals show them.
public final class Apis {
  private static final Map<String, String> TITLES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("artifactregistry", "Artifact Registry API"),
              Map.entry("bigquery", "BigQuery API"),
              Map.entry("certificatemanager", "Certificate Manager API"),
              Map.entry("cloudapis", "Google Cloud APIs"),
              Map.entry("cloudbilling", "Cloud Billing API"),
              Map.entry("cloudbuild", "Cloud Build API"),
              Map.entry("cloudkms", "Cloud Key Management Service (KMS) API"),
              Map.entry("cloudresourcemanager", "Cloud Resource Manager API"),
              Map.entry("cloudscheduler", "Cloud Scheduler API"),
              Map.entry("cloudtrace", "Cloud Trace API"),
              Map.entry("compute", "Compute Engine API"),
              Map.entry("container", "Kubernetes Engine API"),
              Map.entry("datastore", "Cloud Datastore API"),
              Map.entry("dns", "Cloud DNS API"),
              Map.entry("iam", "Identity and Access Management (IAM) API"),
              Map.entry("iamcredentials", "IAM Service Account Credentials API"),
              Map.entry("logging", "Cloud Logging API"),
              Map.entry("monitoring", "Cloud Monitoring API"),
              Map.entry("pubsub", "Cloud Pub/Sub API"),
              Map.entry("redis", "Google Cloud Memorystore for Redis API"),
              Map.entry("run", "Cloud Run Admin API"),
              Map.entry("secretmanager", "Secret Manager API"),
              Map.entry("servicemanagement", "Service Management API"),
              Map.entry("servicenetworking", "Service Networking API"),
              Map.entry("serviceusage", "Service Usage API"),
              Map.entry("sql-component", "Cloud SQL"),
              Map.entry("sqladmin", "Cloud SQL Admin API"),
              Map.entry("storage", "Cloud Storage API"),
              Map.entry("storage-api", "Google Cloud Storage JSON API"),
              Map.entry("storage-component", "Cloud Storage"),
              Map.entry("vpcaccess", "Serverless VPC Access API")));

  /// APIs that can be enabled only while a billing account pays for the project.
  private static final Set<String> PAID =
      Set.of(
          "artifactregistry.googleapis.com",
          "cloudbuild.googleapis.com",
          "cloudkms.googleapis.com",
          "compute.googleapis.com",
          "container.googleapis.com",
          "redis.googleapis.com",
          "run.googleapis.com",
          "secretmanager.googleapis.com",
          "vpcaccess.googleapis.com");

  private Apis() {}

  public static boolean needsBilling(String api) {
    return PAID.contains(api);
  }

  /// All that have a title, by host.
  public static List<String> known() {
    return TITLES.keySet().stream().map(label -> label + ".googleapis.com").sorted().toList();
  }

  /// @param api its host, `sqladmin.googleapis.com`
  public static String title(String api) {
    String label =
        api.endsWith(".googleapis.com")
            ? api.substring(0, api.length() - ".googleapis.com".length())
            : api;
    return TITLES.getOrDefault(label, label + " API");
  }
}
