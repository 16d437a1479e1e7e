/// Cloud DNS.
@NullMarked
package dev.groundwork.catalog.dns;

import org.jspecify.annotations.NullMarked;
