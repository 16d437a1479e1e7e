/// The command line: one class per command.
@NullMarked
package dev.groundwork.cli;

import org.jspecify.annotations.NullMarked;
