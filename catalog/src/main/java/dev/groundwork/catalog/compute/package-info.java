/// Compute Engine: networks and what belongs to them.
@NullMarked
package dev.groundwork.catalog.compute;

import org.jspecify.annotations.NullMarked;
