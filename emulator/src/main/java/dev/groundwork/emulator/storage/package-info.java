/// Cloud Storage: buckets, their policies, and objects whose bytes lie on disk.
///
/// A bucket is an entry of the store, an object one for each of its generations; bytes are files
/// that never change once they have their name. Not here: access control lists of single objects,
/// notifications, policies of managed folders, soft-deleted objects.
@NullMarked
package dev.groundwork.emulator.storage;

import org.jspecify.annotations.NullMarked;
