/// Cloud Key Management Service.
@NullMarked
package dev.groundwork.catalog.kms;

import org.jspecify.annotations.NullMarked;
