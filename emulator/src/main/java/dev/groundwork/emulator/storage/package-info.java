/// Cloud Storage: buckets, their policies, and objects as files on disk.
@NullMarked
package dev.groundwork.emulator.storage;

import org.jspecify.annotations.NullMarked;
