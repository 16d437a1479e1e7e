package dev.groundwork.emulator.control;

import dev.groundwork.emulator.http.Reply;

/// What answers the requests of one route. Runs on a virtual thread, many at a time; throws
/// `Refused` to refuse.
@FunctionalInterface
public interface Handler {
  Reply handle(Ask ask);
}
