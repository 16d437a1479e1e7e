/// Cloud SQL: instances, databases and users.
@NullMarked
package dev.groundwork.catalog.sql;

import org.jspecify.annotations.NullMarked;
