/// Checks after an apply: findings with evidence.
@NullMarked
package dev.groundwork.verify;

import org.jspecify.annotations.NullMarked;
