/// The shapes of Google's messages and their REST routes, as extracted at build time from what
/// Google publishes; loaded on first use. Knows nothing of resource types: facts that Google's
/// shapes do not state belong to the catalog.
@NullMarked
package dev.groundwork.shape;

import org.jspecify.annotations.NullMarked;
