package dev.groundwork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.cli.Shell.Said;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifecycleTest {
  private static final String RULE =
      "/compute.googleapis.com/compute/v1/projects/small-project-1/global/firewalls/allow-ssh";

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void blueprint() {
    shell = new Shell(folder).write("small/groundwork.yaml", Small.BLUEPRINT);
  }

  @AfterEach
  void close() {
    shell.close();
  }

  @Test
  void a_system_is_made_found_unchanged_changed_mended_and_destroyed() throws Exception {
    Said first = shell.run("apply", "small", "--auto-approve");
    assertThat(first.err())
        .contains("Started the emulator at http://127.0.0.1:")
        .contains("compute.Firewall/rule: created after");
    assertThat(first.out())
        .contains("Plan: 7 to add, 0 to change, 0 to destroy.")
        .contains("7 added, 0 changed, 0 destroyed in");
    assertThat(first.code()).isZero();

    Said unchanged = shell.run("plan", "small", "--detailed-exitcode");
    assertThat(unchanged.out()).contains("No changes. What stands is as described.");
    assertThat(unchanged.code()).isZero();

    assertThat(shell.run("state", "show", "compute.Firewall/rule").out())
        .startsWith("small/dev: compute.Firewall/rule {\n")
        .contains("sourceRanges")
        .doesNotContain("\"recorded\"");
    assertThat(shell.run("state", "show", "compute.Firewall/rule", "--json").out())
        .contains("\"recorded\" : {")
        .contains("\"address\" : \"compute.Firewall/rule\"");

    shell.write("small/groundwork.yaml", Small.BLUEPRINT.replace("\"22\"", "\"22\", \"443\""));
    Said changed = shell.run("plan", "small", "--detailed-exitcode");
    assertThat(changed.out())
        .contains("~ compute.Firewall/rule")
        .contains("Plan: 0 to add, 1 to change, 0 to destroy.");
    assertThat(changed.code()).isEqualTo(2);
    assertThat(shell.run("apply", "small", "--auto-approve").code()).isZero();
    assertThat(Json.write(cloud("GET", RULE, ""))).contains("\"443\"");

    cloud("PATCH", RULE, "{\"priority\": 5}");
    Said drifted = shell.run("plan", "small");
    assertThat(drifted.out()).contains("No changes"); // the blueprint never set it: it is not ours
    cloud("PATCH", RULE, "{\"sourceRanges\": [\"0.0.0.0/0\"]}");
    Said opened = shell.run("plan", "small", "--refresh-only", "--detailed-exitcode");
    assertThat(opened.out())
        .isEqualTo(
            "Changed outside of Groundwork:\n  compute.Firewall/rule: sourceRanges is [\"0.0.0.0/0\"]\n");
    assertThat(opened.code()).isEqualTo(2);
    assertThat(shell.run("apply", "small", "--auto-approve").out())
        .contains("0 added, 1 changed, 0 destroyed");

    Said refused = shell.run("destroy", "small", "--auto-approve");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .contains("GW201")
        .contains("--allow-data-loss secretmanager.Secret/token");
    Said destroyed = shell.run("destroy", "small", "--auto-approve", "--allow-data-loss", "all");
    assertThat(destroyed.err()).contains("cloudresourcemanager.Project/project: deleted after");
    assertThat(destroyed.code()).isZero();
    assertThat(shell.run("state", "list", "--json").out()).contains("\"resources\" : [ ]");

    // a project can be brought back, and all is as before
    assertThat(shell.run("apply", "small", "--auto-approve").out())
        .contains("7 added, 0 changed, 0 destroyed");
  }

  @Test
  void what_is_deleted_behind_its_back_is_made_again() throws Exception {
    shell.run("apply", "small", "--auto-approve");
    cloud("DELETE", RULE, "");

    Said plan = shell.run("plan", "small", "--json");

    assertThat(plan.json().items("changes"))
        .anySatisfy(c ->
            assertThat(Json.write(c))
                .contains("\"address\":\"compute.Firewall/rule\"")
                .contains("\"action\":\"create\"")
                .contains("\"vanished\":true"));
    assertThat(shell.run("apply", "small", "--auto-approve").code()).isZero();
    assertThat(Json.write(cloud("GET", RULE, ""))).contains("\"name\":\"allow-ssh\"");
  }

  @Test
  void up_proves_that_a_system_stands_and_fails_when_it_does_not() {
    Said noValue = shell.run("up", "small", "--auto-approve");
    assertThat(noValue.out()).contains("FAIL").contains("1 failed");
    assertThat(noValue.code()).isEqualTo(1);

    assertThat(shell.piping("hunter22\n").run("secrets", "add", "api-token").out())
        .isEqualTo("projects/small-project-1/secrets/api-token has version 1.\n");
    Said up = shell.run("up", "small", "--auto-approve");
    assertThat(up.out())
        .contains("Nothing to do; 6 checks: 6 passed, 0 failed, 0 not verified.")
        .contains("network.name");
    assertThat(up.code()).isZero();
    assertThat(shell.run("secrets", "get", "projects/small-project-1/secrets/api-token").out())
        .isEqualTo("hunter22\n");
    assertThat(shell.run("secrets", "list").out())
        .isEqualTo("projects/small-project-1/secrets/api-token  version 1\n");
  }

  @Test
  void progress_and_result_are_json_a_line() {
    Said up = shell.run("up", "small", "--auto-approve", "--json");

    assertThat(up.out().lines())
        .allSatisfy(line -> assertThat(Json.parseFields(line).text("event")).isPresent());
    assertThat(up.lastJson().text("event")).contains("result");
    assertThat(up.lastJson().get("ok")).contains(Value.of(false)); // the secret has no value yet
    assertThat(up.lastJson().at("outputs.network.name")).contains(Value.of("small-network"));
  }

  @Test
  void a_saved_plan_does_exactly_what_was_shown_or_nothing() {
    shell.run("apply", "small", "--auto-approve");
    shell.write("small/groundwork.yaml", Small.BLUEPRINT.replace("\"22\"", "\"23\""));
    assertThat(shell.run("plan", "small", "-out", "saved.plan").out())
        .endsWith("Saved; to do exactly this: groundwork apply saved.plan\n");

    assertThat(shell.run("apply", "saved.plan").out()).contains("0 added, 1 changed, 0 destroyed");
    Said twice = shell.run("apply", "saved.plan");
    assertThat(twice.code()).isEqualTo(1);
    assertThat(twice.err()).contains("GW203").contains("groundwork plan small -out saved.plan");

    shell.write("small/groundwork.yaml", Small.BLUEPRINT.replace("\"22\"", "\"24\""));
    shell.run("plan", "small", "-out", "other.plan");
    shell.write("small/groundwork.yaml", Small.BLUEPRINT.replace("\"22\"", "\"25\""));
    assertThat(shell.run("apply", "other.plan").err()).contains("GW203");
  }

  @Test
  void what_is_no_plan_is_told() {
    shell.write("not.plan", "hello");

    Said applied = shell.run("apply", "not.plan");

    assertThat(applied.code()).isEqualTo(1);
    assertThat(applied.err())
        .startsWith(folder.resolve("not.plan") + ": this is no saved plan: ")
        .contains("[GW204]");
  }

  @Test
  void a_person_is_asked_and_only_yes_is_yes() {
    Said no = shell.typing("y\n").run("apply", "small");
    assertThat(no.err()).contains("Shall Groundwork do this?").contains("Nothing was done.");
    assertThat(no.code()).isEqualTo(1);
    assertThat(shell.run("state", "list").out()).isEqualTo("small/dev: 0 resources\n");

    assertThat(shell.typing("yes\n").run("apply", "small").code()).isZero();
  }

  @Test
  void without_a_terminal_there_is_nobody_to_ask() {
    Said asked = shell.piping("yes\n").run("apply", "small");

    assertThat(asked.code()).isEqualTo(1);
    assertThat(asked.err())
        .contains("there is nobody to ask, for the input is no terminal. [GW602]")
        .contains("--auto-approve");
  }

  @Test
  void targets_and_exclusions_choose_what_is_touched() {
    assertThat(shell.run("plan", "small", "--target", "compute.Network/network").out())
        .contains("Plan: 4 to add,");
    assertThat(shell.run("plan", "small", "--exclude", "compute.Network/network").out())
        .contains("Plan: 5 to add,");
    Said wrong = shell.run("plan", "small", "--target", "network");
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.err())
        .isEqualTo(
            "--target: `network` is no address. [GW602]\n  fix: write it as a plan shows it: sql.Instance/database.\n");
  }

  @Test
  void environments_have_states_of_their_own() {
    shell.run("apply", "small", "--auto-approve");

    assertThat(shell.run("plan", "small", "--env", "prod").out()).contains("priority");
    assertThat(shell.with("GROUNDWORK_ENV", "prod").run("validate", "small").out())
        .startsWith("small (prod) is valid");
    assertThat(shell.run("validate", "small", "--env", "test").err()).contains("GW112");
  }

  @Test
  void a_run_in_another_process_is_waited_for_or_named() throws Exception {
    shell.run("apply", "small", "--auto-approve");
    Path state = folder.resolve(".groundwork/state/small/dev");
    String now = java.time.Instant.now().toString();
    shell.write(
        ".groundwork/state/small/dev/lease.json",
        "{\"id\":\"abc\",\"user\":\"bo\",\"host\":\"elsewhere\",\"pid\":\"1\",\"begun\":\"\",\"taken\":\""
            + now
            + "\",\"renewed\":\""
            + now
            + "\"}");

    Said locked = shell.run("plan", "small");
    assertThat(locked.code()).isEqualTo(1);
    assertThat(locked.err())
        .contains("the state is held by bo@elsewhere (process 1)")
        .contains("groundwork state unlock abc")
        .contains("[GW501]");
    assertThat(shell.run("state", "unlock", "xyz").code()).isEqualTo(1);
    assertThat(shell.run("state", "unlock", "abc").out())
        .isEqualTo("The state of small/dev is free.\n");
    assertThat(shell.run("plan", "small").code()).isZero();
    assertThat(state.resolve("lease.json")).doesNotExist();
  }

  @Test
  void outputs_of_what_does_not_stand_are_not_made_up() {
    Said none = shell.run("outputs", "small", "--json");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("nothing stands yet").contains("groundwork up small");

    shell.run("apply", "small", "--auto-approve");
    assertThat(shell.run("outputs", "small", "--json").json().at("network.name"))
        .contains(Value.of("small-network"));
    assertThat(shell.run("outputs", "small").out()).contains("  network.name");
  }

  @Test
  void findings_are_json_and_junit_too() {
    shell.run("apply", "small", "--auto-approve");

    Said verified = shell.run("verify", "small", "--json", "--junit", "findings.xml");

    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.json().get("failed")).contains(Value.of(1));
    assertThat(shell.read("findings.xml")).startsWith("<?xml").contains("<testsuite");
  }

  private Fields cloud(String verb, String path, String body)
      throws IOException, InterruptedException, Json.Malformed {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(shell.url() + path))
              .header("Content-Type", "application/json")
              .method(
                  verb, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
              .build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      Fields answer = Json.parseFields(response.body());
      if (answer.text("kind").orElse("").equals("compute#operation")) {
        awaitDone(client, answer);
      }
      return answer;
    }
  }

  private void awaitDone(HttpClient client, Fields operation)
      throws IOException, InterruptedException, Json.Malformed {
    String path = URI.create(operation.text("selfLink").orElseThrow()).getPath();
    HttpRequest poll =
        HttpRequest.newBuilder(URI.create(shell.url() + "/compute.googleapis.com" + path)).build();
    Fields now = operation;
    while (!now.text("status").orElse("").equals("DONE")) {
      now = Json.parseFields(client.send(poll, BodyHandlers.ofString()).body());
    }
  }
}
