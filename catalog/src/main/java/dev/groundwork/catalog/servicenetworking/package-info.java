/// Private connections between a network and Google's managed services.
@NullMarked
package dev.groundwork.catalog.servicenetworking;

import org.jspecify.annotations.NullMarked;
