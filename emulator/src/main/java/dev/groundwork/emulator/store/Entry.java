package dev.groundwork.emulator.store;

import dev.groundwork.resource.Value.Fields;

/// One thing in the store.
///
/// @param key unique: host and relative name, `secretmanager.googleapis.com/projects/p/secrets/s`
/// @param type what it is: a resource type's name, or a word of a service for what is no resource
/// @param body what a client may see
/// @param hidden what no client sees: encrypted payloads, marks of unfinished operations,
///   bookkeeping
/// @param revision counts the changes of the whole store; larger is newer
public record Entry(String key, String type, Fields body, Fields hidden, long revision) {
  /// An entry that is not in the store yet.
  public static Entry of(String key, String type, Fields body) {
    return new Entry(key, type, body, Fields.EMPTY, 0);
  }

  public Entry withBody(Fields newBody) {
    return new Entry(key, type, newBody, hidden, revision);
  }

  public Entry withHidden(Fields newHidden) {
    return new Entry(key, type, body, newHidden, revision);
  }
}
