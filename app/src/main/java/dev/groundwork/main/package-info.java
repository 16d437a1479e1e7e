/// Wiring; the only place that reads the environment or exits.
@NullMarked
package dev.groundwork.main;

import org.jspecify.annotations.NullMarked;
