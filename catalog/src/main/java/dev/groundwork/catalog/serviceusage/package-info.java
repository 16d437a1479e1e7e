/// The APIs that a project may call.
@NullMarked
package dev.groundwork.catalog.serviceusage;

import org.jspecify.annotations.NullMarked;
