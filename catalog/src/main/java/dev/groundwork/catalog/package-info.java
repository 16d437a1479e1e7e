/// The list of resource types: the one package that names concrete types. Each type is a file of
/// its own in the package of its service.
@NullMarked
package dev.groundwork.catalog;

import org.jspecify.annotations.NullMarked;
