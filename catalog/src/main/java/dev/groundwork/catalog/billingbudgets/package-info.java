/// Budgets of billing accounts.
@NullMarked
package dev.groundwork.catalog.billingbudgets;

import org.jspecify.annotations.NullMarked;
