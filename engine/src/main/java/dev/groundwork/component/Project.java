package dev.groundwork.component;

import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check;
import dev.groundwork.verify.Check.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The project that everything stands in: the project itself, who pays for it, and the APIs that
/// the other resources need. Nobody lists the APIs; they follow from the resources.
///
/// @param parent `organizations/1` or `folders/1`; empty for a project that is nobody's
/// @param existing whether the project was made elsewhere: then it is neither made nor deleted
///   here, nor its billing touched
/// @param apis the hosts of the APIs to enable
public record Project(
    String id,
    Optional<String> displayName,
    Optional<String> parent,
    Optional<String> billingAccount,
    boolean existing,
    SequencedMap<String, String> labels,
    SortedSet<String> apis)
    implements Component {

  /// What the blueprint's own block is called among addresses.
  public static final String NAME = "project";

  private static final Kind.Text API =
      Kind.Text.of(
          "[a-z][-a-z0-9]*(\\.googleapis\\.com)?",
          "an API such as `sheets` or `sheets.googleapis.com`");

  public static final Form FORM =
      Form.of(
          "project",
          "The project that everything stands in.",
          Field.of(
                  "id",
                  Naming.PROJECT,
                  "Its id, unique in all of Google Cloud and never free again.")
              .must(),
          Field.of(
              "name",
              Kind.Text.of(
                  "[-A-Za-z0-9 '\"!]{4,30}", "4 to 30 letters, digits, spaces and hyphens"),
              "What people see; by default the id."),
          Field.of(
              "organization",
              new Kind.Scalar(Kind.Text.of("\\d+", "the number of an organization, in quotes")),
              "The number of the organization that it belongs to."),
          Field.of(
              "folder",
              new Kind.Scalar(Kind.Text.of("\\d+", "the number of a folder, in quotes")),
              "The number of the folder that it belongs to, instead of an organization."),
          Field.of(
              "billingAccount",
              Kind.Text.of(
                  "[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}",
                  "the id of a billing account such as `01C53B-47A12B-A7F32D`"),
              "The billing account that pays for it."),
          Field.of(
                  "existing",
                  new Kind.Flag(),
                  "Whether it was made elsewhere: then it is neither made nor deleted here.")
              .or(false),
          Field.of(
              "apis",
              new Kind.ListOf(API),
              "More APIs to enable: those that programs call although no resource needs them."),
          Field.of(
              "labels",
              new Kind.MapOf(Naming.LABEL_KEY, Naming.LABEL_VALUE),
              "Labels of the project alone."));

  /// @param needed the hosts of the APIs that the other resources need
  public static Project from(Settings given, SortedSet<String> needed) {
    SortedSet<String> apis = new TreeSet<>(needed);
    given
        .texts("apis")
        .forEach(api -> apis.add(api.endsWith(".googleapis.com") ? api : api + ".googleapis.com"));
    return new Project(
        given.text("id"),
        given.maybeText("name"),
        given
            .maybeText("folder")
            .map(number -> "folders/" + number)
            .or(() -> given.maybeText("organization").map(number -> "organizations/" + number)),
        given.maybeText("billingAccount"),
        given.flag("existing"),
        given.named("labels"),
        apis);
  }

  /// The address of the project, where it is made here.
  public static Address address() {
    return new Address("cloudresourcemanager.Project", NAME);
  }

  /// The address of an enabled API.
  ///
  /// @param api its host, `sqladmin.googleapis.com`
  public static Address api(String api) {
    return new Address("serviceusage.Service", NAME + "." + api.replace(".googleapis.com", ""));
  }

  /// The address of the link to the billing account.
  private static Address billing() {
    return new Address("cloudbilling.ProjectBillingInfo", NAME);
  }

  @Override
  public Expansion expand(Context context) {
    List<Resource> resources = new ArrayList<>();
    List<Check> checks = new ArrayList<>();
    if (!existing) {
      resources.add(project(context));
      checks.add(
          new Check(
              "the project is active",
              address(),
              new Expectation.FieldIs("state", List.of(Value.of("ACTIVE")))));
      billingAccount.ifPresent(account -> {
        resources.add(
            context
                .main("cloudbilling.ProjectBillingInfo", context.place())
                .set("billingAccountName", "billingAccounts/" + account)
                .after(address())
                .made());
        checks.add(
            new Check(
                "the project is paid for",
                billing(),
                new Expectation.FieldIs("billingEnabled", List.of(Value.of(true)))));
      });
    }
    for (String api : apis) {
      Context.Part service =
          context
              .part(
                  "serviceusage.Service",
                  api(api).name().substring(NAME.length() + 1),
                  context.place())
              .path("name", api);
      if (!existing) {
        service.after(billingAccount.isPresent() ? billing() : address());
      }
      resources.add(service.made());
      checks.add(
          new Check(
              api + " is enabled",
              api(api),
              new Expectation.FieldIs("state", List.of(Value.of("ENABLED")))));
    }
    return new Expansion(resources, checks, new TreeMap<>(Map.of("id", Value.of(id))));
  }

  private Resource project(Context context) {
    Context.Part project = context.main("cloudresourcemanager.Project", context.place());
    project.set("displayName", displayName.orElse(id));
    parent.ifPresent(name -> project.set("parent", name));
    labels.forEach((key, value) -> project.set("labels." + key, value));
    return project.made();
  }
}
