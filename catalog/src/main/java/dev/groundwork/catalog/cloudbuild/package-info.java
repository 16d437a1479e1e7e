/// Cloud Build.
@NullMarked
package dev.groundwork.catalog.cloudbuild;

import org.jspecify.annotations.NullMarked;
