/// Cloud Scheduler.
@NullMarked
package dev.groundwork.catalog.cloudscheduler;

import org.jspecify.annotations.NullMarked;
