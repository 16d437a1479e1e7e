/// What is wrong, where, and how to put it right: the one form in which mistakes reach a user.
/// Knows nothing of resources.
@NullMarked
package dev.groundwork.diagnostic;

import org.jspecify.annotations.NullMarked;
