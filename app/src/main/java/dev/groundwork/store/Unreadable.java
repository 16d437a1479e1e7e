package dev.groundwork.store;

import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.diagnostic.Place;
import java.nio.file.Path;

/// State on disk that cannot be read or written: nothing can go on, so it is thrown, and the
/// command shows the diagnostic.
public final class Unreadable extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Diagnostic diagnostic;

  Unreadable(Path file, String message, String fix) {
    super(message);
    this.diagnostic = Diagnostic.error(Code.BAD_STATE, Place.of(file.toString()), message, fix);
  }

  public Diagnostic diagnostic() {
    return diagnostic;
  }
}
