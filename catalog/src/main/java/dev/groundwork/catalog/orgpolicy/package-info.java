/// Organization policies: what nobody may do in a project, whatever their permissions.
@NullMarked
package dev.groundwork.catalog.orgpolicy;

import org.jspecify.annotations.NullMarked;
