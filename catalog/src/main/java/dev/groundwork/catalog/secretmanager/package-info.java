/// Secret Manager.
@NullMarked
package dev.groundwork.catalog.secretmanager;

import org.jspecify.annotations.NullMarked;
