/// Who calls, and the tokens that prove it: signs and verifies them, and knows nothing of HTTP,
/// services or policies. What hands tokens out over HTTP is in `credentials`.
@NullMarked
package dev.groundwork.emulator.identity;

import org.jspecify.annotations.NullMarked;
