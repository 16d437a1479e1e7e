package dev.groundwork.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.resource.Action;
import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Surface;
import dev.groundwork.shape.Route;
import dev.groundwork.shape.ShapeArchive;
import dev.groundwork.shape.Shapes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every entry: it says what it must, and speaks of fields, parameters, types and
/// routes that exist.
class CatalogTest {
  private static final Catalog CATALOG = Catalog.standard();

  /// Methods that Google documents but has not put into its published protos.
  private static final java.util.Set<String> UNPUBLISHED =
      java.util.Set.of("PATCH v1/projects/{project}/locations/{region}/connectors/{name}");

  private static final Shapes SHAPES = ShapeArchive.standard();
  private static final Pattern GOOGLES_PARAMETER = Pattern.compile("\\{[\\w.]+(?:=([^}]*))?}");

  static Stream<ResourceType> types() {
    return CATALOG.types().stream();
  }

  static Stream<ResourceType> googleTypes() {
    return types().filter(type -> type.surface() == Surface.GOOGLE);
  }

  @ParameterizedTest
  @MethodSource("types")
  void says_what_it_is_and_where_that_is_stated(ResourceType type) {
    assertThat(type.summary()).endsWith(".").hasSizeGreaterThan(15);
    assertThat(type.sources())
        .allSatisfy(url -> assertThat(url).startsWith("https://"))
        .isNotEmpty();
    assertThat(type.name()).matches("[a-z]+\\.[A-Z]\\w+");
    assertThat(SHAPES.find(type.shape())).as(type.shape()).isPresent();
    assertThat(SHAPES.find(type.descriptionShape())).as(type.descriptionShape()).isPresent();
  }

  @ParameterizedTest
  @MethodSource("types")
  void speaks_only_of_fields_that_google_knows(ResourceType type) {
    assertThat(unknownFields(type)).isEmpty();
  }

  @Test
  void a_field_that_google_does_not_know_is_noticed() {
    ResourceType typo =
        CATALOG
            .get("compute.Network")
            .immutable("autoCreateSubnetwork")
            .compares("routingConfig.mode", ResourceType.Sameness.SET);

    assertThat(unknownFields(typo)).containsExactly("autoCreateSubnetwork", "routingConfig.mode");
  }

  private static List<String> unknownFields(ResourceType type) {
    Set<String> paths = new LinkedHashSet<>();
    paths.addAll(type.required());
    paths.addAll(type.immutable());
    paths.addAll(type.outputOnly());
    paths.addAll(type.serverSets());
    paths.addAll(type.defaults().keySet());
    paths.addAll(type.sensitive());
    paths.addAll(type.writeOnly());
    paths.addAll(type.allowed().keySet());
    paths.addAll(type.references().keySet());
    paths.addAll(type.fieldUpdates().keySet());
    paths.addAll(type.predicted().keySet());
    paths.addAll(type.stamps().keySet());
    paths.addAll(type.samenesses().keySet());
    paths.addAll(type.existsWhile().keySet());
    type.follows().forEach(follows -> paths.add(follows.mine()));
    calls(type).forEach(call -> paths.addAll(call.only()));
    calls(type).forEach(call -> call.fingerprint().ifPresent(paths::add));
    if (!type.labels().isEmpty()) {
      paths.add(type.labels());
    }
    paths.removeAll(type.parameters());
    paths.removeIf(path ->
        SHAPES.member(type.shape(), path).isPresent()
            || SHAPES.member(type.descriptionShape(), path).isPresent());
    return List.copyOf(paths);
  }

  private static List<Call> calls(ResourceType type) {
    List<Call> calls = new ArrayList<>(type.fieldUpdates().values());
    for (Action action : Action.values()) {
      type.call(action).ifPresent(calls::add);
    }
    type.wideListing().ifPresent(listing -> calls.add(listing.call()));
    return calls;
  }

  @ParameterizedTest
  @MethodSource("types")
  void asks_only_for_parameters_that_a_resource_has(ResourceType type) {
    assertThat(calls(type))
        .allSatisfy(
            call -> assertThat(type.parameters()).as(call.path()).containsAll(call.needs()));
    assertThat(type.predicted().values())
        .allSatisfy(template ->
            assertThat(type.parameters()).as(template).containsAll(Call.get(template).needs()));
    assertThat(type.scope()).as("listing").isSubsetOf(type.parameters());
    assertThat(type.goesWith()).isSubsetOf(type.parameters());
  }

  @ParameterizedTest
  @MethodSource("types")
  void refers_only_to_types_that_exist_and_to_fields_that_they_have(ResourceType type) {
    type.references()
        .forEach((field, refers) -> {
          assertThat(CATALOG.find(refers.type())).as(field).isPresent();
          ResourceType other = CATALOG.get(refers.type());
          boolean known =
              refers.output().equals("id")
                  || SHAPES.member(other.shape(), refers.output()).isPresent();
          assertThat(known).as("%s of %s", refers.output(), other).isTrue();
        });
    type.follows()
        .forEach(follows ->
            assertThat(CATALOG.get(follows.type()).parameters()).contains(follows.theirs()));
  }

  @ParameterizedTest
  @MethodSource("googleTypes")
  void calls_only_methods_that_google_routes(ResourceType type) {
    List<Route> routes = SHAPES.routes(type.host().substring(0, type.host().indexOf('.')));
    // model classes tell no routes; IAM has them for its newer types beside protos for its older
    // ones
    boolean hasRoutes = !routes.isEmpty() && !type.shape().startsWith("iam.v1.");
    if (hasRoutes && !takesPoliciesFromElsewhere(type, routes)) {
      assertThat(calls(type))
          .filteredOn(call -> !UNPUBLISHED.contains(call.verb() + " " + call.path()))
          .allSatisfy(call ->
              assertThat(isRouted(call, routes)).as("%s %s", call.verb(), call.path()).isTrue());
    }
  }

  @Test
  void a_call_that_google_does_not_route_is_noticed() {
    List<Route> routes = SHAPES.routes("secretmanager");

    assertThat(isRouted(Call.get("v1/projects/{project}/secrets/{name}"), routes)).isTrue();
    assertThat(isRouted(Call.put("v1/projects/{project}/secrets/{name}"), routes)).isFalse();
    assertThat(isRouted(Call.get("v1/projects/{project}/secret/{name}"), routes)).isFalse();
  }

  /// Some services publish no routes for policies: they serve those of IAM's own description.
  private static boolean takesPoliciesFromElsewhere(ResourceType type, List<Route> routes) {
    return type.policyMember().isPresent()
        && routes.stream().noneMatch(route -> route.path().endsWith(":setIamPolicy"));
  }

  /// Whether one of Google's templates takes the call's path with every parameter filled in.
  private static boolean isRouted(Call call, List<Route> routes) {
    String path = "/" + call.path().replaceAll("\\{[^}]*}", "x");
    return routes.stream()
        .anyMatch(route ->
            route.verb().equals(call.verb().name()) && path.matches(expression(route.path())));
  }

  /// `/v1/{name=projects/*/secrets/*}` as a regular expression.
  private static String expression(String template) {
    Matcher matcher = GOOGLES_PARAMETER.matcher(template);
    StringBuilder out = new StringBuilder();
    int end = 0;
    while (matcher.find()) {
      out.append(Pattern.quote(template.substring(end, matcher.start())));
      String inner = matcher.group(1) == null ? "*" : matcher.group(1);
      out.append(inner.replace("**", "\0").replace("*", "[^/]+").replace("\0", ".+"));
      end = matcher.end();
    }
    return out.append(Pattern.quote(template.substring(end))).toString();
  }

  @ParameterizedTest
  @MethodSource("googleTypes")
  void says_what_each_of_its_actions_needs_and_takes(ResourceType type) {
    for (Action action : Action.values()) {
      if (type.call(action).isPresent()) {
        Set<String> permissions = new LinkedHashSet<>(type.permissions(action));
        type.permissionsElsewhere(action).values().forEach(permissions::addAll);
        assertThat(permissions)
            .as("permissions of %s", action)
            .isNotEmpty()
            .allSatisfy(p -> assertThat(p).matches("[a-z]+(\\.[a-zA-Z]+){2}"));
        assertThat(type.timeout(action)).isGreaterThan(type.typical(action));
      }
    }
    // what Google never deletes is what would take data with it
    assertThat(type.isDeletable() || type.isHoldingData()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("types")
  void knows_a_resource_of_its_own_by_name(ResourceType type) {
    assertThat(type.parameters())
        .doesNotHaveDuplicates()
        .containsAnyOf("project", "billingAccount");
    Map<String, String> path = new TreeMap<>();
    type.parameters()
        .forEach(parameter -> path.put(parameter, "x-" + parameter.toLowerCase(Locale.ROOT)));

    assertThat(type.predictions(path)).containsKey("id");
    assertThat(type.predictions(path).get("id")).doesNotContain("{").doesNotMatch("v\\d.*");
  }

  @Test
  void each_type_has_a_file_of_its_own_in_the_package_of_its_service()
      throws ReflectiveOperationException {
    for (ResourceType type : CATALOG.types()) {
      Class<?> entry = Class.forName("dev.groundwork.catalog." + type.name());
      assertThat(entry.getField("TYPE").get(null)).isSameAs(type);
    }
  }

  @Test
  void has_the_types_of_the_foundation() {
    assertThat(CATALOG.names())
        .contains(
            "cloudbilling.ProjectBillingInfo",
            "cloudresourcemanager.Project",
            "cloudresourcemanager.ProjectIamMember",
            "compute.Firewall",
            "compute.GlobalAddress",
            "compute.Network",
            "compute.Route",
            "compute.Router",
            "compute.Subnetwork",
            "iam.ServiceAccount",
            "postgres.Migration",
            "postgres.Seed",
            "secretmanager.Secret",
            "secretmanager.SecretIamMember",
            "secretmanager.SecretVersion",
            "servicenetworking.Connection",
            "serviceusage.Service",
            "sql.Database",
            "sql.Instance",
            "sql.User",
            "storage.Bucket");
  }
}
