/// What the emulated cloud holds: immutable entries by key, changed in transactions and kept on
/// disk. Knows nothing of Google or HTTP.
@NullMarked
package dev.groundwork.emulator.store;

import org.jspecify.annotations.NullMarked;
