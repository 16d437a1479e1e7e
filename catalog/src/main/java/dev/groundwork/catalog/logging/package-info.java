/// Cloud Logging: where entries of logs go, what is counted in them, and what is left out.
@NullMarked
package dev.groundwork.catalog.logging;

import org.jspecify.annotations.NullMarked;
