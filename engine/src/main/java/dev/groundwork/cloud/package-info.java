/// The port to the cloud: what can be asked of it, and what it may answer, refusals as values. No
/// HTTP here.
@NullMarked
package dev.groundwork.cloud;

import org.jspecify.annotations.NullMarked;
