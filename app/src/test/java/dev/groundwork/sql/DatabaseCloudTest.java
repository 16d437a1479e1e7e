package dev.groundwork.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Refusal.Kind;
import dev.groundwork.cloud.Target;
import dev.groundwork.resource.Value;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Migrations and seeds as resources.
@ExtendWith(TestPostgres.Ending.class)
class DatabaseCloudTest {
  private static final Value.Fields WANTED =
      Value.fields()
          .with("user", TestPostgres.USER)
          .with("password.secret", "projects/p/secrets/db-password/versions/1");

  @TempDir Path blueprint;
  private TestPostgres postgres;
  private TestDatabases databases;
  private DatabaseCloud cloud;
  private Target migration;
  private Target seed;

  @BeforeEach
  void database() throws IOException {
    postgres = TestPostgres.start();
    databases = new TestDatabases(postgres.server());
    cloud = new DatabaseCloud(databases, databases, blueprint);
    String database = postgres.createDatabase();
    migration = target("postgres.Migration", database, "db/migrations");
    seed = target("postgres.Seed", database, "db/seeds");
    write("db/migrations/001_a.sql", "CREATE TABLE a (id int);");
    write("db/seeds/001_rows.sql", "INSERT INTO a VALUES (1), (2);");
  }

  @Test
  void a_folder_never_carried_out_is_absent_and_then_present_with_its_scripts() throws IOException {
    assertThat(cloud.read(migration, WANTED)).isEqualTo(new Answer.Absent());

    Answer created = cloud.create(migration, body("db/migrations"), "r1");

    assertThat(observed(created).items("scripts"))
        .isEqualTo(body("db/migrations").items("scripts"));
    assertThat(cloud.read(migration, WANTED)).isEqualTo(created);
    assertThat(cloud.read(seed, WANTED))
        .as("seeds have a history of their own")
        .isEqualTo(new Answer.Absent());
    assertThat(cloud.create(seed, body("db/seeds"), "r2")).isEqualTo(cloud.read(seed, WANTED));
  }

  @Test
  void what_is_observed_is_what_was_wanted_but_for_the_password() throws IOException {
    Answer created = cloud.create(migration, body("db/migrations"), "r1");

    assertThat(observed(created)).isEqualTo(body("db/migrations").without("password"));
  }

  @Test
  void creating_twice_is_harmless() throws IOException {
    cloud.create(migration, body("db/migrations"), "r1");

    assertThat(cloud.create(migration, body("db/migrations"), "r1"))
        .isInstanceOf(Answer.Present.class);
  }

  @Test
  void a_new_script_is_an_update() throws IOException {
    Answer created = cloud.create(migration, body("db/migrations"), "r1");
    write("db/migrations/002_b.sql", "CREATE TABLE b (id int);");

    Answer updated =
        cloud.update(
            migration,
            body("db/migrations"),
            new TreeSet<>(List.of("scripts")),
            observed(created),
            "r2");

    assertThat(observed(updated).items("scripts")).hasSize(2);
  }

  @Test
  void an_edited_script_is_refused_and_stays_a_difference() throws IOException {
    Answer created = cloud.create(migration, body("db/migrations"), "r1");
    write("db/migrations/001_a.sql", "CREATE TABLE a (id bigint);");

    Answer updated =
        cloud.update(
            migration,
            body("db/migrations"),
            new TreeSet<>(List.of("scripts")),
            observed(created),
            "r2");

    assertThat(refusal(updated).kind()).isEqualTo(Kind.INVALID);
    assertThat(refusal(updated).message())
        .startsWith("migration 001_a.sql was carried out on ")
        .contains("has been edited since");
    assertThat(cloud.read(migration, WANTED)).isEqualTo(created);
  }

  @Test
  void a_script_that_changed_after_the_plan_is_not_run() throws IOException {
    Value.Fields planned = body("db/migrations");
    write("db/migrations/001_a.sql", "DROP TABLE b;");

    assertThat(refusal(cloud.create(migration, planned, "r1")).message())
        .isEqualTo("db/migrations/001_a.sql has changed since the plan was made; plan again");

    Files.delete(blueprint.resolve("db/migrations/001_a.sql"));
    assertThat(refusal(cloud.create(migration, planned, "r1")).message())
        .isEqualTo("db/migrations/001_a.sql is not there any more; plan again");
  }

  @Test
  void what_is_not_there_yet_is_absent() {
    Target nowhere = target("postgres.Migration", "nowhere", "db/migrations");
    assertThat(cloud.read(nowhere, WANTED)).as("no database").isEqualTo(new Answer.Absent());

    assertThat(cloud.read(migration, WANTED.with("password.secret", "projects/p/secrets/none")))
        .as("no secret")
        .isEqualTo(new Answer.Absent());

    databases.user = false;
    assertThat(cloud.read(migration, WANTED.with("user", "nobody")))
        .as("no user")
        .isEqualTo(new Answer.Absent());

    databases.found = new Databases.Found.Absent();
    assertThat(cloud.read(migration, WANTED)).as("no instance").isEqualTo(new Answer.Absent());
  }

  @Test
  void a_wrong_password_is_a_refusal_that_does_not_show_it() {
    databases.secrets.put("projects/p/secrets/db-password", "not-the-password");

    Refusal refusal = refusal(cloud.read(migration, WANTED));

    assertThat(refusal.kind()).isEqualTo(Kind.UNAUTHENTICATED);
    assertThat(refusal.message())
        .isEqualTo(
            "reading the history in %s at %s: password authentication failed for user \"coditect\" (28P01)"
                .formatted(migration.path().get("database"), postgres.server()));
  }

  @Test
  void a_server_that_does_not_answer_is_worth_another_try() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    databases.found =
        new Databases.Found.At(new Server("127.0.0.1", closed, postgres.server().authority()));

    assertThat(refusal(cloud.create(migration, body("db/migrations"), "r1")).kind())
        .isEqualTo(Kind.UNAVAILABLE);
    assertThat(refusal(cloud.read(migration, WANTED)).kind())
        .as("but not for a plan")
        .isEqualTo(Kind.OTHER);
  }

  @Test
  void a_server_that_another_authority_vouches_for_is_not_spoken_to() throws IOException {
    databases.found =
        new Databases.Found.At(
            new Server(
                postgres.server().host(),
                postgres.server().port(),
                TestPostgres.strangersAuthority()));

    Answer answer = cloud.create(migration, body("db/migrations"), "r1");

    assertThat(refusal(answer).kind()).isEqualTo(Kind.OTHER);
    assertThat(refusal(answer).message())
        .contains("SSL error")
        .doesNotContain(TestPostgres.PASSWORD);
  }

  @Test
  void deleting_takes_nothing_back() throws IOException {
    Answer created = cloud.create(migration, body("db/migrations"), "r1");

    assertThat(cloud.delete(migration, observed(created), "r2")).isEqualTo(new Answer.Absent());
    assertThat(cloud.read(migration, WANTED)).isEqualTo(created);
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(blueprint.resolve(file).getParent());
    Files.writeString(blueprint.resolve(file), text);
  }

  private Value.Fields body(String folder) throws IOException {
    List<Value> scripts =
        Script.in(blueprint.resolve(folder)).stream()
            .<Value>map(s -> Value.fields().with("name", s.name()).with("sha256", s.sha256()))
            .toList();
    return Value.fields()
        .with("user", TestPostgres.USER)
        .with("password", TestPostgres.PASSWORD)
        .with("folder", folder)
        .with("scripts", new Value.Items(scripts));
  }

  private static Target target(String type, String database, String folder) {
    return new Target(
        Catalog.standard().get(type),
        Map.of("project", "p", "instance", "i", "database", database, "folder", folder));
  }

  private static Value.Fields observed(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Present.class);
    return ((Answer.Present) answer).observed();
  }

  private static Refusal refusal(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    return ((Answer.Refused) answer).refusal();
  }
}
