package dev.groundwork.verify;

import dev.groundwork.cloud.Target;
import java.util.Optional;
import java.util.SortedSet;

/// The port to the cloud as others than the user see it: as one of the system's identities, or as a
/// stranger. Blocking; called by many threads at a time. Changes nothing.
public interface Callers {

  /// Which of the permissions an identity has.
  ///
  /// @param account the e-mail address of a service account
  Held permissions(String account, Target resource, SortedSet<String> permissions);

  /// What an address answers to a GET.
  ///
  /// @param account the service account that asks; empty for a stranger
  Answered get(String address, Optional<String> account);

  /// What an identity may do.
  sealed interface Held {
    record Known(SortedSet<String> permissions) implements Held {}

    /// It could not be asked.
    record Unknown(String reason) implements Held {}
  }

  /// What came of a request.
  sealed interface Answered {
    record Status(int code) implements Answered {}

    /// It could not be asked, or no answer came.
    record Unknown(String reason) implements Answered {}
  }

  /// Nobody can be asked.
  Callers NONE =
      new Callers() {
        private static final String WHY = "nobody else can be asked here";

        @Override
        public Held permissions(String account, Target resource, SortedSet<String> permissions) {
          return new Held.Unknown(WHY);
        }

        @Override
        public Answered get(String address, Optional<String> account) {
          return new Answered.Unknown(WHY);
        }
      };
}
