package dev.groundwork.component;

import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check;
import dev.groundwork.verify.Check.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The identity of a program: a service account, and its roles in the project.
///
/// @param name the part of its e-mail address before the `@`; empty for the component's own
public record Identity(
    Optional<String> name,
    Optional<String> displayName,
    Optional<String> description,
    List<String> roles)
    implements Component {

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
              "Its roles in the project, such as `roles/cloudsql.client`."));

  static final ComponentType TYPE = ComponentType.of(FORM, "iam.ServiceAccount", Identity::from);

  static Identity from(Settings given) {
    return new Identity(
        given.maybeText("name"),
        given.maybeText("displayName"),
        given.maybeText("description"),
        given.texts("roles"));
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
    return new Expansion(
        resources,
        checks,
        new TreeMap<>(Map.of("email", new Value.Reference(account.address(), "email"))));
  }
}
