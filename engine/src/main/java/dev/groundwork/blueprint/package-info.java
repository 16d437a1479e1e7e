/// YAML text to a typed description with source places, and its environments; alone imports the
/// YAML parser and CEL.
@NullMarked
package dev.groundwork.blueprint;

import org.jspecify.annotations.NullMarked;
