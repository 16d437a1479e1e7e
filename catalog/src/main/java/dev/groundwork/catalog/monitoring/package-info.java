/// Cloud Monitoring: what is probed and measured, when somebody is told, and how it is shown.
@NullMarked
package dev.groundwork.catalog.monitoring;

import org.jspecify.annotations.NullMarked;
