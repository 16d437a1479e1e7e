package dev.groundwork.emulator.bigquery;

import dev.groundwork.resource.Value.Fields;

/// The schema of a view, which follows from its query.
interface Views {

  /// What is stored of a view: its query checked, with the schema that it gives.
  ///
  /// @param before the view as it is; empty for a new one
  /// @param sent its description; anything but a view is answered as it is
  /// @throws dev.groundwork.emulator.control.Refused when the query makes no sense
  Fields completed(String project, String dataset, Fields before, Fields sent);
}
