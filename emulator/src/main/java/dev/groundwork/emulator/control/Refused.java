package dev.groundwork.emulator.control;

/// Ends the handling of a request with a refusal. Handlers check in many small steps; this carries
/// the refusal, a value, from any of them to where the answer is written. No mistake of the
/// program: no stack trace.
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Refusal refusal;

  Refused(Refusal refusal) {
    super(refusal.message(), null, false, false);
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }
}
