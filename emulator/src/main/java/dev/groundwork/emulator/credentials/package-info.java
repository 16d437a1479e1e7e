/// What clients ask for before they ask for anything else: access and identity tokens, the keys to
/// verify them, and the metadata server of a machine.
@NullMarked
package dev.groundwork.emulator.credentials;

import org.jspecify.annotations.NullMarked;
