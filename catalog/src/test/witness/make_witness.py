#!/usr/bin/env python3
"""Writes ../resources/witness/facts.json: what others state about the types of the catalog, names, URLs and flags only.

    make_witness.py FACTS.json METHOD-PERMISSIONS.json

FACTS.json states facts about Google's REST resources by Terraform type (drawn from Terraform's provider and Google's discovery
documents); the other file the permissions that each REST method asks for. Field paths become the API's own.
"""
import json
import pathlib
import re
import sys

TYPES = {
    "artifactregistry.Repository": "google_artifact_registry_repository",
    "artifactregistry.RepositoryIamMember": "google_artifact_registry_repository_iam",
    "bigquery.Dataset": "google_bigquery_dataset",
    "bigquery.DatasetAccess": "google_bigquery_dataset_access",
    "bigquery.Table": "google_bigquery_table",
    "billingbudgets.Budget": "google_billing_budget",
    "cloudbuild.Trigger": "google_cloudbuild_trigger",
    "cloudresourcemanager.Project": "google_project",
    "cloudresourcemanager.ProjectIamMember": "google_project_iam",
    "cloudscheduler.Job": "google_cloud_scheduler_job",
    "compute.Address": "google_compute_address",
    "compute.Firewall": "google_compute_firewall",
    "compute.GlobalAddress": "google_compute_global_address",
    "compute.Network": "google_compute_network",
    "compute.Route": "google_compute_route",
    "compute.Router": "google_compute_router",
    "compute.Subnetwork": "google_compute_subnetwork",
    "dns.ManagedZone": "google_dns_managed_zone",
    "dns.RecordSet": "google_dns_record_set",
    "iam.CustomRole": "google_project_iam_custom_role",
    "iam.ServiceAccount": "google_service_account",
    "iam.ServiceAccountIamMember": "google_service_account_iam",
    "iam.WorkloadIdentityPool": "google_iam_workload_identity_pool",
    "iam.WorkloadIdentityPoolProvider": "google_iam_workload_identity_pool_provider",
    "kms.CryptoKey": "google_kms_crypto_key",
    "kms.CryptoKeyIamMember": "google_kms_crypto_key_iam",
    "kms.KeyRing": "google_kms_key_ring",
    "logging.LogBucket": "google_logging_project_bucket_config",
    "logging.LogExclusion": "google_logging_project_exclusion",
    "logging.LogMetric": "google_logging_metric",
    "logging.LogSink": "google_logging_project_sink",
    "logging.LogView": "google_logging_log_view",
    "monitoring.AlertPolicy": "google_monitoring_alert_policy",
    "monitoring.Dashboard": "google_monitoring_dashboard",
    "monitoring.Group": "google_monitoring_group",
    "monitoring.MetricDescriptor": "google_monitoring_metric_descriptor",
    "monitoring.NotificationChannel": "google_monitoring_notification_channel",
    "monitoring.Service": "google_monitoring_custom_service",
    "monitoring.ServiceLevelObjective": "google_monitoring_slo",
    "monitoring.UptimeCheckConfig": "google_monitoring_uptime_check_config",
    "orgpolicy.Policy": "google_org_policy_policy",
    "pubsub.Subscription": "google_pubsub_subscription",
    "pubsub.Topic": "google_pubsub_topic",
    "pubsub.TopicIamMember": "google_pubsub_topic_iam",
    "redis.Instance": "google_redis_instance",
    "run.Job": "google_cloud_run_v2_job",
    "run.JobIamMember": "google_cloud_run_v2_job_iam",
    "run.Service": "google_cloud_run_v2_service",
    "run.ServiceIamMember": "google_cloud_run_v2_service_iam",
    "secretmanager.Secret": "google_secret_manager_secret",
    "secretmanager.SecretIamMember": "google_secret_manager_secret_iam",
    "secretmanager.SecretVersion": "google_secret_manager_secret_version",
    "servicenetworking.Connection": "google_service_networking_connection",
    "serviceusage.Service": "google_project_service",
    "sql.Database": "google_sql_database",
    "sql.Instance": "google_sql_database_instance",
    "sql.User": "google_sql_user",
    "storage.Bucket": "google_storage_bucket",
    "storage.BucketIamMember": "google_storage_bucket_iam",
    "vpcaccess.Connector": "google_vpc_access_connector",
}
# arrays of another type's body that Terraform makes resources of: Groundwork keeps them where Google has them
INSIDE = {"compute.Router": [("google_compute_router_nat", "nats")]}
ACTIONS = ["create", "read", "update", "delete", "list"]


def call(operation, create=None):
    """VERB host/path?query, every parameter as {}; a whole name is what is created, and one more."""
    url = operation["url"].removeprefix("https://")
    if create and re.search(r"/v\d+/\{\+name\}$", url):
        url = create["url"].removeprefix("https://") + "/{}"
    url = url.replace("{+parent}", "projects/{}")
    url = url.replace("www.googleapis.com/", "")
    query = "&".join(f"{key}={value}" for key, value in sorted(operation.get("query", {}).items()))
    return operation["verb"] + " " + re.sub(r"\{[^}]*\}", "{}", url + ("?" + query if query else ""))


def fields(resource, prefix=""):
    """API path -> flags of the fields that are in the body."""
    found = {}
    for name, field in resource["fields"].items():
        if not field.get("api") or field.get("virtual") or field.get("url_param_only") or field.get("min_version") == "beta":
            continue
        flags = [field["mode"]]
        if field.get("force_new"):
            flags.append("immutable")
        if field.get("sensitive") or field.get("write_only") or field.get("ignore_read"):
            flags.append("hidden")
        if field.get("url_param"):
            flags.append("parameter")
        if str(field.get("type", "")).startswith("set"):
            flags.append("set")
        entry = {"flags": flags}
        if field.get("default") not in (None, "", False, 0):
            entry["default"] = field["default"]
        values = field.get("api_enum") or field.get("enum")
        if values and field["mode"] != "output":
            entry["values"] = sorted(values)
        types = [t for r in resource.get("references") or [] if r["field"] == name for t in (x.get("terraform_type") for x in r["to"]) if t]
        if types:
            entry["refers"] = types[0]
        path = prefix + field["api"]
        # two names of Terraform's can stand for one field of the API: the one that can be set counts
        if path not in found or field["mode"] != "output":
            found[path] = entry
    return found


def main():
    facts = json.load(open(sys.argv[1]))
    permissions = json.load(open(sys.argv[2]))["methods"]
    out = {}
    for name, terraform in TYPES.items():
        if terraform in facts["iam_resources"]:
            policy = facts["iam_resources"][terraform]
            out[name] = {
                "terraform": policy["terraform_types"]["member"],
                "policy": {"get": call(policy["get"]), "set": call(policy["set"])},
            }
            continue
        resource = facts["resources"][terraform]
        operations = resource["operations"]
        if operations["read"].get("nested", {}).get("modify_by_patch"):
            # an element of another resource's list, written with the whole list
            out[name] = {"terraform": terraform, "policy": {"get": call(operations["read"]), "set": call(operations["create"])}}
            continue
        entry = {"terraform": terraform, "calls": {}}
        for action in ACTIONS:
            if operations.get(action, {}).get("verb"):
                entry["calls"][action] = call(operations[action], operations["create"])
        own = []
        for update in operations.get("update", {}).get("field_updates", []):
            if update.get("url"):
                paths = [resource["fields"][f]["api"] for f in update["fields"] if resource["fields"].get(f, {}).get("api")]
                own.append({"fields": sorted(paths), "call": call(update), "fingerprint": update.get("fingerprint_field", "")})
            # Terraform's project carries its billing account; Google has a resource of its own for the link
            if "billing_account" in update["fields"]:
                link = {"update": call(update), "read": call({**update, "verb": "GET"})}
                out["cloudbilling.ProjectBillingInfo"] = {"terraform": "", "calls": link}
                own.pop()
        entry["fieldUpdates"] = own
        entry["mask"] = operations.get("update", {}).get("update_mask", "")
        entry["id"] = operations["create"].get("id_param") or operations["create"].get("id_in_body") or ""
        listing = operations.get("list", {})
        entry["list"] = {"items": listing.get("items_key", ""), "pageSize": listing.get("page_size_param", "")}
        entry["async"] = resource["async"]["style"]
        entry["asyncActions"] = sorted(resource["async"].get("actions", []))
        entry["labels"] = (resource.get("labels") or {}).get("api_field", "")
        entry["asset"] = (resource.get("asset_inventory") or {}).get("asset_type", "")
        entry["permissions"] = {
            action: permissions[operations[action]["method"]]
            for action in ACTIONS
            if operations.get(action, {}).get("method") in permissions
        }
        entry["fields"] = fields(resource)
        for terraform_part, prefix in INSIDE.get(name, []):
            entry["fields"].update(fields(facts["resources"][terraform_part], prefix + "."))
        out[name] = entry
    target = pathlib.Path(__file__).parent.parent / "resources" / "witness" / "facts.json"
    with open(target, "w") as file:
        file.write("{\n")
        for i, (name, entry) in enumerate(sorted(out.items())):
            file.write(f" {json.dumps(name)}: {{\n")
            for j, (key, value) in enumerate(entry.items()):
                end = "" if j == len(entry) - 1 else ","
                if key == "fields":
                    lines = ",\n".join(f"   {json.dumps(p)}: {json.dumps(f)}" for p, f in sorted(value.items()))
                    file.write(f'  "fields": {{\n{lines}\n  }}{end}\n')
                else:
                    file.write(f"  {json.dumps(key)}: {json.dumps(value)}{end}\n")
            file.write(" }" + ("," if i < len(out) - 1 else "") + "\n")
        file.write("}\n")


main()
