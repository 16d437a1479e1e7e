/// Service Usage: which APIs are enabled in a project.
@NullMarked
package dev.groundwork.emulator.serviceusage;

import org.jspecify.annotations.NullMarked;
