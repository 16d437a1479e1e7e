/// Artifact Registry: repositories, and that they are empty. No image or package can be pushed to
/// this machine.
@NullMarked
package dev.groundwork.emulator.artifactregistry;

import org.jspecify.annotations.NullMarked;
