/// What the last apply recorded, the journal's records, and the port to where they are kept. No
/// disk here, and never a secret.
@NullMarked
package dev.groundwork.state;

import org.jspecify.annotations.NullMarked;
