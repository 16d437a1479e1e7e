/// Witnesses that nobody here wrote: conversations recorded with the real Google Cloud, and
/// Google's own client libraries, unmodified, against an emulator in this process. Where a witness
/// is not on this machine its test is skipped and says what is missing. What `gcloud` says stands
/// with the command line's tests, because its surroundings are what `groundwork emulator env`
/// prints.
@NullMarked
package dev.groundwork.emulator.clients;

import org.jspecify.annotations.NullMarked;
