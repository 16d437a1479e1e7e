/// What clients ask for before they ask for anything else: access tokens, and the metadata server
/// of a machine. Any credentials are taken, and any token.
@NullMarked
package dev.groundwork.emulator.identity;

import org.jspecify.annotations.NullMarked;
