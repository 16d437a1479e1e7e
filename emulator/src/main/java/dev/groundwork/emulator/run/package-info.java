/// Cloud Run: services, their revisions, jobs, executions and tasks, in versions 1 and 2 of the
/// API; and behind them processes on this machine, which answer requests and run tasks as
/// containers would.
@NullMarked
package dev.groundwork.emulator.run;

import org.jspecify.annotations.NullMarked;
