/// Cloud Storage.
@NullMarked
package dev.groundwork.catalog.storage;

import org.jspecify.annotations.NullMarked;
