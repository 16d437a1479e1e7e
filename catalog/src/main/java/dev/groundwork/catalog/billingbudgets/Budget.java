package dev.groundwork.catalog.billingbudgets;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.resource.ResourceType.Stamp;

/// What a billing account means to spend, and who is told when it is.
public final class Budget {
  private Budget() {}

  private static final String COLLECTION = "v1/billingAccounts/{billingAccount}/budgets";
  private static final String PATH = COLLECTION + "/{name}";

  public static final ResourceType TYPE =
      ResourceType.named("billingbudgets.Budget")
          .summary("What a billing account means to spend, and who is told when it is.")
          .shaped("google.cloud.billing.budgets.v1.Budget")
          .reachedAt("billingbudgets.googleapis.com", PATH)
          .createdBy(Call.post(COLLECTION))
          .updatedBy(Call.patch(PATH).maskedInQuery("updateMask"))
          .listedBy(Call.get(COLLECTION), "budgets")
          .serverNamed()
          .outputOnly("name", "etag")
          .stamps("etag", Stamp.ETAG)
          .serverSets(
              "budgetFilter",
              "budgetFilter.creditTypesTreatment",
              "budgetFilter.calendarPeriod",
              "notificationsRule.schemaVersion",
              "thresholdRules.spendBasis",
              "amount.specifiedAmount.currencyCode")
          .compares("budgetFilter.projects", Sameness.SET)
          .compares("budgetFilter.resourceAncestors", Sameness.SET)
          .compares("budgetFilter.services", Sameness.SET)
          .compares("notificationsRule.monitoringNotificationChannels", Sameness.SET)
          .references("notificationsRule.pubsubTopic", "pubsub.Topic", "id")
          .references(
              "notificationsRule.monitoringNotificationChannels",
              "monitoring.NotificationChannel",
              "name")
          .permissions("billing.budgets")
          .takes(CREATE, ofSeconds(2))
          .takes(UPDATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_billing_budget")
          .from(
              "https://cloud.google.com/billing/docs/reference/budget/rest/v1/billingAccounts.budgets");
}
