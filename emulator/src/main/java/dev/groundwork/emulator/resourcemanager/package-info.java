/// Resource Manager: projects in both versions of the API, folders, organizations and tags. Any
/// organization that is named is there.
@NullMarked
package dev.groundwork.emulator.resourcemanager;

import org.jspecify.annotations.NullMarked;
