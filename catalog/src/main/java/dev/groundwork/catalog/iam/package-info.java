/// Service accounts: the identities of programs.
@NullMarked
package dev.groundwork.catalog.iam;

import org.jspecify.annotations.NullMarked;
