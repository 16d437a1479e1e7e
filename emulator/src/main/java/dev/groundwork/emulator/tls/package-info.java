/// Certificates for the emulator's own TLS endpoints: authorities, what they issue, and its text
/// form. Knows no service.
@NullMarked
package dev.groundwork.emulator.tls;

import org.jspecify.annotations.NullMarked;
