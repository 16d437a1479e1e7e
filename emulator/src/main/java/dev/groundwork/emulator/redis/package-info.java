/// Memorystore for Redis: the instances of the control plane, and behind each a real Redis server
/// with an address of its own on the loopback network. Redis Cluster and Memcached are not here.
@NullMarked
package dev.groundwork.emulator.redis;

import org.jspecify.annotations.NullMarked;
