package dev.groundwork.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.component.Scripts.Script;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlTextTest {
  private static List<Script> scripts(String... texts) {
    return List.of(texts).stream().map(text -> new Script("x.sql", "0", text)).toList();
  }

  @Test
  void the_tables_that_stand_after_all_scripts() {
    assertThat(
            SqlText.tables(
                scripts(
                    "create table a (id int); CREATE UNLOGGED TABLE IF NOT EXISTS public.b (x text);\nCREATE TABLE audit . \"Log\" ();",
                    "DROP TABLE a; ALTER TABLE IF EXISTS b RENAME TO c;")))
        .containsExactly("audit.Log", "c");
  }

  @Test
  void what_stands_in_comments_and_texts_is_no_table() {
    assertThat(
            SqlText.tables(
                scripts(
                    "-- CREATE TABLE a ();\n/* CREATE TABLE b (); */ SELECT 'CREATE TABLE c ()';\n"
                        + "CREATE FUNCTION f() RETURNS void AS $body$ CREATE TABLE d (); $body$ LANGUAGE sql; CREATE TEMP TABLE e ();")))
        .isEmpty();
  }

  @Test
  void the_tables_that_scripts_fill() {
    assertThat(
            SqlText.filled(
                scripts(
                    "INSERT INTO a VALUES (1); insert into public.\"B\" (x) SELECT 1; INSERT INTO a VALUES (2);")))
        .containsExactly("a", "B");
  }
}
