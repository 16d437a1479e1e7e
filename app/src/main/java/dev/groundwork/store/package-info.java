/// State stores: a folder, with leases.
@NullMarked
package dev.groundwork.store;

import org.jspecify.annotations.NullMarked;
