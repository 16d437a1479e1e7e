/// What is done inside a PostgreSQL database, by SQL: schema migrations and first data.
@NullMarked
package dev.groundwork.catalog.postgres;

import org.jspecify.annotations.NullMarked;
