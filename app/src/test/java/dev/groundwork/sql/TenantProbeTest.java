package dev.groundwork.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.sql.JdbcProbe.Session;
import dev.groundwork.verify.DatabaseProbe.Result;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The proof that tenants are kept apart, and every way in which they are not.
@ExtendWith(TestPostgres.Ending.class)
class TenantProbeTest {
  private static final String OWN =
      "organization_id = nullif(current_setting('app.tenant_id', true), '')::uuid";

  private TestPostgres postgres;
  private String database;

  @BeforeEach
  void database() {
    postgres = TestPostgres.start();
    database = postgres.createCoditect();
  }

  @Test
  void the_schema_of_coditect_keeps_tenants_apart() {
    assertThat(probe())
        .isEqualTo(
            new Result.Held(
                "in 6 tables (audit_log, licences, memberships, organizations, sessions, users) two tenants see none of each other's rows,"
                    + " and a session without a tenant sees none; forced on coditect too"));
  }

  @Test
  void it_does_so_without_a_single_row_as_well() {
    postgres.asOwner(database, "ALTER TABLE users NO FORCE ROW LEVEL SECURITY");
    postgres.asAdministrator(
        database, "TRUNCATE organizations CASCADE", "ALTER TABLE users FORCE ROW LEVEL SECURITY");

    assertThat(probe()).isInstanceOf(Result.Held.class);
  }

  @Test
  void the_proof_leaves_nothing_behind() {
    String before = contents();

    probe();

    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void row_level_security_that_is_off() {
    postgres.asOwner(database, "ALTER TABLE licences DISABLE ROW LEVEL SECURITY");

    assertThat(broken())
        .contains("licences: row-level security is off")
        .contains("licences: a tenant sees rows of others")
        .contains("licences: a session without a tenant sees rows")
        .contains("licences: a tenant can write rows in another's name")
        .doesNotContain("users:");
  }

  @Test
  void row_level_security_that_is_not_forced() {
    postgres.asOwner(database, "ALTER TABLE sessions NO FORCE ROW LEVEL SECURITY");

    assertThat(broken())
        .contains("sessions: row-level security is not forced, so the owner sees every row");
  }

  @Test
  void a_policy_that_lets_every_row_through() {
    postgres.asOwner(
        database,
        "DROP POLICY users_tenant ON users",
        "CREATE POLICY everyone ON users USING (true)");

    assertThat(broken())
        .contains("users: policy everyone lets every row through")
        .contains("users: a tenant sees rows of others");
  }

  @Test
  void a_second_policy_that_lets_every_row_through() {
    postgres.asOwner(database, "CREATE POLICY everyone ON users FOR DELETE USING (true)");

    assertThat(broken()).isEqualTo("users: policy everyone lets every row through");
  }

  @Test
  void a_policy_that_lets_sessions_without_a_tenant_see_everything() {
    postgres.asOwner(
        database,
        "CREATE POLICY lax ON users USING (current_setting('app.tenant_id', true) IS NULL)");

    assertThat(broken())
        .isEqualTo(
            "users: a session without a tenant sees rows; users: a session without a tenant can write rows");
  }

  @Test
  void the_same_policy_in_a_database_without_rows() {
    postgres.asAdministrator(database, "TRUNCATE organizations CASCADE");
    postgres.asOwner(
        database,
        "CREATE POLICY lax ON users USING (coalesce(current_setting('app.tenant_id', true), '') = '')");

    assertThat(broken())
        .isEqualTo(
            "users: a session without a tenant can write rows; users: a session without a tenant sees rows");
  }

  @Test
  void a_policy_that_lets_tenants_write_for_others() {
    postgres.asOwner(
        database,
        "DROP POLICY users_tenant ON users",
        "CREATE POLICY mine ON users USING (" + OWN + ") WITH CHECK (display_name <> '')");

    assertThat(broken())
        .contains("users: a tenant can write rows in another's name")
        .doesNotContain("sees rows of others");
  }

  @Test
  void a_policy_that_looks_right_and_is_not() {
    postgres.asOwner(
        database,
        "DROP POLICY users_tenant ON users",
        "CREATE POLICY users_tenant ON users USING (organization_id IS NOT NULL OR " + OWN + ")");

    assertThat(broken()).contains("users: a tenant sees rows of others");
  }

  @Test
  void a_new_table_that_nobody_thought_of() {
    postgres.asOwner(
        database,
        "CREATE TABLE invoices (id serial PRIMARY KEY, organization_id uuid NOT NULL, total numeric(10, 2) NOT NULL)");

    assertThat(broken()).contains("invoices: row-level security is off");
  }

  @Test
  void a_new_table_whose_column_has_another_name() {
    postgres.asOwner(
        database,
        "CREATE TABLE invoices (id serial PRIMARY KEY, customer uuid NOT NULL REFERENCES organizations, total numeric NOT NULL)");

    assertThat(broken()).contains("invoices: row-level security is off");
  }

  @Test
  void a_user_whom_no_policy_binds() {
    postgres.asAdministrator("postgres", "ALTER ROLE coditect BYPASSRLS");
    try {
      assertThat(broken()).startsWith("coditect has BYPASSRLS, so no policy binds it");
      postgres.asAdministrator("postgres", "ALTER ROLE coditect SUPERUSER");
      assertThat(broken()).startsWith("coditect is a superuser, whom no policy binds");
    } finally {
      postgres.asAdministrator("postgres", "ALTER ROLE coditect NOSUPERUSER NOBYPASSRLS");
    }
  }

  @Test
  void a_tenant_given_to_every_new_session() {
    postgres.asAdministrator(
        database,
        "ALTER DATABASE "
            + database
            + " SET app.tenant_id = '11111111-1111-4111-8111-111111111111'");

    assertThat(broken())
        .contains(
            "a new session has a tenant already: ALTER ROLE or ALTER DATABASE sets app.tenant_id");
  }

  @Test
  void a_database_without_any_policy() {
    database = postgres.createDatabase();
    postgres.asOwner(database, "CREATE TABLE users (organization_id uuid)");

    assertThat(broken()).isEqualTo("no policy of any table reads app.tenant_id");
  }

  @Test
  void a_table_in_which_no_row_can_be_made_is_not_verified() {
    database = postgres.createDatabase();
    postgres.asOwner(
        database,
        "CREATE TABLE odd (organization_id uuid NOT NULL, riddle text NOT NULL CHECK (md5(riddle) = 'x'))",
        "ALTER TABLE odd ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE odd FORCE ROW LEVEL SECURITY",
        "CREATE POLICY p ON odd USING (" + OWN + ")");

    assertThat(probe())
        .isEqualTo(
            new Result.Unknown(
                "not proven in odd: no row could be made: new row for relation \"odd\" violates check constraint \"odd_riddle_check\" (23514)"));
  }

  @Test
  void tables_of_all_sorts_get_their_rows() {
    database = postgres.createDatabase();
    postgres.asOwner(
        database,
        "CREATE TYPE colour AS ENUM ('red', 'green')",
        "CREATE DOMAIN short AS text CHECK (length(VALUE) <= 3)",
        "CREATE TABLE countries (code char(2) PRIMARY KEY)",
        "CREATE TABLE tenants (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name varchar(12) NOT NULL UNIQUE)",
        "CREATE TABLE things (tenant bigint NOT NULL REFERENCES tenants, number int NOT NULL CHECK (number BETWEEN 2 AND 20),"
            + " colour colour NOT NULL, s short NOT NULL, country char(2) NOT NULL REFERENCES countries, starts date NOT NULL, ends date NOT NULL,"
            + " CHECK (ends > starts), doc jsonb NOT NULL, tags text[] NOT NULL, ip inet NOT NULL, span interval NOT NULL, raw bytea NOT NULL,"
            + " price numeric(6, 2) NOT NULL, flag boolean NOT NULL, twice int GENERATED ALWAYS AS (number * 2) STORED,"
            + " parent int, PRIMARY KEY (tenant, number), FOREIGN KEY (tenant, parent) REFERENCES things (tenant, number)) PARTITION BY HASH (tenant)",
        "CREATE TABLE things_0 PARTITION OF things FOR VALUES WITH (MODULUS 1, REMAINDER 0)");
    for (String table : new String[] {"tenants", "things", "things_0"}) {
      String column = table.equals("tenants") ? "id" : "tenant";
      postgres.asOwner(
          database,
          "ALTER TABLE " + table + " ENABLE ROW LEVEL SECURITY",
          "ALTER TABLE " + table + " FORCE ROW LEVEL SECURITY",
          "CREATE POLICY p ON "
              + table
              + " USING ("
              + column
              + " = nullif(current_setting('app.tenant_id', true), '')::bigint)");
    }

    assertThat(probe())
        .isEqualTo(
            new Result.Held(
                "in 3 tables (tenants, things, things_0) two tenants see none of each other's rows, and a session without a tenant sees none; forced on coditect too"));
  }

  @Test
  void policies_that_read_the_setting_by_a_function_are_understood() {
    database = postgres.createDatabase();
    postgres.asOwner(
        database,
        "CREATE FUNCTION tenant() RETURNS uuid STABLE LANGUAGE sql AS $$ SELECT current_setting('app.tenant_id')::uuid $$",
        "CREATE TABLE a (organization_id uuid NOT NULL)",
        "ALTER TABLE a ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE a FORCE ROW LEVEL SECURITY",
        "CREATE POLICY p ON a USING (organization_id = tenant())");

    assertThat(probe()).isInstanceOf(Result.Held.class);
  }

  private String contents() {
    return postgres.ask(
        database,
        "SELECT md5(string_agg(x::text, ',' ORDER BY x::text)) FROM (SELECT o::text AS x FROM organizations o UNION ALL SELECT u::text FROM users u"
            + " UNION ALL SELECT s::text FROM sessions s UNION ALL SELECT l::text FROM licences l UNION ALL SELECT a::text FROM audit_log a) r");
  }

  private String broken() {
    Result result = probe();
    assertThat(result).isInstanceOf(Result.Broken.class);
    return ((Result.Broken) result).evidence();
  }

  private Result probe() {
    try {
      return new TenantProbe(
              new Session(postgres.server(), database, TestPostgres.USER, TestPostgres.PASSWORD),
              "app.tenant_id")
          .probe();
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
