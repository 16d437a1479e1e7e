/// Cloud Logging: entries written by clients, services and the emulator's own audit log, kept in
/// log buckets, asked for in Logging's query language, and sent on by sinks.
@NullMarked
package dev.groundwork.emulator.logging;

import org.jspecify.annotations.NullMarked;
