package dev.groundwork.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.cloud.Refusal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Scripts run by Flyway in a real PostgreSQL.
@ExtendWith(TestPostgres.Ending.class)
class MigratorTest {
  private static final Script TABLES =
      script("001_tables.sql", "CREATE TABLE a (id int);\nCREATE TABLE b (id int);\n");
  private static final Script MORE = script("002_more.sql", "CREATE TABLE c (id int);\n");

  private TestPostgres postgres;
  private String database;

  @BeforeEach
  void database() {
    postgres = TestPostgres.start();
    database = postgres.createDatabase();
  }

  @Test
  void scripts_run_once_in_the_order_of_their_numbers() {
    Script tenth = script("10_last.sql", "INSERT INTO c VALUES (1);");

    assertThat(migrate(tenth, MORE, TABLES)).isEmpty();
    assertThat(migrate(tenth, MORE, TABLES)).isEmpty();

    assertThat(ask("SELECT count(*) FROM c")).isEqualTo("1");
    assertThat(
            ask(
                "SELECT string_agg(script, ' ' ORDER BY installed_rank) FROM groundwork_migrations WHERE type = 'SQL'"))
        .isEqualTo("001_tables.sql 002_more.sql 10_last.sql");
  }

  @Test
  void a_new_script_is_carried_out_and_the_old_ones_are_left_alone() {
    assertThat(migrate(TABLES)).isEmpty();
    postgres.asOwner(database, "INSERT INTO a VALUES (7)");

    assertThat(migrate(TABLES, MORE)).isEmpty();

    assertThat(ask("SELECT id FROM a")).isEqualTo("7");
    assertThat(ask("SELECT to_regclass('c')")).isEqualTo("c");
  }

  @Test
  void an_edited_script_is_refused_by_name_and_nothing_runs() {
    assertThat(migrate(TABLES)).isEmpty();

    assertThat(said(migrate(script("001_tables.sql", "CREATE TABLE z ();"), MORE)))
        .matches(
            "migration 001_tables.sql was carried out on \\d{4}-\\d\\d-\\d\\d and has been edited since; put its text back, and say what is new in a new script");
    assertThat(ask("SELECT to_regclass('c') IS NULL")).isEqualTo("t");
  }

  @Test
  void a_script_that_left_the_folder_is_missed() {
    assertThat(migrate(TABLES, MORE)).isEmpty();

    assertThat(said(migrate(TABLES)))
        .startsWith("migration 002_more.sql was carried out on ")
        .endsWith(" and is not in the folder any more; put it back");
  }

  @Test
  void a_script_that_comes_too_late_for_its_number_is_refused() {
    assertThat(migrate(TABLES, script("003_x.sql", "SELECT 1"))).isEmpty();

    assertThat(said(migrate(TABLES, MORE, script("003_x.sql", "SELECT 1"))))
        .isEqualTo(
            "migration 002_more.sql comes before 003_x.sql, which was carried out already; give it a higher number");
  }

  @Test
  void a_broken_script_is_refused_with_name_and_line_and_leaves_nothing_half_made() {
    Script broken =
        script(
            "002_broken.sql",
            "-- made by hand\nCREATE TABLE half (id int);\n\nINSERT INTO half\nSELECT id,\n  colour\nFROM a;\n");

    Optional<Refusal> refusal = migrate(TABLES, broken);

    assertThat(said(refusal))
        .isEqualTo("migration 002_broken.sql, line 6: column \"colour\" does not exist (42703)");
    assertThat(refusal.orElseThrow().kind()).isEqualTo(Refusal.Kind.INVALID);
    assertThat(ask("SELECT to_regclass('half') IS NULL")).isEqualTo("t");
    assertThat(ask("SELECT to_regclass('a')")).as("what came before stays").isEqualTo("a");
    assertThat(migrate(TABLES, script("002_broken.sql", "CREATE TABLE half (id int)")))
        .as("mended")
        .isEmpty();
  }

  @Test
  void a_refusal_quotes_no_data() {
    Script values =
        script("001_v.sql", "CREATE TABLE v (id uuid);\nINSERT INTO v VALUES ('hidden-value');\n");
    Script quotes = script("001_v.sql", "SELECT 'hidden-value' 'hidden-value';\n");
    Script unique =
        script(
            "001_v.sql",
            "CREATE TABLE v (id text UNIQUE);\nINSERT INTO v VALUES ('hidden-value');\nINSERT INTO v VALUES ('hidden-value');\n");

    assertThat(said(migrate(values)))
        .isEqualTo(
            "migration 001_v.sql, line 2: invalid input syntax for type uuid: (a value) (22P02)");
    assertThat(said(migrate(quotes)))
        .isEqualTo("migration 001_v.sql, line 1: syntax error at or near a literal (42601)");
    assertThat(said(migrate(unique)))
        .isEqualTo(
            "migration 001_v.sql, line 3: duplicate key value violates unique constraint \"v_id_key\" (23505)");
  }

  @Test
  void functions_dollar_quotes_and_dollar_braces_stand_as_they_are_written() {
    Script function =
        script(
            "001_f.sql",
            "CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN '${not a placeholder}; -- x';\nEND\n$$;");

    assertThat(migrate(function)).isEmpty();

    assertThat(ask("SELECT f()")).isEqualTo("${not a placeholder}; -- x");
  }

  @Test
  void an_index_made_concurrently_does_not_wait_for_ever_and_can_be_mended() {
    Script index = script("002_i.sql", "CREATE INDEX CONCURRENTLY i ON a (id);");
    Script broken = script("002_i.sql", "CREATE INDEX CONCURRENTLY i ON a (colour);");

    assertThat(said(migrate(TABLES, broken)))
        .isEqualTo(
            "migration 002_i.sql, line 1: column \"colour\" does not exist (42703); it cannot run in a transaction, so what it did before this line stays");
    assertThat(migrate(TABLES, index)).isEmpty();
    assertThat(ask("SELECT to_regclass('i')")).isEqualTo("i");
  }

  @Test
  void a_script_that_cannot_be_done_whole_is_not_begun() {
    Script mixed =
        script("002_i.sql", "INSERT INTO a VALUES (4711);\nCREATE INDEX CONCURRENTLY i ON a (id);");
    Script committing =
        script("002_i.sql", "/* by hand */ BEGIN;\nCREATE TABLE q ();\ncommit;\nSELECT nonsense;");

    assertThat(said(migrate(TABLES, mixed)))
        .isEqualTo(
            "migration 002_i.sql, line 2: a statement that cannot run in a transaction needs a script of its own");
    assertThat(said(migrate(TABLES, committing)))
        .isEqualTo(
            "migration 002_i.sql, line 1: every script is one transaction already; leave BEGIN and COMMIT out");
    assertThat(ask("SELECT to_regclass('a') IS NULL")).as("nor are the others").isEqualTo("t");
  }

  @Test
  void text_that_is_no_sql_is_refused_without_being_quoted() {
    assertThat(said(migrate(script("001_x.sql", "SELECT 'hidden-value"))))
        .isEqualTo(
            "migration 001_x.sql, line 1: unterminated quoted string at or near a literal (42601)");
    assertThat(said(migrate(script("001_x.sql", "DO $$ hidden-value"))))
        .isEqualTo(
            "migration 001_x.sql, line 1: unterminated dollar-quoted string at or near a literal (42601)");
    assertThat(said(migrate(script("001_x.sql", "\\i other.sql\nSELECT 'hidden-value';"))))
        .isEqualTo("migration 001_x.sql, line 1: syntax error at or near \"\\\" (42601)");
  }

  @Test
  void odd_but_good_scripts_are_carried_out() {
    Script empty = script("001_empty.sql", "");
    Script marked = script("002_marked.sql", "\ufeffCREATE TABLE m (\"end\" text);");
    Script copied = script("003_copied.sql", "COPY m FROM STDIN;\none\ntwo\n\\.\n");
    Script windows =
        script("004_windows.sql", "-- BEGIN\r\nINSERT INTO m\r\nVALUES ('three');\r\n");

    assertThat(migrate(empty, marked, copied, windows)).isEmpty();
    assertThat(ask("SELECT count(*) FROM m")).isEqualTo("3");
  }

  @Test
  void no_scripts_are_a_history_too() {
    assertThat(migrate()).isEmpty();
    assertThat(migrate()).isEmpty();
    assertThat(ask("SELECT to_regclass('groundwork_migrations')"))
        .isEqualTo("groundwork_migrations");
  }

  @Test
  void names_that_give_no_order_are_refused() {
    assertThat(said(migrate(script("tables.sql", ""))))
        .isEqualTo(
            "migration tables.sql has no number to order it by; name it like 003_tables.sql");
    assertThat(said(migrate(script("0_tables.sql", ""))))
        .isEqualTo("migration 0_tables.sql has the number 0; the first number is 1");
    assertThat(said(migrate(TABLES, script("1_b.sql", ""))))
        .isEqualTo("migrations 001_tables.sql and 1_b.sql have the same number");
  }

  @Test
  void seeds_have_a_history_of_their_own() {
    assertThat(migrate(TABLES)).isEmpty();
    Script seed = script("001_rows.sql", "INSERT INTO a VALUES (1);");

    assertThat(seed(seed)).isEmpty();
    assertThat(seed(seed)).isEmpty();
    assertThat(ask("SELECT count(*) FROM a")).isEqualTo("1");
    assertThat(said(seed(script("001_rows.sql", "INSERT INTO a VALUES (2);"))))
        .startsWith("seed 001_rows.sql was carried out on ");
    assertThat(ask("SELECT count(*) FROM a")).isEqualTo("1");
  }

  @Test
  void the_schema_and_seed_of_the_coditect_blueprint_are_carried_out() throws Exception {
    Path folder = Path.of("../blueprints/coditect/database");

    assertThat(run(History.MIGRATIONS, Script.in(folder.resolve("migrations")))).isEmpty();
    assertThat(run(History.SEEDS, Script.in(folder.resolve("seeds")))).isEmpty();

    assertThat(ask("SELECT count(*) FROM organizations")).isEqualTo("3");
  }

  private Optional<Refusal> migrate(Script... scripts) {
    return run(History.MIGRATIONS, List.of(scripts));
  }

  private Optional<Refusal> seed(Script... scripts) {
    return run(History.SEEDS, List.of(scripts));
  }

  private Optional<Refusal> run(History history, List<Script> scripts) {
    return new Migrator(
            postgres.server().secured(database, TestPostgres.USER, TestPostgres.PASSWORD), history)
        .run(scripts);
  }

  private static String said(Optional<Refusal> refusal) {
    return refusal.map(Refusal::message).orElse("nothing was refused");
  }

  private String ask(String query) {
    return postgres.ask(database, query);
  }

  private static Script script(String name, String text) {
    return new Script(name, Script.sha256(text.getBytes(StandardCharsets.UTF_8)), text);
  }
}
