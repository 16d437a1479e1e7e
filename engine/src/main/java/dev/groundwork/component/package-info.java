/// The high-level parts of a blueprint, a record each, expanded to resources and to what must be
/// verified of them.
@NullMarked
package dev.groundwork.component;

import org.jspecify.annotations.NullMarked;
