/// Cloud Build: triggers, and builds whose steps run as processes of this machine in a copy of the
/// source. What cannot run here (images are neither built nor pulled, nothing is deployed) is left
/// out with the reason, and such a build never ends as a success.
///
/// No recording of triggers or builds exists: their behaviour rests on the API's published proto
/// and reference, and on Google's guides to build configuration, substitutions and triggers.
///
/// @see <a href="https://cloud.google.com/build/docs/build-config-file-schema">Build configuration
///   file schema</a>
/// @see <a
///   href="https://cloud.google.com/build/docs/configuring-builds/substitute-variable-values">
///   Substituting variable values</a>
@NullMarked
package dev.groundwork.emulator.cloudbuild;

import org.jspecify.annotations.NullMarked;
