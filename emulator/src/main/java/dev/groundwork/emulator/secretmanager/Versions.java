package dev.groundwork.emulator.secretmanager;

import static dev.groundwork.resource.Call.Verb.GET;
import static dev.groundwork.resource.Call.Verb.POST;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Filter;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Paging;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.emulator.tls.Vault;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Versions of secrets: numbered from 1, enabled, disabled or destroyed; `latest` is the newest,
/// whatever its state.
final class Versions {
  static final String TYPE = "secretmanager.SecretVersion";

  private static final String SECRET = "v1/projects/{project}/secrets/{secret}";
  private static final String ONE = SECRET + "/versions/{version}";

  private final ControlPlane plane;
  private final Vault vault;

  Versions(ControlPlane plane, Vault vault) {
    this.plane = plane;
    this.vault = vault;
  }

  void install(Installation into) {
    into.route(POST, SECRET + ":addVersion", this::add);
    into.route(GET, SECRET + "/versions", this::list);
    into.route(GET, ONE, ask -> Reply.ok(find(ask).body()));
    into.route(GET, ONE + ":access", this::access);
    into.route(POST, ONE + ":enable", ask -> move(ask, "ENABLED"));
    into.route(POST, ONE + ":disable", ask -> move(ask, "DISABLED"));
    into.route(POST, ONE + ":destroy", ask -> move(ask, "DESTROYED"));
  }

  private Reply add(Ask ask) {
    Fields request =
        plane
            .bodies()
            .read("google.cloud.secretmanager.v1.AddSecretVersionRequest", ask.body(), false);
    byte[] data = data(request);
    checkSum(request, data);
    return plane
        .store()
        .change(transaction -> {
          Entry secret = secret(ask, transaction.get(secretKey(ask)));
          int number = next(transaction, secret);
          String name = secret.body().text("name").orElseThrow() + "/versions/" + number;
          Fields version =
              Fields.EMPTY
                  .with("name", name)
                  .with("createTime", Times.micros(plane.clock().instant()))
                  .with("state", "ENABLED")
                  .with("replicationStatus", replicationStatus(secret.body()))
                  .with("etag", plane.ids().etag());
          version =
              request.fields("payload").get("dataCrc32c").isPresent()
                  ? version.with("clientSpecifiedPayloadChecksum", true)
                  : version;
          String key = secret.key() + "/versions/" + number;
          Fields hidden = Fields.EMPTY.with("sealed", vault.seal(key, data));
          return Reply.ok(transaction.put(Entry.of(key, TYPE, version).withHidden(hidden)).body());
        });
  }

  private static byte[] data(Fields request) {
    String text = request.text("payload.data").orElse("");
    byte[] data = Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
    if (data.length == 0) {
      throw Refusal.invalid("The secret payload must not be empty.").asException();
    }
    if (data.length > 65536) {
      throw Refusal.invalid("The secret payload must not be larger than 65536 bytes.")
          .asException();
    }
    return data;
  }

  private static void checkSum(Fields request, byte[] data) {
    Optional<String> given = request.text("payload.dataCrc32c");
    if (given.isPresent() && !given.get().equals(sum(data))) {
      throw Refusal.invalid("The provided checksum does not match the payload's.").asException();
    }
  }

  private static String sum(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    return Long.toString(crc.getValue());
  }

  /// Where the number of the last version of a secret is kept: a destroyed or forgotten number is
  /// never given again.
  static String counter(String secretKey) {
    return "counter/" + secretKey;
  }

  private static int next(Transaction transaction, Entry secret) {
    String key = counter(secret.key());
    int last =
        transaction.get(key).flatMap(e -> e.body().text("last")).map(Integer::parseInt).orElse(0);
    transaction.put(
        Entry.of(key, "counter", Fields.EMPTY.with("last", Integer.toString(last + 1))));
    return last + 1;
  }

  private static Fields replicationStatus(Fields secret) {
    List<Value> replicas =
        secret.items("replication.userManaged.replicas").stream()
            .<Value>map(
                r -> Fields.EMPTY.with("location", ((Fields) r).text("location").orElse("")))
            .toList();
    return replicas.isEmpty()
        ? Fields.EMPTY.with("automatic", Fields.EMPTY)
        : Fields.EMPTY.with(
            "userManaged", Fields.EMPTY.with("replicas", new Value.Items(replicas)));
  }

  private Reply list(Ask ask) {
    Entry secret = secret(ask, plane.store().get(secretKey(ask)));
    Optional<Filter> filter = ask.query("filter").filter(f -> !f.isBlank()).map(Filter::parse);
    List<Entry> all =
        newestFirst(secret.key()).stream()
            .filter(e -> filter.map(f -> f.accepts(e.body())).orElse(true))
            .toList();
    // pages go by number, downwards: their keys count the versions newer than each
    List<Entry> ordered = new java.util.ArrayList<>();
    for (Entry entry : all) {
      ordered.add(
          Entry.of("%010d".formatted(Integer.MAX_VALUE - number(entry)), TYPE, entry.body()));
    }
    Paging.Page page = Paging.page(ask, "pageSize", 25000, ordered);
    List<Value> items = page.entries().stream().<Value>map(Entry::body).toList();
    Fields body =
        items.isEmpty()
            ? Fields.EMPTY
            : Fields.EMPTY.with("versions", new Value.Items(items)).with("totalSize", all.size());
    return Reply.ok(page.next().isPresent() ? body.with("nextPageToken", page.next().get()) : body);
  }

  private List<Entry> newestFirst(String secretKey) {
    return plane.store().under(secretKey + "/versions/").stream()
        .sorted(Comparator.comparingInt(Versions::number).reversed())
        .toList();
  }

  private static int number(Entry version) {
    return Integer.parseInt(version.key().substring(version.key().lastIndexOf('/') + 1));
  }

  private Reply access(Ask ask) {
    Entry version = find(ask);
    String state = version.body().text("state").orElse("");
    if (!state.equals("ENABLED")) {
      throw new Refusal(
              400,
              "FAILED_PRECONDITION",
              "failedPrecondition",
              "Secret Version ["
                  + version.body().text("name").orElse("")
                  + "] is in "
                  + state
                  + " state.",
              List.of())
          .asException();
    }
    byte[] data = vault.open(version.key(), version.hidden().text("sealed").orElseThrow());
    Fields payload =
        Fields.EMPTY
            .with("data", Base64.getEncoder().encodeToString(data))
            .with("dataCrc32c", sum(data));
    return Reply.ok(
        Fields.EMPTY
            .with("name", version.body().text("name").orElseThrow())
            .with("payload", payload));
  }

  private Reply move(Ask ask, String state) {
    return plane
        .store()
        .change(transaction -> {
          Entry version = find(ask);
          Optional<String> etag = ask.body().text("etag").filter(e -> !e.isEmpty());
          if (etag.isPresent() && !etag.equals(version.body().text("etag"))) {
            throw Refusal.precondition(
                    "The etag provided in the request does not match the resource's current etag.")
                .asException();
          }
          if (version.body().text("state").orElse("").equals("DESTROYED")) {
            throw Refusal.precondition(
                    "Secret Version ["
                        + version.body().text("name").orElse("")
                        + "] is already in DESTROYED state.")
                .asException();
          }
          Fields after = version.body().with("state", state).with("etag", plane.ids().etag());
          if (!state.equals("DESTROYED")) {
            return Reply.ok(transaction.put(version.withBody(after)).body());
          }
          after = after.with("destroyTime", Times.micros(plane.clock().instant()));
          return Reply.ok(transaction.put(version.withBody(after).withHidden(Fields.EMPTY)).body());
        });
  }

  private Entry find(Ask ask) {
    Entry secret = secret(ask, plane.store().get(secretKey(ask)));
    String version = ask.path("version");
    Optional<Entry> found =
        version.equals("latest")
            ? newestFirst(secret.key()).stream().findFirst()
            : plane.store().get(secret.key() + "/versions/" + version);
    return found.orElseThrow(() ->
        Refusal.notFound(
                "Secret Version ["
                    + secret.body().text("name").orElse("")
                    + "/versions/"
                    + version
                    + "] not found.")
            .asException());
  }

  private static String secretKey(Ask ask) {
    return SecretManager.HOST
        + "/projects/"
        + ask.path("project")
        + "/secrets/"
        + ask.path("secret");
  }

  private Entry secret(Ask ask, Optional<Entry> found) {
    return found.orElseThrow(() ->
        SecretManager.absent(
                plane, "projects/" + ask.path("project") + "/secrets/" + ask.path("secret"))
            .asException());
  }
}
