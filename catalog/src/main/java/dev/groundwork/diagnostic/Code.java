package dev.groundwork.diagnostic;

/// Every kind of mistake that Groundwork can report. Each has a page `docs/errors/<id>.md` that
/// explains it; a test holds the two lists together.
public enum Code {
  /// The text is not YAML.
  SYNTAX("GW101"),
  /// A key that its place does not know.
  UNKNOWN_FIELD("GW102"),
  /// A value of the wrong form: text for a number, a list for a map.
  WRONG_TYPE("GW103"),
  /// A value that is none of those allowed.
  NOT_ALLOWED("GW104"),
  /// A field that must be given is not.
  MISSING_FIELD("GW105"),
  /// A name that is declared nowhere.
  UNKNOWN_NAME("GW106"),
  /// The same key or name twice.
  DUPLICATE("GW107"),
  /// A field that only Google sets.
  OUTPUT_ONLY("GW108"),
  /// A literal where only a reference to a secret may stand.
  LITERAL_SECRET("GW109"),
  /// An expression that does not parse or does not type-check.
  BAD_EXPRESSION("GW110"),
  /// References that go round in a circle.
  CYCLE("GW111"),
  /// An environment that the blueprint does not have, or one that must be named.
  UNKNOWN_ENVIRONMENT("GW112"),
  /// A file or folder that is not there or cannot be read.
  UNREADABLE("GW113"),
  /// A value of the right form that Google refuses: a malformed name, an address range that
  /// overlaps.
  INVALID_VALUE("GW114"),

  /// A change that would destroy data, without leave.
  DATA_LOSS("GW201"),
  /// A field that cannot change once the resource exists.
  IMMUTABLE("GW202"),
  /// A saved plan that no longer fits what is there.
  STALE_PLAN("GW203"),
  /// A saved plan that cannot be read.
  BAD_PLAN("GW204"),

  /// No credentials, or credentials that Google refuses.
  CREDENTIALS("GW301"),
  /// Billing that is missing or closed.
  BILLING("GW302"),
  /// A permission that the caller lacks.
  PERMISSION("GW303"),
  /// A name that is taken or still reserved.
  NAME_TAKEN("GW304"),
  /// A quota that the plan would exceed.
  QUOTA("GW305"),
  /// Something outside the blueprint that a resource refers to is not there.
  MISSING_DEPENDENCY("GW306"),
  /// The target cannot be reached.
  UNREACHABLE("GW307"),

  /// A call that Google, or a database, refused for good.
  REFUSED("GW401"),
  /// An operation that did not end in its time.
  TOO_SLOW("GW402"),
  /// A resource left out because one that it needs failed.
  SKIPPED("GW403"),
  /// A run that was interrupted.
  INTERRUPTED("GW404"),

  /// The state is held by another run.
  LOCKED("GW501"),
  /// The state on disk cannot be read.
  BAD_STATE("GW502"),
  /// A secret or secret version that is not there.
  NO_SECRET("GW503"),
  /// The emulator cannot start, or is not running.
  EMULATOR("GW504"),
  /// A program or library that must be installed is not.
  MISSING_PROGRAM("GW505"),

  /// A verification that found the system other than described.
  CHECK_FAILED("GW601"),
  /// A command line that does not make sense.
  USAGE("GW602");

  private final String id;

  Code(String id) {
    this.id = id;
  }

  /// The stable identifier, `GW` and three digits.
  public String id() {
    return id;
  }
}
