/// The vocabulary of resources: addresses, values, references, and what a resource type is. Names
/// no concrete type.
@NullMarked
package dev.groundwork.resource;

import org.jspecify.annotations.NullMarked;
