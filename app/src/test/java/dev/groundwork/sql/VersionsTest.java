package dev.groundwork.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.sql.JdbcProbe.Session;
import dev.groundwork.verify.DatabaseProbe.Result;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every major version of PostgreSQL that the emulator runs.
class VersionsTest {
  @ParameterizedTest
  @ValueSource(ints = {13, 14, 15, 16, 17})
  void the_coditect_database_stands_on_every_version(int major) throws SQLException {
    try (TestPostgres postgres = TestPostgres.start(major, false)) {
      String database = postgres.createCoditect();

      assertThat(postgres.ask(database, "SHOW server_version")).startsWith(major + ".");
      Session session =
          new Session(postgres.server(), database, TestPostgres.USER, TestPostgres.PASSWORD);
      assertThat(TlsProbe.probe(session)).isInstanceOf(Result.Held.class);
      assertThat(new TenantProbe(session, "app.tenant_id").probe()).isInstanceOf(Result.Held.class);
      postgres.asOwner(database, "ALTER TABLE users DISABLE ROW LEVEL SECURITY");
      assertThat(new TenantProbe(session, "app.tenant_id").probe())
          .isInstanceOf(Result.Broken.class);
    }
  }
}
