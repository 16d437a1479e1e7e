/// The cloud over HTTPS: interprets the calls that the catalog states.
@NullMarked
package dev.groundwork.gcp;

import org.jspecify.annotations.NullMarked;
