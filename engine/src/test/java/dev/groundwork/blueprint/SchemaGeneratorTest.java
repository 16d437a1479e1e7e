package dev.groundwork.blueprint;

import static dev.groundwork.blueprint.Blueprints.HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.groundwork.catalog.Catalog;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an editor says of a blueprint, by a validator that others wrote.
class SchemaGeneratorTest {
  private static final String TEXT =
      Json.pretty(new SchemaGenerator(Catalog.standard(), Blueprints.SHAPES).generate());
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(TEXT, InputFormat.JSON);

  private static List<String> faults(String yaml) {
    Problems problems = new Problems();
    Node root = YamlText.parse("groundwork.yaml", yaml, problems).orElseThrow();
    return SCHEMA.validate(Json.write(plain(root)), InputFormat.JSON).stream()
        .map(Object::toString)
        .toList();
  }

  private static Value plain(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> Scalars.value(scalar);
      case Node.Sequence(_, var items) ->
          new Value.Items(items.stream().map(SchemaGeneratorTest::plain).toList());
      case Node.Mapping(_, var entries) -> {
        Map<String, Value> fields = new LinkedHashMap<>();
        entries.forEach((key, entry) -> fields.put(key, plain(entry.value())));
        yield new Value.Fields(fields);
      }
    };
  }

  @Test
  void coditect_passes() {
    assertThat(faults(DiskFolder.coditect().read(BlueprintReader.FILE).orElseThrow())).isEmpty();
  }

  @Test
  void the_schema_is_itself_a_schema_of_draft_7() {
    Schema draft =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(
                com.networknt.schema.SchemaLocation.of("http://json-schema.org/draft-07/schema#"));
    assertThat(draft.validate(TEXT, InputFormat.JSON).stream().map(Object::toString)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "components: {db: {type: postgres, version: 14, tier: db-f1-micro}}",
        "components: {db: {type: postgres, version: \"14\", tier: \"${environment == 'prod' ? 'db-g1-small' : 'db-f1-micro'}\", highAvailability: \"${environment == 'prod'}\"}}",
        "components: {db: {type: postgres, version: 14, tier: db-f1-micro, flags: {max_connections: 100, log_lock_waits: on}, databases: {app: {}, other: null}}}",
        "components: {net: {type: network, nat: true, subnets: {app: {range: 10.0.0.0/24}}}}",
        "components: {key: {type: secret, generated: {length: 40}, readers: [\"user:ada@example.com\", \"${backend}\"]}}",
        "resources: {files: {type: storage.Bucket, location: US, versioning: {enabled: \"${environment == 'prod'}\"}}}",
        "resources: {ada: {type: sql.User, instance: x, password: {secret: ada}}}",
        "resources: {v: {type: secretmanager.SecretVersion, secret: x, payload: {data: {generated: 32}}}}",
        "resources: {schema: {type: postgres.Migration, instance: x, database: y, folder: sql, user: z, password: {secret: ada}}}",
        "environments: {dev: {}, prod: {components: {db: {tier: db-g1-small, databases: null}}}}",
        "outputs: {url: \"https://${db.connectionName}\"}",
      })
  void what_the_reader_takes_passes(String more) {
    assertThat(faults(HEAD + more + "\n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "componets: {}",
        "target: aws",
        "labels: {Team: x}",
        "components: {db: {tier: db-f1-micro}}",
        "components: {db: {type: postgress, version: 14, tier: db-f1-micro}}",
        "components: {db: {type: postgres, version: 14}}",
        "components: {db: {type: postgres, version: 14, tier: db-f1-micro, teir: x}}",
        "components: {db: {type: postgres, version: 14, tier: db-f1-micro, highAvailability: \"yes\"}}",
        "components: {db: {type: postgres, version: 14, tier: db-f1-micro, disk: {sizeGib: 5}}}",
        "components: {db: {type: postgres, version: 14, tier: db-f1-micro, disk: {type: nvme}}}",
        "components: {net: {type: network, privateServices: 10.0.0}}",
        "components: {net: {type: network, subnets: {App: {range: 10.0.0.0/24}}}}",
        "resources: {files: {type: storage.Buckets, location: US}}",
        "resources: {app: {type: compute.Subnetwork, ipCidrRange: 10.0.0.0/24}}",
        "resources: {files: {type: storage.Bucket, location: US, selfLink: x}}",
        "resources: {files: {type: storage.Bucket, location: US, uniformBucketLevelAccess: true}}",
        "resources: {net: {type: compute.Network, autoCreateSubnetworks: false, routingConfig: {routingMode: REGINAL}}}",
        "resources: {ada: {type: sql.User, instance: x, password: hunter2}}",
        "environments: {prod: {components: {db: {tear: db-g1-small}}}}",
        "environments: {prod: {environments: {}}}",
      })
  void what_the_reader_refuses_fails(String more) {
    assertThat(faults(HEAD + more + "\n")).isNotEmpty();
  }

  @Test
  void every_field_of_every_component_is_described() {
    assertThat(TEXT)
        .contains("The machine type.")
        .contains("A managed PostgreSQL server with its databases");
  }
}
