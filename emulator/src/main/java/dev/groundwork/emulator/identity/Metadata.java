package dev.groundwork.emulator.identity;

import static dev.groundwork.resource.Call.Verb.GET;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Handler;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Projects;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value.Fields;
import java.util.Optional;

/// The metadata server that every machine on Google Cloud has, as clients of the emulator see it:
/// they run in the project that sorts first, as its default account.
public final class Metadata implements Service {
  private static final String HOST = "metadata.google.internal";
  private static final String ROOT = "computeMetadata/v1/";

  private final ControlPlane plane;

  public Metadata(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public String host() {
    return HOST;
  }

  @Override
  public void install(Installation into) {
    add(into, "", _ -> Reply.text("computeMetadata/\n"));
    add(into, ROOT + "project/project-id", _ -> Reply.text(project().text("projectId").orElse("")));
    add(into, ROOT + "project/numeric-project-id", _ -> Reply.text(number()));
    add(
        into,
        ROOT + "instance/service-accounts/",
        _ -> Reply.text("default/\n" + account() + "/\n"));
    add(into, ROOT + "instance/service-accounts/{account}/email", _ -> Reply.text(account()));
    add(
        into,
        ROOT + "instance/service-accounts/{account}/scopes",
        _ -> Reply.text("https://www.googleapis.com/auth/cloud-platform\n"));
    add(into, ROOT + "instance/service-accounts/{account}/token", _ -> Reply.ok(token()));
    add(into, ROOT + "instance/service-accounts/{account}/", this::about);
    add(into, ROOT + "universe/universe-domain", _ -> Reply.text("googleapis.com"));
  }

  private static void add(Installation into, String path, Handler handler) {
    into.open(GET, path, ask -> handler.handle(ask).with("Metadata-Flavor", "Google"));
  }

  private Reply about(Ask ask) {
    return Reply.ok(
        Fields.EMPTY.with("email", account()).with("scopes", dev.groundwork.resource.Value.list()));
  }

  private Fields token() {
    return Fields.EMPTY
        .with("access_token", "emulator-" + plane.ids().hex(32))
        .with("expires_in", 3599)
        .with("token_type", "Bearer");
  }

  private String number() {
    return project().text("name").orElse("").replace("projects/", "");
  }

  private String account() {
    return number() + "-compute@developer.gserviceaccount.com";
  }

  private Fields project() {
    Optional<Entry> first =
        plane.store().under(Projects.key("")).stream()
            .filter(e -> e.type().equals(Projects.TYPE))
            .findFirst();
    return first
        .map(Entry::body)
        .orElseThrow(() -> Refusal.notFound("There is no project yet.").asException());
  }
}
