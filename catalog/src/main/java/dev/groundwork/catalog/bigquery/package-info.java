/// BigQuery.
@NullMarked
package dev.groundwork.catalog.bigquery;

import org.jspecify.annotations.NullMarked;
