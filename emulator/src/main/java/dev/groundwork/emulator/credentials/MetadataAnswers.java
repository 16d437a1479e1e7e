package dev.groundwork.emulator.credentials;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.http.Request;
import dev.groundwork.emulator.identity.Caller;
import dev.groundwork.emulator.identity.Issuer;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What the metadata server answers, for one machine.
///
/// @see <a
///   href="https://cloud.google.com/compute/docs/metadata/predefined-metadata-keys">Predefined
///   metadata keys</a>
final class MetadataAnswers {
  private static final String ROOT = "/computeMetadata/v1";
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  private final ControlPlane plane;
  private final Supplier<Machine> machine;

  MetadataAnswers(ControlPlane plane, Supplier<Machine> machine) {
    this.plane = plane;
    this.machine = machine;
  }

  Reply answer(Request request) {
    return of(request).with("Metadata-Flavor", "Google").with("Server", "Metadata Server for VM");
  }

  private Reply of(Request request) {
    String path = request.path();
    if (path.equals("/") || path.equals("/computeMetadata") || path.equals("/computeMetadata/")) {
      return Reply.text(path.equals("/") ? "computeMetadata/\n" : "v1/\n");
    }
    if (!path.startsWith(ROOT)) {
      return page(404, "Not found");
    }
    if (request.header("metadata-flavor").filter("Google"::equals).isEmpty()) {
      return page(
          403,
          "Your client does not have permission to get URL "
              + path
              + ": Missing Metadata-Flavor:Google header.");
    }
    String inner = path.substring(ROOT.length()).replaceFirst("^/", "");
    if (inner.matches("instance/service-accounts/[^/]+/.*")) {
      String[] parts = inner.split("/", 4);
      return account(request, request.segments().get(4), parts[3]);
    }
    Machine of = machine.get();
    String numbered = "projects/" + of.projectNumber();
    return switch (inner) {
      case "" -> Reply.text("instance/\nproject/\nuniverse/\n");
      case "project/" -> Reply.text("attributes/\nnumeric-project-id\nproject-id\n");
      case "project/project-id" -> Reply.text(of.project());
      case "project/numeric-project-id" -> Reply.text(of.projectNumber());
      case "project/attributes/", "instance/attributes/" -> Reply.text("");
      case "instance/" -> Reply.text("attributes/\nid\nname\nregion\nservice-accounts/\nzone\n");
      case "instance/id" -> Reply.text(plane.accounts().subject(Caller.of(of.account())));
      case "instance/name" -> Reply.text("localhost");
      case "instance/region" -> Reply.text(numbered + "/regions/" + of.region());
      case "instance/zone" -> Reply.text(numbered + "/zones/" + of.region() + "-1");
      case "instance/service-accounts/" -> accounts(request, of);
      case "universe/", "universe" -> Reply.text("universe-domain\n");
      case "universe/universe-domain", "universe/universe_domain" -> Reply.text("googleapis.com");
      default -> page(404, "The requested URL " + path + " was not found on this server.");
    };
  }

  private static Reply accounts(Request request, Machine of) {
    return recursive(request)
        ? Reply.ok(new Fields(Map.of("default", about(of), of.account(), about(of))))
        : Reply.text("default/\n" + of.account() + "/\n");
  }

  private static boolean recursive(Request request) {
    return request.query("recursive").orElse("").equalsIgnoreCase("true");
  }

  private static Fields about(Machine of) {
    return Fields.EMPTY
        .with("aliases", Value.texts(List.of("default")))
        .with("email", of.account())
        .with("scopes", Value.texts(List.of(SCOPE)));
  }

  private Reply account(Request request, String named, String what) {
    Machine of = machine.get();
    if (!named.equals("default") && !named.equals(of.account())) {
      return page(404, "The service account was not found.");
    }
    return switch (what) {
      case "" ->
          recursive(request)
              ? Reply.ok(about(of))
              : Reply.text("aliases\nemail\nidentity\nscopes\ntoken\n");
      case "aliases" -> Reply.text("default\n");
      case "email" -> Reply.text(of.account());
      case "scopes" -> Reply.text(SCOPE + "\n");
      case "token" -> Reply.ok(token(of));
      case "identity" -> identity(request, of);
      default -> page(404, "Not found");
    };
  }

  private Fields token(Machine of) {
    return Fields.EMPTY
        .with("access_token", plane.issuer().accessToken(Caller.of(of.account()), Issuer.LIFE))
        .with("expires_in", Issuer.LIFE.toSeconds() - 1)
        .with("token_type", "Bearer");
  }

  private Reply identity(Request request, Machine of) {
    Optional<String> audience = request.query("audience").filter(a -> !a.isEmpty());
    if (audience.isEmpty()) {
      return page(400, "non-empty audience parameter required");
    }
    String subject = plane.accounts().subject(Caller.of(of.account()));
    return Reply.text(plane.issuer().idToken(of.account(), subject, audience.get()));
  }

  private static Reply page(int status, String text) {
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    Reply reply = Reply.bytes("text/html; charset=UTF-8", bytes);
    return new Reply(status, reply.headers(), reply.content());
  }
}
