/// Desired, recorded and observed resources to a plan: changes, each with its reasons. Pure.
@NullMarked
package dev.groundwork.plan;

import org.jspecify.annotations.NullMarked;
