/// Who pays for a project.
@NullMarked
package dev.groundwork.catalog.cloudbilling;

import org.jspecify.annotations.NullMarked;
