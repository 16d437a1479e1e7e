package dev.groundwork.blueprint;

import static dev.groundwork.blueprint.Blueprints.HEAD;
import static dev.groundwork.blueprint.Blueprints.errors;
import static dev.groundwork.blueprint.Blueprints.resource;
import static dev.groundwork.blueprint.Blueprints.sound;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.component.ComponentType;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.ShapeCheck;
import dev.groundwork.resource.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the components come to.
class ComponentsTest {

  /// One of each, with every field that they have.
  private static final String EVERYTHING =
      HEAD
          + """
          zone: us-central1-a
          components:
            net:
              type: network
              name: shop-net
              description: the shop
              mtu: 1460
              globalRouting: true
              subnets:
                app: {range: 10.0.0.0/20, region: europe-west1, secondaryRanges: {pods: 10.1.0.0/16}, privateGoogleAccess: false, flowLogs: true}
                web: {range: 10.2.0.0/24}
              privateServices: 10.60.0.0/16
              nat: {region: europe-west1, logging: false}
              firewall:
                from-web: {description: web to app, allow: ["tcp:8080", "tcp:9000-9010", icmp], from: [10.2.0.0/24], sourceTags: [web], targetTags: [app], priority: 900, logging: true}
                no-mail: {deny: ["tcp:25"], to: [0.0.0.0/0]}
            db:
              type: postgres
              name: shop-db
              version: 15
              tier: db-custom-2-7680
              edition: enterprise
              disk: {sizeGib: 20, type: hdd, autoGrow: false, maxGib: 100}
              highAvailability: true
              network: ${net}
              backups: {enabled: true, keepDays: 14, startTime: "03:00", pointInTimeRecovery: true}
              flags: {max_connections: 100, log_lock_waits: on}
              iamAuthentication: true
              deletionProtection: true
              databases:
                app: {charset: UTF8, collation: C.UTF-8, user: owner, migrations: sql, rowLevelSecurity: {tenant: app.tenant}}
                logs:
              users:
                reader: {}
                ada@example.com: {login: iam-user}
                backend@shop-prod-1.iam.gserviceaccount.com: {login: iam-service-account}
            key: {type: secret, generated: {length: 48}, locations: [us-central1, us-east1], readers: ["user:ada@example.com", "${backend}"]}
            token: {type: secret, name: api-token}
            backend: {type: identity, displayName: Backend, description: serves the shop, roles: [roles/cloudsql.client, roles/logging.logWriter], may: [{on: "${key}", permissions: [secretmanager.versions.access]}], mustNot: [{on: "${files}", permissions: [storage.objects.delete]}, {permissions: [resourcemanager.projects.delete]}]}
            cache: {type: redis, name: shop-cache, version: 7.2, sizeGib: 2, tier: standard, network: "${net}", access: direct-peering, configs: {maxmemory-policy: allkeys-lru}, labels: {tier: back}}
            cache-url: {type: secret, value: "rediss://:${cache.authString}@${cache.host}:${cache.port}"}
            way-in: {type: connector, network: "${net}", range: 10.9.0.0/28, machine: f1-micro, instances: {min: 2, max: 4}}
            files: {type: bucket, location: EU, storageClass: nearline, versioning: true, deleteAfterDays: 365, keepDays: 30}
            web:
              type: service
              name: shop-web
              image: us-central1-docker.pkg.dev/${project.id}/apps/web:1
              local: {folder: sql, command: [java, Web.java]}
              identity: ${backend}
              cpu: 2
              memory: 1Gi
              port: 9000
              concurrency: 10
              timeout: 1h
              scaling: {min: 1, max: 5}
              generation: 2
              connector: ${wire}
              egress: all
              ingress: internal
              healthCheck: /health
              env: {SHOP: "${net.name}", LEVEL: 3}
              secrets: {KEY: "${key}", TOKEN: "${token}"}
              invokers: ["${backend}", "user:ada@example.com"]
              public: true
              labels: {tier: front}
            images: {type: registry, name: shop-images, location: europe-west1, description: of the shop, immutableTags: true, cleanup: {keepVersions: 10, deleteAfterDays: 30}, readers: ["${backend}"], writers: ["user:ada@example.com"], labels: {tier: front}}
            deliver: {type: pipeline, name: shop-deliver, description: to production, repository: ada/shop, branch: release, steps: [{name: build, image: gcr.io/cloud-builders/docker, command: bash, arguments: [build, .]}], identity: "${backend}", substitutions: {_REGION: europe-west1}, onlyFor: ["web/**"], timeout: 20m, machine: e2-highcpu-8}
            watch:
              type: monitoring
              name: shop
              service: ${web}
              logs: {keepDays: 90, filter: severity>=WARNING}
              uptime:
                health: {path: /health, period: 5m, timeout: 30s, contains: ok}
                front: {url: "https://shop.example/start"}
              alerts: {errorRate: {abovePercent: 1, for: 10m}, uptime: {for: 2m}}
              dashboard: true
              channels:
                ada: {email: ada@example.com}
                room: {slack: "#alerts", token: "${token}"}
                hook: {webhook: "https://shop.example/hook"}
            nightly: {type: job, name: shop-nightly, image: "us-central1-docker.pkg.dev/${project.id}/apps/nightly:1", local: {folder: sql, command: [java, Nightly.java]}, identity: "${backend}", cpu: 0.5, memory: 1Gi, arguments: [--all], tasks: 4, parallelism: 2, retries: 1, timeout: 1h, connector: "${way-in}", egress: private-ranges, env: {LEVEL: info}, secrets: {KEY: "${key}"}, runners: ["${backend}"], labels: {tier: back}}
            morning: {type: schedule, name: shop-morning, description: every morning, cron: "0 6 * * *", timeZone: America/Los_Angeles, service: "${web}", path: /run, method: POST, body: "{}", identity: "${backend}", deadline: 30m, retries: {count: 5, minBackoff: 10s, maxBackoff: 10m, doublings: 3, within: 1h}}
            night: {type: schedule, cron: "30 2 * * 1-5", job: "${nightly}", identity: "${backend}"}
            tick: {type: schedule, cron: "*/5 * * * *", topic: "${orders}", body: tick}
            ping: {type: schedule, cron: "0 * * * *", url: "https://example.com/ping", method: GET}
            facts:
              type: dataset
              name: shop_facts
              location: US
              description: what happened
              readers: ["group:analysts@example.com", "${backend}"]
              writers: ["${backend}"]
              expiry: 90d
              labels: {tier: back}
              tables:
                sales: {columns: {day: DATE NOT NULL, amount: NUMERIC, tags: string repeated}, description: each sale, partitionBy: day, clusterBy: [amount]}
                visits: {schema: empty/visits.json}
            orders:
              type: topic
              name: shop-orders
              keep: 7d
              publishers: ["${backend}"]
              labels: {tier: back}
              subscriptions:
                ship: {ackDeadline: 30s, keep: 1d, ordered: true, filter: 'attributes.kind = "order"'}
                tell: {push: "${web}", path: /orders, identity: "${backend}"}
            lock: {type: key, name: shop-key, ring: shop, location: us-central1, rotation: 90d, protection: hardware, users: ["${backend}"], labels: {tier: back}}
          resources:
            wire: {type: vpcaccess.Connector, network: "${net}", ipCidrRange: 10.9.0.0/28}
          """;

  @Test
  void everything_at_once() {
    Golden.assertSame("everything.json", Shown.json(sound(EVERYTHING)));
  }

  @Test
  void every_body_fits_googles_shape() {
    List<String> wrong = new ArrayList<>();
    for (Resource r : sound(EVERYTHING).resources()) {
      ShapeCheck.ofDescriptions(Blueprints.SHAPES).check(r.type(), r.body()).stream()
          .filter(p -> !r.type().parameters().contains(p.path()))
          .forEach(p -> wrong.add(r.address() + ": " + p.message()));
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void no_password_stands_anywhere_but_in_a_reference() {
    assertThat(Json.write(Shown.plain(resource(sound(EVERYTHING), "sql.User/db.owner").body())))
        .isEqualTo("{\"password\":{\"$secret\":\"secretmanager.Secret/db.owner-password\"}}");
  }

  @Test
  void a_secret_can_be_composed_of_others_and_of_what_is_known_after_apply_only() {
    Blueprint blueprint =
        sound(
            HEAD
                + """
                components:
                  db: {type: postgres, version: 15, tier: db-f1-micro, databases: {app: {user: owner}}}
                  url: {type: secret, value: "postgresql://owner:${db.password}@${db.host}/app"}
                """);

    Resource version = resource(blueprint, "secretmanager.SecretVersion/url");

    assertThat(version.body().at("payload.data"))
        .contains(
            new Value.Template(
                List.of(
                    Value.of("postgresql://owner:"),
                    new Value.Secret(new Address("secretmanager.Secret", "db.owner-password")),
                    Value.of("@"),
                    new Value.Reference(
                        new Address("sql.Instance", "db"), "ipAddresses.0.ipAddress"),
                    Value.of("/app"))));
  }

  @Test
  void a_cache_asks_for_its_password_and_takes_tls_only_unless_told_otherwise() {
    String net = HEAD + "components:\n  net: {type: network, privateServices: 10.60.0.0/16}\n";
    Resource safe =
        resource(
            sound(net + "  cache: {type: redis, network: \"${net}\"}\n"), "redis.Instance/cache");
    assertThat(safe.body().at("authEnabled")).contains(Value.of(true));
    assertThat(safe.body().text("transitEncryptionMode")).contains("SERVER_AUTHENTICATION");
    assertThat(safe.body().text("connectMode")).contains("PRIVATE_SERVICE_ACCESS");
    assertThat(safe.body().text("redisVersion")).contains("REDIS_7_0");

    Resource open =
        resource(
            sound(
                net
                    + "  cache: {type: redis, network: \"${net}\", auth: false, tls: false, version: 6.x}\n"),
            "redis.Instance/cache");
    assertThat(open.body().at("authEnabled")).contains(Value.of(false));
    assertThat(open.body().text("transitEncryptionMode")).contains("DISABLED");
    assertThat(open.body().text("redisVersion")).contains("REDIS_6_X");
  }

  @Test
  void the_password_of_a_cache_is_google_s_own_secret() {
    assertThat(
            resource(sound(EVERYTHING), "secretmanager.SecretVersion/cache-url")
                .body()
                .at("payload.data"))
        .contains(
            new Value.Template(
                List.of(
                    Value.of("rediss://:"),
                    new Value.Secret(new Address("redis.Instance", "cache")),
                    Value.of("@"),
                    new Value.Reference(new Address("redis.Instance", "cache"), "host"),
                    Value.of(":"),
                    new Value.Reference(new Address("redis.Instance", "cache"), "port"))));
  }

  @Test
  void a_connector_stands_in_a_network_or_in_a_subnet() {
    assertThat(errors(HEAD + "components: {way-in: {type: connector, range: 10.8.0.0/28}}\n"))
        .containsExactly(
            "groundwork.yaml:7:14: a connector stands either in a network, with a `range` of its own, or in a `subnet`. [GW114]",
            "  fix: write `network: ${network}` and `range: 10.8.0.0/28`, or `subnet: ${network.subnets.NAME}`.");
    assertThat(
            errors(
                HEAD
                    + "components: {net: {type: network}, way-in: {type: connector, network: \"${net}\", range: 10.8.0.0/28, instances: {min: 3, max: 3}}}\n"))
        .containsExactly(
            "groundwork.yaml:7:112: `min` is 3 and `max` is 3: the most must be more than the least. [GW114]",
            "  fix: make `max` at least 4.");
  }

  @Test
  void monitoring_needs_to_know_what_it_watches_and_whom_it_tells() {
    assertThat(
            errors(
                HEAD
                    + """
                    components:
                      watch:
                        type: monitoring
                        uptime: {health: {path: /health, timeout: 2m}}
                        alerts: {errorRate: true}
                        channels: {nobody: {}, room: {slack: alerts}}
                    """))
        .filteredOn(line -> !line.startsWith("  fix:"))
        .containsExactlyInAnyOrder(
            "groundwork.yaml:10:14: a probe waits from 1 to 60 seconds; `timeout` is 2m. [GW114]",
            "groundwork.yaml:10:14: the uptime check `health` does not say which service it is about. [GW105]",
            "groundwork.yaml:11:25: the alert `errorRate` does not say which service it is about. [GW105]",
            "groundwork.yaml:12:16: the channel `nobody` must have one of `email`, `webhook`, and `slack` with its `token`. [GW114]",
            "groundwork.yaml:12:28: the channel `room` must have one of `email`, `webhook`, and `slack` with its `token`. [GW114]");
    assertThat(errors(HEAD + "components: {watch: {type: monitoring, alerts: {uptime: true}}}\n"))
        .first()
        .asString()
        .contains("the alert `uptime` has nothing to tell of: there is no uptime check.");
  }

  @Test
  void a_secret_without_another_inside_may_not_stand_in_a_blueprint() {
    assertThat(errors(HEAD + "components: {key: {type: secret, value: hunter2}}\n"))
        .first()
        .asString()
        .contains("`value` holds a secret, and a secret may not stand in a blueprint");
  }

  @Test
  void a_server_in_a_network_has_no_public_address_and_one_without_has() {
    assertThat(
            resource(sound(EVERYTHING), "sql.Instance/db")
                .body()
                .at("settings.ipConfiguration.ipv4Enabled"))
        .contains(Value.of(false));
    Blueprint open =
        sound(HEAD + "components:\n  db: {type: postgres, version: 16, tier: db-f1-micro}\n");
    assertThat(resource(open, "sql.Instance/db").body().at("settings.ipConfiguration.ipv4Enabled"))
        .contains(Value.of(true));
    assertThat(resource(open, "sql.Instance/db").body().text("settings.ipConfiguration.sslMode"))
        .contains("ENCRYPTED_ONLY");
  }

  @Test
  void ranges_of_one_network_must_not_overlap() {
    assertThat(
            errors(
                HEAD
                    + "components:\n  net: {type: network, privateServices: 10.0.0.0/16, subnets: {a: {range: 10.0.1.0/24}, b: {range: 10.0.1.128/25}}}\n"))
        .containsExactly(
            "groundwork.yaml:8:41: `privateServices` (10.0.0.0/16) overlaps the subnet `a` (10.0.1.0/24). [GW114]",
            "  fix: choose a range that is free.",
            "groundwork.yaml:8:41: `privateServices` (10.0.0.0/16) overlaps the subnet `b` (10.0.1.128/25). [GW114]",
            "  fix: choose a range that is free.",
            "groundwork.yaml:8:89: the subnet `b` (10.0.1.128/25) overlaps the subnet `a` (10.0.1.0/24). [GW114]",
            "  fix: choose a range that is free.");
  }

  @Test
  void a_firewall_rule_says_what_and_whence() {
    assertThat(
            errors(
                HEAD
                    + "components:\n  net: {type: network, firewall: {a: {allow: [icmp]}, b: {from: [10.0.0.0/8]}, c: {deny: [all], from: [10.0.0.0/8], to: [10.0.0.0/8]}}}\n"))
        .containsExactly(
            "groundwork.yaml:8:35: the firewall rule `a` does not say where the traffic comes from. [GW105]",
            "  fix: add `from`, for example `from: [10.0.0.0/8]`; for everywhere write `from: [0.0.0.0/0]`.",
            "groundwork.yaml:8:55: the firewall rule `b` must have either `allow` or `deny`. [GW114]",
            "  fix: say which traffic it lets through, for example `allow: [tcp:5432]`.",
            "groundwork.yaml:8:80: the firewall rule `c` says both where traffic comes from and where it goes to. [GW114]",
            "  fix: write `from` for incoming traffic, `to` for outgoing, and one rule for each.");
  }

  @Test
  void high_availability_needs_point_in_time_recovery() {
    assertThat(
            errors(
                HEAD
                    + "components:\n  db: {type: postgres, version: 14, tier: db-g1-small, highAvailability: true, backups: {enabled: false}}\n"))
        .containsExactly(
            "groundwork.yaml:8:74: high availability needs backups with point-in-time recovery, which are switched off. [GW114]",
            "  fix: remove `enabled: false` and `pointInTimeRecovery: false` from `backups`.");
  }

  @Test
  void a_custom_machine_has_even_processors_and_memory_in_proportion() {
    assertThat(
            errors(
                HEAD
                    + "components:\n  a: {type: postgres, version: 14, tier: db-custom-3-7680}\n  b: {type: postgres, version: 14, tier: db-custom-2-100}\n"))
        .containsExactly(
            "groundwork.yaml:8:42: `db-custom-3-7680` asks for 3 processors. [GW114]",
            "  fix: choose 1 or an even number up to 96.",
            "groundwork.yaml:9:42: `db-custom-2-100` asks for 100 MiB of memory. [GW114]",
            "  fix: choose a multiple of 256 from 3840 to 13312.");
  }

  @Test
  void an_edition_has_its_own_machines() {
    assertThat(
            errors(
                HEAD
                    + "components:\n  a: {type: postgres, version: 16, tier: db-f1-micro, edition: enterprise-plus}\n"))
        .containsExactly(
            "groundwork.yaml:8:42: the edition `enterprise-plus` has no machine type `db-f1-micro`. [GW114]",
            "  fix: choose one such as `db-perf-optimized-N-2`.");
  }

  @ParameterizedTest
  @CsvSource({
    "15, db-f1-micro, ENTERPRISE",
    "16, db-f1-micro, ENTERPRISE",
    "17, db-custom-2-7680, ENTERPRISE",
    "18, 'db-perf-optimized-N-2, edition: enterprise-plus', ENTERPRISE_PLUS"
  })
  void the_edition_is_always_said_since_google_takes_the_dearer_one_from_postgresql_16_on(
      String version, String tier, String edition) {
    assertThat(
            resource(
                    sound(
                        HEAD
                            + "components:\n  a: {type: postgres, version: "
                            + version
                            + ", tier: "
                            + tier
                            + "}\n"),
                    "sql.Instance/a")
                .body()
                .text("settings.edition"))
        .contains(edition);
  }

  @Test
  void row_level_security_needs_a_schema() {
    assertThat(
            errors(
                HEAD
                    + "components:\n  a: {type: postgres, version: 16, tier: db-f1-micro, databases: {app: {rowLevelSecurity: {tenant: app.tenant}}}}\n"))
        .containsExactly(
            "groundwork.yaml:8:67: the database `app` has row-level security but no `migrations` to enable it. [GW105]",
            "  fix: add `migrations: database/migrations`.");
  }

  @Test
  void every_component_is_in_the_guide() {
    String guide =
        new DiskFolder(java.nio.file.Path.of("../docs/guides"), "docs/guides")
            .read("blueprint.md")
            .orElseThrow();
    ComponentType.all()
        .forEach((name, type) -> {
          assertThat(guide).contains("### " + name);
          type.form()
              .fields()
              .forEach(field -> assertThat(guide).as(name).contains("`" + field.name() + "`"));
        });
  }
}
