/// SQL inside databases: migrations, seeds and checks over JDBC.
@NullMarked
package dev.groundwork.sql;

import org.jspecify.annotations.NullMarked;
