package dev.groundwork.component;

import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check;
import dev.groundwork.verify.Check.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The identity of a program: a service account, and its roles in the project.
///
/// @param name the part of its e-mail address before the `@`; empty for the component's own
/// @param limits what it may and must not do, as it is verified; grants nothing
public record Identity(
    Optional<String> name,
    Optional<String> displayName,
    Optional<String> description,
    List<String> roles,
    List<Limit> limits)
    implements Component {

  /// What it may or must not do.
  ///
  /// @param subject the component or resource; empty for the project
  record Limit(Optional<Value> subject, List<String> permissions, boolean may, Place place) {
    Limit {
      permissions = List.copyOf(permissions);
    }
  }

  private static final Form LIMIT =
      Form.of(
          "permission",
          "Permissions on a component or resource.",
          Field.of(
              "on",
              new Kind.Link(""),
              "The component or resource: `${database-url}`; by default the project."),
          Field.of(
                  "permissions",
                  new Kind.ListOf(
                      Kind.Text.of(
                          "[a-zA-Z]+(\\.[a-zA-Z]+){2}",
                          "a permission such as `secretmanager.versions.access`")),
                  "Permissions such as `secretmanager.versions.access`.")
              .must());

  static final Form FORM =
      Form.of(
          "identity",
          "The identity of a program: a service account, and its roles in the project.",
          Field.of(
              "name",
              Naming.ACCOUNT,
              "The part of its e-mail address before the `@`; by default the component's name."),
          Field.of(
              "displayName",
              Kind.Text.of("(?s).{1,100}", "text of at most 100 characters"),
              "What people see."),
          Field.of(
              "description",
              Kind.Text.of("(?s).{1,256}", "text of at most 256 characters"),
              "What it is for."),
          Field.of(
              "roles",
              new Kind.ListOf(Naming.ROLE),
              "Its roles in the project, such as `roles/cloudsql.client`."),
          Field.of(
              "may",
              new Kind.ListOf(new Kind.Part(LIMIT)),
              "Permissions that it must have; asked as the identity itself. They grant nothing."),
          Field.of(
              "mustNot",
              new Kind.ListOf(new Kind.Part(LIMIT)),
              "Permissions that it must not have; asked as the identity itself."));

  static final ComponentType TYPE = ComponentType.of(FORM, "iam.ServiceAccount", Identity::from);

  static Identity from(Settings given) {
    return new Identity(
        given.maybeText("name"),
        given.maybeText("displayName"),
        given.maybeText("description"),
        given.texts("roles"),
        Stream.concat(limits(given, "may", true), limits(given, "mustNot", false)).toList());
  }

  private static Stream<Limit> limits(Settings given, String field, boolean may) {
    return given.partsOf(field).stream()
        .map(part -> new Limit(part.value("on"), part.texts("permissions"), may, part.place()));
  }

  @Override
  public Expansion expand(Context context) {
    String accountId = name.orElse(context.component());
    List<Resource> resources = new ArrayList<>();
    List<Check> checks = new ArrayList<>();
    Context.Part part = context.main("iam.ServiceAccount", context.place()).path("name", accountId);
    displayName.ifPresent(text -> part.set("displayName", text));
    description.ifPresent(text -> part.set("description", text));
    Resource account = part.made();
    resources.add(account);
    checks.add(
        new Check(context.component() + " is there", account.address(), new Expectation.Exists()));
    String member =
        "serviceAccount:" + accountId + "@" + context.project() + ".iam.gserviceaccount.com";
    for (String role : roles) {
      Resource granted =
          context
              .part(
                  "cloudresourcemanager.ProjectIamMember",
                  role.replaceFirst("^roles/", "").replace('/', '.'),
                  context.place())
              .path("role", role)
              .path("member", member)
              .after(account.address())
              .made();
      resources.add(granted);
      checks.add(
          new Check(
              context.component() + " has " + role,
              granted.address(),
              new Expectation.Granted(role, member)));
    }
    limits.forEach(limit -> limit(context, account, limit, checks));
    return new Expansion(
        resources,
        checks,
        new TreeMap<>(Map.of("email", new Value.Reference(account.address(), "email"))));
  }

  private static void limit(Context context, Resource account, Limit limit, List<Check> checks) {
    if (limit.subject().orElse(null) instanceof Value.Text(var elsewhere)) {
      context.error(
          Code.INVALID_VALUE,
          limit.place(),
          "`" + elsewhere + "` is not in this blueprint, so nobody is asked about it.",
          "name a component or resource: `on: ${NAME}`.");
      return;
    }
    Optional<Address> subject = limit.subject().map(value -> ((Value.Reference) value).target());
    String where = subject.map(Address::name).orElse("the project");
    checks.add(
        new Check(
            context.component()
                + (limit.may() ? " may " : " must not ")
                + String.join(", ", limit.permissions())
                + " on "
                + where,
            subject.orElse(account.address()),
            new Expectation.Permitted(
                new Value.Reference(account.address(), "email"),
                new TreeSet<>(limit.permissions()),
                limit.may(),
                subject.isEmpty())));
  }
}
