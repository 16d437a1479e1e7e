/// Cloud Run: services and jobs.
@NullMarked
package dev.groundwork.catalog.run;

import org.jspecify.annotations.NullMarked;
