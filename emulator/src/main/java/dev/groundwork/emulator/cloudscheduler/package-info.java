/// Cloud Scheduler: jobs that fire at their times on the emulated clock, with real HTTP calls and
/// published messages, and are tried again as their retries say.
@NullMarked
package dev.groundwork.emulator.cloudscheduler;

import org.jspecify.annotations.NullMarked;
