package dev.groundwork.emulator.bigquery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;

/// DuckDB, in this process: a database of its own in memory for each query, gone with it. Its
/// library is loaded by the first query, and not when the emulator starts.
final class Duck {
  /// How many queries run at a time.
  private final Semaphore free = new Semaphore(2, true);

  private final Path folder;
  private boolean tidied;

  /// @param folder where a query that outgrows the memory may write
  Duck(Path folder) {
    this.folder = folder;
  }

  /// A column of a result.
  ///
  /// @param type DuckDB's
  record Column(String name, String type) {}

  /// A database for one query.
  static final class Session {
    private final Connection connection;

    private Session(Connection connection) {
      this.connection = connection;
    }

    /// @return how many rows it changed
    long run(String sql) {
      try (Statement statement = connection.createStatement()) {
        return statement.execute(sql) ? 0 : statement.getLargeUpdateCount();
      } catch (SQLException e) {
        throw DuckProblems.of(e);
      }
    }

    /// The columns of a query's result.
    List<Column> describe(String query) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("DESCRIBE " + query)) {
        List<Column> columns = new ArrayList<>();
        while (rows.next()) {
          columns.add(new Column(rows.getString(1), rows.getString(2)));
        }
        return columns;
      } catch (SQLException e) {
        throw DuckProblems.of(e);
      }
    }
  }

  /// @throws SqlProblem when DuckDB refuses something
  <T> T ask(Function<Session, T> work) {
    free.acquireUninterruptibly();
    try (Connection connection = open()) {
      Session session = new Session(connection);
      Functions.MACROS.forEach(session::run);
      return work.apply(session);
    } catch (SQLException e) {
      throw DuckProblems.of(e);
    } finally {
      free.release();
    }
  }

  private Connection open() throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("memory_limit", "512MB");
    settings.setProperty("threads", "2");
    settings.setProperty("temp_directory", folder.resolve("spill").toString());
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", settings);
    tidy();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute("SET default_null_order = 'nulls_first_on_asc_last_on_desc'");
    }
    return connection;
  }

  /// The driver unpacks its library into a temporary file that a killed process would leave behind;
  /// once it is loaded, Linux needs the file's name no more.
  private synchronized void tidy() {
    Path maps = Path.of("/proc/self/maps");
    if (tidied || !Files.exists(maps)) {
      return;
    }
    tidied = true;
    try (Stream<String> lines = Files.lines(maps)) {
      List<Path> files =
          lines
              .filter(line -> line.contains("libduckdb_java") && line.indexOf('/') > 0)
              .map(line -> Path.of(line.substring(line.indexOf('/')).replace(" (deleted)", "")))
              .distinct()
              .toList();
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
