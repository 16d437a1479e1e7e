package dev.groundwork.catalog;

import dev.groundwork.catalog.artifactregistry.Repository;
import dev.groundwork.catalog.artifactregistry.RepositoryIamMember;
import dev.groundwork.catalog.bigquery.Dataset;
import dev.groundwork.catalog.bigquery.DatasetAccess;
import dev.groundwork.catalog.bigquery.Table;
import dev.groundwork.catalog.cloudbilling.ProjectBillingInfo;
import dev.groundwork.catalog.cloudbuild.Trigger;
import dev.groundwork.catalog.cloudresourcemanager.Project;
import dev.groundwork.catalog.cloudresourcemanager.ProjectIamMember;
import dev.groundwork.catalog.compute.Address;
import dev.groundwork.catalog.compute.Firewall;
import dev.groundwork.catalog.compute.GlobalAddress;
import dev.groundwork.catalog.compute.Network;
import dev.groundwork.catalog.compute.Route;
import dev.groundwork.catalog.compute.Router;
import dev.groundwork.catalog.compute.Subnetwork;
import dev.groundwork.catalog.dns.ManagedZone;
import dev.groundwork.catalog.dns.RecordSet;
import dev.groundwork.catalog.iam.CustomRole;
import dev.groundwork.catalog.iam.ServiceAccount;
import dev.groundwork.catalog.iam.ServiceAccountIamMember;
import dev.groundwork.catalog.iam.WorkloadIdentityPool;
import dev.groundwork.catalog.iam.WorkloadIdentityPoolProvider;
import dev.groundwork.catalog.kms.CryptoKey;
import dev.groundwork.catalog.kms.CryptoKeyIamMember;
import dev.groundwork.catalog.kms.KeyRing;
import dev.groundwork.catalog.logging.LogBucket;
import dev.groundwork.catalog.logging.LogExclusion;
import dev.groundwork.catalog.logging.LogMetric;
import dev.groundwork.catalog.logging.LogSink;
import dev.groundwork.catalog.logging.LogView;
import dev.groundwork.catalog.monitoring.AlertPolicy;
import dev.groundwork.catalog.monitoring.Dashboard;
import dev.groundwork.catalog.monitoring.Group;
import dev.groundwork.catalog.monitoring.MetricDescriptor;
import dev.groundwork.catalog.monitoring.NotificationChannel;
import dev.groundwork.catalog.monitoring.ServiceLevelObjective;
import dev.groundwork.catalog.monitoring.UptimeCheckConfig;
import dev.groundwork.catalog.postgres.Migration;
import dev.groundwork.catalog.postgres.Seed;
import dev.groundwork.catalog.pubsub.Subscription;
import dev.groundwork.catalog.pubsub.Topic;
import dev.groundwork.catalog.pubsub.TopicIamMember;
import dev.groundwork.catalog.run.Job;
import dev.groundwork.catalog.run.JobIamMember;
import dev.groundwork.catalog.run.ServiceIamMember;
import dev.groundwork.catalog.secretmanager.Secret;
import dev.groundwork.catalog.secretmanager.SecretIamMember;
import dev.groundwork.catalog.secretmanager.SecretVersion;
import dev.groundwork.catalog.servicenetworking.Connection;
import dev.groundwork.catalog.serviceusage.Service;
import dev.groundwork.catalog.sql.Database;
import dev.groundwork.catalog.sql.Instance;
import dev.groundwork.catalog.sql.User;
import dev.groundwork.catalog.storage.Bucket;
import dev.groundwork.catalog.storage.BucketIamMember;
import dev.groundwork.catalog.vpcaccess.Connector;
import dev.groundwork.resource.ResourceType;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Every resource type that Groundwork knows, by name.
public final class Catalog {
  private static final List<ResourceType> ALL =
      List.of(
          Repository.TYPE,
          RepositoryIamMember.TYPE,
          Trigger.TYPE,
          Dataset.TYPE,
          DatasetAccess.TYPE,
          Table.TYPE,
          ProjectBillingInfo.TYPE,
          Project.TYPE,
          ProjectIamMember.TYPE,
          Address.TYPE,
          Firewall.TYPE,
          GlobalAddress.TYPE,
          Network.TYPE,
          Route.TYPE,
          Router.TYPE,
          Subnetwork.TYPE,
          dev.groundwork.catalog.billingbudgets.Budget.TYPE,
          CustomRole.TYPE,
          ServiceAccount.TYPE,
          ServiceAccountIamMember.TYPE,
          WorkloadIdentityPool.TYPE,
          WorkloadIdentityPoolProvider.TYPE,
          dev.groundwork.catalog.orgpolicy.Policy.TYPE,
          LogBucket.TYPE,
          LogExclusion.TYPE,
          LogMetric.TYPE,
          LogSink.TYPE,
          LogView.TYPE,
          AlertPolicy.TYPE,
          Dashboard.TYPE,
          Group.TYPE,
          MetricDescriptor.TYPE,
          NotificationChannel.TYPE,
          ServiceLevelObjective.TYPE,
          UptimeCheckConfig.TYPE,
          dev.groundwork.catalog.monitoring.Service.TYPE,
          Migration.TYPE,
          Seed.TYPE,
          Job.TYPE,
          JobIamMember.TYPE,
          dev.groundwork.catalog.run.Service.TYPE,
          ServiceIamMember.TYPE,
          Secret.TYPE,
          SecretIamMember.TYPE,
          SecretVersion.TYPE,
          Connection.TYPE,
          Service.TYPE,
          Database.TYPE,
          Instance.TYPE,
          User.TYPE,
          Bucket.TYPE,
          Connector.TYPE,
          dev.groundwork.catalog.cloudscheduler.Job.TYPE,
          ManagedZone.TYPE,
          RecordSet.TYPE,
          CryptoKey.TYPE,
          CryptoKeyIamMember.TYPE,
          KeyRing.TYPE,
          Subscription.TYPE,
          Topic.TYPE,
          TopicIamMember.TYPE,
          dev.groundwork.catalog.redis.Instance.TYPE,
          BucketIamMember.TYPE);

  private final SortedMap<String, ResourceType> types = new TreeMap<>();

  /// A catalog of these types: all of them in the product, few in a test.
  public Catalog(Collection<ResourceType> types) {
    types.forEach(type -> this.types.put(type.name(), type));
  }

  /// The catalog of all types.
  public static Catalog standard() {
    return new Catalog(ALL);
  }

  public Optional<ResourceType> find(String name) {
    return Optional.ofNullable(types.get(name));
  }

  /// As `find`, where the name is our own.
  ///
  /// @throws IllegalArgumentException when there is no such type: a bug
  public ResourceType get(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException("no resource type " + name));
  }

  /// All types, by name.
  public Collection<ResourceType> types() {
    return Collections.unmodifiableCollection(types.values());
  }

  /// All names, sorted.
  public Collection<String> names() {
    return Collections.unmodifiableSet(types.keySet());
  }
}
