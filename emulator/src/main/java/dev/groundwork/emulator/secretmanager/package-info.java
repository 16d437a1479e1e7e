/// Secret Manager, global secrets only: secrets and their versions. Values are encrypted on disk,
/// with a key in a file of its own beside them that only its owner may read.
@NullMarked
package dev.groundwork.emulator.secretmanager;

import org.jspecify.annotations.NullMarked;
