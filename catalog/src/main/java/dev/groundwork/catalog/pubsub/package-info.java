/// Pub/Sub.
@NullMarked
package dev.groundwork.catalog.pubsub;

import org.jspecify.annotations.NullMarked;
