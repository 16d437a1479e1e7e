package dev.groundwork.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.resource.Action;
import dev.groundwork.resource.Call;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.shape.ShapeArchive;
import dev.groundwork.shape.Shapes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Engine and emulator share the catalog, so that a wrong fact would pass all tests of theirs. Here
/// it is held against what others say; each difference that is meant stands in
/// `witness/differences.txt` with its reason.
class WitnessTest {
  private static final Catalog CATALOG = Catalog.standard();
  private static final Shapes SHAPES = ShapeArchive.standard();
  private static final Value.Fields FACTS = facts();
  private static final Map<String, String> LISTED = listed();

  static Stream<ResourceType> types() {
    return CATALOG.types().stream().filter(type -> FACTS.get(type.name()).isPresent());
  }

  @ParameterizedTest
  @MethodSource("types")
  void differs_from_the_witness_only_as_listed(ResourceType type) {
    assertThat(new TreeSet<>(differences(type))).isEqualTo(listed(type));
  }

  @Test
  void every_google_type_has_a_witness() {
    assertThat(CATALOG.types())
        .filteredOn(type -> type.surface() == ResourceType.Surface.GOOGLE)
        .allSatisfy(type -> assertThat(FACTS.get(type.name())).as(type.name()).isPresent());
  }

  @Test
  void every_listed_difference_has_a_reason_and_a_type() {
    assertThat(LISTED.values()).allSatisfy(reason -> assertThat(reason).hasSizeGreaterThan(20));
    assertThat(LISTED.keySet())
        .allSatisfy(line ->
            assertThat(CATALOG.find(line.substring(0, line.indexOf(':')))).as(line).isPresent());
  }

  @Test
  void a_wrong_fact_is_an_unlisted_difference() {
    ResourceType network = CATALOG.get("compute.Network");

    ResourceType wrong =
        network
            .immutable("mtu")
            .createdBy(Call.put("compute/v1/projects/{project}/global/networks"));

    List<String> unlisted = new ArrayList<>(differences(wrong));
    unlisted.removeAll(listed(network));
    assertThat(unlisted)
        .containsExactlyInAnyOrder(
            "compute.Network: create: PUT compute.googleapis.com/compute/v1/projects/{}/global/networks against POST"
                + " compute.googleapis.com/compute/v1/projects/{}/global/networks",
            "compute.Network: update of mtu: nothing against PATCH compute.googleapis.com/compute/v1/projects/{}/global/networks/{}",
            "compute.Network: mtu: immutable");
  }

  @Test
  void a_fact_left_out_is_a_difference() {
    ResourceType secret = CATALOG.get("secretmanager.Secret");
    ResourceType bare =
        ResourceType.named("secretmanager.Secret")
            .shaped(secret.shape())
            .reachedAt(secret.host(), secret.path());

    assertThat(differences(bare))
        .contains(
            "secretmanager.Secret: update mask: nothing against query:updateMask",
            "secretmanager.Secret: id parameter: nothing against secretId");
    assertThat(bare.call(Action.CREATE)).isEmpty();
  }

  private static List<String> differences(ResourceType type) {
    return Witness.differences(
        CATALOG, SHAPES, type, FACTS.get(type.name()).map(f -> (Value.Fields) f).orElseThrow());
  }

  private static Set<String> listed(ResourceType type) {
    Set<String> lines = new TreeSet<>(LISTED.keySet());
    lines.removeIf(line -> !line.startsWith(type.name() + ":"));
    return lines;
  }

  private static Value.Fields facts() {
    try {
      return Json.parseFields(resource("facts.json"));
    } catch (Json.Malformed e) {
      throw new IllegalStateException(e);
    }
  }

  /// Differences, a line each, and under one or more of them, indented, the reason.
  private static Map<String, String> listed() {
    Map<String, String> reasons = new TreeMap<>();
    List<String> open = new ArrayList<>();
    StringBuilder reason = new StringBuilder();
    for (String line :
        resource("differences.txt")
            .lines()
            .filter(l -> !l.startsWith("#") && !l.isBlank())
            .toList()) {
      if (line.startsWith(" ")) {
        reason.append(line.strip()).append(' ');
      } else {
        if (!reason.isEmpty()) {
          open.forEach(difference -> reasons.put(difference, reason.toString().strip()));
          open.clear();
          reason.setLength(0);
        }
        open.add(line);
      }
    }
    open.forEach(difference -> reasons.put(difference, reason.toString().strip()));
    return reasons;
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(WitnessTest.class.getResourceAsStream("/witness/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
