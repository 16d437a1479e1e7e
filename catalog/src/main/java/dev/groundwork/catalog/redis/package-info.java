/// Memorystore for Redis.
@NullMarked
package dev.groundwork.catalog.redis;

import org.jspecify.annotations.NullMarked;
