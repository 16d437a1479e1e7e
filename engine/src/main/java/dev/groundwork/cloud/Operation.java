package dev.groundwork.cloud;

import dev.groundwork.resource.Action;

/// A long-running operation that the cloud has begun.
///
/// @param target what it works on
/// @param action what it does
/// @param name the operation's name as its service polls it; goes into the journal, so that a later
///   run can wait for it
public record Operation(Target target, Action action, String name) {}
