package dev.groundwork.emulator.bigquery;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What DuckDB refuses, in BigQuery's words where those are known.
final class DuckProblems {
  private static final Pattern COLUMN =
      Pattern.compile(
          "(?:Referenced column \"([^\"]+)\" not found|Column \"([^\"]+)\" referenced that exists in the SELECT)");
  private static final Pattern OF_TABLE =
      Pattern.compile("[Tt]able \"([^\"]+)\" does not have a column named \"([^\"]+)\"");
  private static final Pattern TABLE = Pattern.compile("Referenced table \"([^\"]+)\" not found");
  private static final Pattern GROUPED =
      Pattern.compile("column \"([^\"]+)\" must appear in the GROUP BY clause");
  private static final Pattern INTEGER =
      Pattern.compile("Could not convert string '(.*)' to INT(64|32)");
  private static final Pattern DOUBLE =
      Pattern.compile("Could not convert string '(.*)' to DOUBLE");
  private static final Pattern REQUIRED =
      Pattern.compile("NOT NULL constraint failed: .*\\.\"?([^.\"]+)\"?");
  private static final Pattern KIND = Pattern.compile("^(?:[A-Z][a-z]+ )+Error: ");

  private DuckProblems() {}

  static SqlProblem of(SQLException refusal) {
    String said = String.valueOf(refusal.getMessage()).lines().findFirst().orElse("");
    String text = KIND.matcher(said).replaceFirst("");
    Matcher column = COLUMN.matcher(text);
    if (column.find()) {
      return new SqlProblem(
          "Unrecognized name: " + (column.group(1) == null ? column.group(2) : column.group(1)));
    }
    Matcher ofTable = OF_TABLE.matcher(text);
    if (ofTable.find()) {
      return new SqlProblem("Name " + ofTable.group(2) + " not found inside " + ofTable.group(1));
    }
    Matcher table = TABLE.matcher(text);
    if (table.find()) {
      return new SqlProblem("Unrecognized name: " + table.group(1));
    }
    Matcher grouped = GROUPED.matcher(text);
    if (grouped.find()) {
      return new SqlProblem(
          "SELECT list expression references column "
              + grouped.group(1)
              + " which is neither grouped nor aggregated");
    }
    Matcher integer = INTEGER.matcher(text);
    if (integer.find()) {
      return new SqlProblem("Bad int64 value: " + integer.group(1));
    }
    Matcher number = DOUBLE.matcher(text);
    if (number.find()) {
      return new SqlProblem("Bad double value: " + number.group(1));
    }
    Matcher required = REQUIRED.matcher(text);
    if (required.find()) {
      return new SqlProblem("Required field " + required.group(1) + " cannot be null");
    }
    if (text.startsWith("Overflow in ")) {
      return new SqlProblem("int64 overflow: " + text.substring("Overflow in ".length()));
    }
    return new SqlProblem(said.startsWith("Invalid Input Error: ") ? text : "Query error: " + text);
  }
}
