/// Projects, and who may do what in them.
@NullMarked
package dev.groundwork.catalog.cloudresourcemanager;

import org.jspecify.annotations.NullMarked;
