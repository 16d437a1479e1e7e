/// Talks to running Redis servers, over TLS and without.
@NullMarked
package dev.groundwork.redis;

import org.jspecify.annotations.NullMarked;
