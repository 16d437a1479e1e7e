/// Carries out a plan: one deciding thread, virtual threads that wait.
@NullMarked
package dev.groundwork.apply;

import org.jspecify.annotations.NullMarked;
