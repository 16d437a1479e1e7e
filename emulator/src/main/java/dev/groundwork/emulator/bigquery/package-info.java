/// BigQuery: datasets, tables, views and their rows, and jobs that load, copy, extract and query
/// them. Rows are lines of JSON in a file for each table; a query is translated and run by DuckDB,
/// which is started for it and not before. What cannot be translated is refused.
@NullMarked
package dev.groundwork.emulator.bigquery;

import org.jspecify.annotations.NullMarked;
