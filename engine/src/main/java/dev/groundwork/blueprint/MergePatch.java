package dev.groundwork.blueprint;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// JSON Merge Patch over nodes: every value keeps the place where it was written.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc7396">RFC 7396</a>
final class MergePatch {
  private MergePatch() {}

  /// The document with the patch applied: maps are merged key by key, `null` removes a key,
  /// everything else replaces.
  static Node apply(Node document, Node patch) {
    if (!(patch instanceof Node.Mapping changes)) {
      return patch;
    }
    Node.Mapping base =
        document instanceof Node.Mapping mapping ? mapping : Node.Mapping.empty(patch.place());
    SequencedMap<String, Node.Entry> merged = new LinkedHashMap<>(base.entries());
    changes
        .entries()
        .forEach((key, change) -> {
          Node.Entry old = merged.get(key);
          if (change.value().isNull()) {
            merged.remove(key);
          } else if (old == null) {
            merged.put(key, new Node.Entry(change.key(), withoutNulls(change.value())));
          } else {
            boolean merges =
                old.value() instanceof Node.Mapping && change.value() instanceof Node.Mapping;
            merged.put(
                key,
                new Node.Entry(
                    merges ? old.key() : change.key(), apply(old.value(), change.value())));
          }
        });
    return new Node.Mapping(base.place(), merged);
  }

  /// A copy in which no map has a key without value: in a patch, such a key says that there is
  /// none.
  private static Node withoutNulls(Node node) {
    return switch (node) {
      case Node.Mapping(var place, var entries) -> {
        SequencedMap<String, Node.Entry> kept = new LinkedHashMap<>();
        entries.forEach((key, entry) -> {
          if (!entry.value().isNull()) {
            kept.put(key, new Node.Entry(entry.key(), withoutNulls(entry.value())));
          }
        });
        yield new Node.Mapping(place, kept);
      }
      case Node.Sequence(var place, var items) ->
          new Node.Sequence(place, items.stream().map(MergePatch::withoutNulls).toList());
      case Node.Scalar scalar -> scalar;
    };
  }
}
