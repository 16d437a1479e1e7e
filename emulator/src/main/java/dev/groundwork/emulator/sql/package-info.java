/// Cloud SQL: its control plane, and the real PostgreSQL servers behind it.
@NullMarked
package dev.groundwork.emulator.sql;

import org.jspecify.annotations.NullMarked;
