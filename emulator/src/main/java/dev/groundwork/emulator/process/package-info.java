/// Other programs and their surroundings, for every service with a real server behind it: one run
/// of a program, whole folders, addresses of their own on the loopback network. Knows no service.
@NullMarked
package dev.groundwork.emulator.process;

import org.jspecify.annotations.NullMarked;
