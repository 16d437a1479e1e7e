package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.bigquery.Lexer.Token;
import java.util.List;

/// What a query stands in: tables, parameters, the time.
interface Surroundings {

  /// DuckDB's name for a table or view.
  ///
  /// @param path its name's parts, one to four: project, dataset, table, with INFORMATION_SCHEMA in
  ///   between
  /// @throws SqlProblem when there is none
  String table(List<String> path, Token at);

  /// A parameter's value as an expression of DuckDB's.
  String parameter(Token token);

  /// The emulated time, `2026-01-31 12:00:00.123456+00`.
  String now();
}
