/// Cloud Monitoring: probes that really ask, time series, policies that are held against them on
/// the emulated clock, and the incidents that they open, close and tell of.
///
/// Of the aligners all but `ALIGN_INTERPOLATE` and `ALIGN_PERCENT_CHANGE` are emulated, of the
/// reducers all. Conditions on thresholds without forecasts, on absence and on log entries are
/// evaluated, twice a minute; those in MQL, PromQL and SQL are kept, but never met. One probe
/// stands for all regions of a check.
@NullMarked
package dev.groundwork.emulator.monitoring;

import org.jspecify.annotations.NullMarked;
