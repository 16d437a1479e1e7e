/// Pub/Sub: topics, subscriptions and snapshots, and the messages in them, which are kept with
/// everything else that the emulator keeps. Subscriptions that write to BigQuery or Cloud Storage
/// hold their messages; schemas are not here.
@NullMarked
package dev.groundwork.emulator.pubsub;

import org.jspecify.annotations.NullMarked;
