/// Artifact Registry.
@NullMarked
package dev.groundwork.catalog.artifactregistry;

import org.jspecify.annotations.NullMarked;
