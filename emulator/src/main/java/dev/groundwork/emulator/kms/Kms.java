package dev.groundwork.emulator.kms;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Kind;
import dev.groundwork.emulator.control.Masks;
import dev.groundwork.emulator.control.Paging;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.emulator.tls.Vault;
import dev.groundwork.resource.Call.Verb;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Cloud KMS.
public final class Kms implements Service {
  private static final String KEY =
      "v1/projects/{project}/locations/{location}/keyRings/{keyRing}/cryptoKeys/{name}";
  private static final String VERSIONS = KEY + "/cryptoKeyVersions";
  private static final String VERSION = VERSIONS + "/{version}";

  private final ControlPlane plane;
  private final Versions versions;
  private final Vault vault;
  private final Keys keys;
  private final Ciphers ciphers;
  private final Kind kind;

  public Kms(ControlPlane plane) {
    this.plane = plane;
    vault = new Vault(plane.folder("kms"));
    versions = new Versions(plane, vault);
    keys = new Keys(plane, versions);
    ciphers = new Ciphers(plane, versions);
    kind = new Kind(plane.catalog().get(Keys.TYPE));
  }

  @Override
  public String host() {
    return Keys.HOST;
  }

  @Override
  public void install(Installation into) {
    into.behavior("kms.KeyRing", new Rings());
    into.behavior(Keys.TYPE, keys);
    into.route(Verb.GET, VERSIONS, this::list);
    into.route(
        Verb.POST,
        VERSIONS,
        ask -> change(ask, (t, key) -> versions.create(t, key.key(), key.body()).body()));
    into.route(Verb.GET, VERSION, ask -> Reply.ok(version(ask).body()));
    into.route(Verb.PATCH, VERSION, this::patch);
    into.route(
        Verb.POST,
        VERSION + ":destroy",
        ask -> change(ask, (t, key) -> versions.destroy(t, version(ask), key.body()).body()));
    into.route(
        Verb.POST,
        VERSION + ":restore",
        ask -> change(ask, (t, key) -> Versions.restore(t, version(ask)).body()));
    into.route(Verb.POST, KEY + ":updatePrimaryVersion", this::updatePrimary);
    into.route(
        Verb.POST, KEY + ":encrypt", ask -> ciphers.encrypt(ask, key(ask), Optional.empty()));
    into.route(
        Verb.POST,
        VERSION + ":encrypt",
        ask -> ciphers.encrypt(ask, key(ask), Optional.of(version(ask))));
    into.route(Verb.POST, KEY + ":decrypt", ask -> ciphers.decrypt(ask, key(ask)));
    plane.agenda().add(keys);
  }

  /// What is special about key rings: their sentences.
  private static final class Rings implements Behavior {
    @Override
    public Optional<Refusal> absent(Ask ask, String relativeName) {
      return Optional.of(Refusals.absent("KeyRing", relativeName));
    }

    @Override
    public Optional<Refusal> present(Ask ask, String relativeName) {
      return Optional.of(Refusals.present("KeyRing", relativeName));
    }
  }

  private Entry key(Ask ask) {
    return plane
        .store()
        .get(kind.key(ask.path()))
        .orElseThrow(
            () -> Refusals.absent("CryptoKey", kind.relativeName(ask.path())).asException());
  }

  private Entry version(Ask ask) {
    Entry key = key(ask);
    String stored = Versions.prefix(key.key()) + ask.path("version");
    return plane
        .store()
        .get(stored)
        .orElseThrow(() ->
            Refusals.absent("CryptoKeyVersion", stored.substring(Keys.HOST.length() + 1))
                .asException());
  }

  private Reply list(Ask ask) {
    Entry key = key(ask);
    List<Entry> all = plane.store().change(t -> Versions.of(t, key.key()));
    Paging.Page page = Paging.page(ask, "pageSize", 100, all);
    List<Value> items = page.entries().stream().<Value>map(Entry::body).toList();
    Fields body =
        items.isEmpty()
            ? Fields.EMPTY
            : Fields.EMPTY
                .with("cryptoKeyVersions", new Value.Items(items))
                .with("totalSize", all.size());
    return Reply.ok(page.next().isPresent() ? body.with("nextPageToken", page.next().get()) : body);
  }

  private Reply patch(Ask ask) {
    return change(
        ask,
        (t, key) -> {
          Entry version = version(ask);
          Fields after =
              Masks.apply(version.body(), ask.body(), Masks.paths(ask.queryOr("updateMask", "")));
          Versions.checkState(version, "ENABLED", "DISABLED");
          Versions.checkState(version.withBody(after), "ENABLED", "DISABLED");
          return t.put(version.withBody(after)).body();
        });
  }

  private Reply updatePrimary(Ask ask) {
    String wanted = ask.body().text("cryptoKeyVersionId").orElse("");
    Entry version = version(ask.withPath(with(ask, wanted)));
    return change(
        ask,
        (t, key) -> {
          Versions.checkState(version, "ENABLED");
          Entry after = key.withBody(key.body().with("primary.name", wanted));
          return keys.show(t.put(after));
        });
  }

  private static java.util.Map<String, String> with(Ask ask, String version) {
    java.util.Map<String, String> path = new java.util.TreeMap<>(ask.path());
    path.put("version", version);
    return path;
  }

  private Reply change(Ask ask, BiFunction<Transaction, Entry, Fields> change) {
    Entry key = key(ask);
    return plane.store().change(t -> Reply.ok(change.apply(t, key)));
  }

  /// Without its key, everything that was encrypted is lost.
  @Override
  public void erase() {
    vault.renew();
  }
}
