package dev.groundwork.apply;

/// Kills the process at the n-th moment that can tell a killed run from a finished one.
final class Doom {
  private int left = Integer.MAX_VALUE;

  /// The process is gone: nothing it had in memory counts any more.
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /// @param moments after how many; never when negative
  void in(int moments) {
    left = moments < 0 ? Integer.MAX_VALUE : moments;
  }

  void never() {
    left = Integer.MAX_VALUE;
  }

  void strike() {
    if (left != Integer.MAX_VALUE && left-- <= 0) {
      never();
      throw new Killed();
    }
  }
}
