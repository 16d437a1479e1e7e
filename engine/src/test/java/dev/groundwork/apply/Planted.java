package dev.groundwork.apply;

/// A fault put into the engine's surroundings on purpose: a simulation that does not find it is
/// worthless.
enum Planted {
  NOTHING,
  /// The journal loses what was about to be done.
  FORGETS_INTENTS,
  /// A secret gets into what is told.
  TELLS_SECRETS,
  /// A lost answer is told as a refusal, so that a creation is made again without looking.
  HIDES_LOSS,
  /// References are told after their resources: nothing waits for anything.
  HIDES_NEEDS,
  /// What was deleted is told to be there still.
  SHOWS_GHOSTS
}
