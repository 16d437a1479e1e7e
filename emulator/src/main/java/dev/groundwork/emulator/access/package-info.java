/// Whether policies let a caller do something: roles and their permissions, members, conditions,
/// and which permission a REST method asks for. Pure: policies are given, nothing is looked up.
@NullMarked
package dev.groundwork.emulator.access;

import org.jspecify.annotations.NullMarked;
