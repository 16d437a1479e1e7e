package dev.groundwork.resource;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// The facts about one type of resource. Immutable: each method that states a fact returns a new
/// type with it.
///
/// What Google's own shape says (fields, enum values, output-only and required marks) is not
/// repeated here; see `dev.groundwork.shape`. Field paths are dotted and name list elements without
/// an index: `nats.natIps`.
public final class ResourceType {

  /// Who carries out the calls of a type.
  public enum Surface {
    /// Google's REST APIs.
    GOOGLE,
    /// SQL inside a PostgreSQL database.
    POSTGRES
  }

  /// How a service answers what takes time.
  public enum Operations {
    /// The answer is the resource; nothing to wait for.
    NONE,
    /// Compute's operations, polled at the `selfLink`'s scope: `status` is `DONE`, failures in
    /// `error.errors`.
    COMPUTE,
    /// Cloud SQL's: `GET projects/{project}/operations/{name}`, `status` is `DONE`, failures in
    /// `error.errors`.
    SQL,
    /// AIP-151: `GET {version}/{name}`, `done` is true, then `error` or `response`.
    LONG_RUNNING
  }

  /// A value that the server makes when a resource is created or changed.
  public enum Stamp {
    /// Decimal digits, unique: Compute's `id`.
    NUMERIC_ID,
    /// A random UUID.
    UUID,
    /// Changes with every change of the resource; an update that carries another is refused.
    ETAG,
    /// When the resource was created.
    CREATED,
    /// When the resource was last changed.
    UPDATED,
    /// A count of changes, as text of digits: Cloud SQL's `settingsVersion`, Cloud Storage's
    /// `metageneration`.
    COUNTER,
    /// The `selfLink` with the numeric id in place of the name.
    LINK_WITH_ID
  }

  /// When two values of a field mean the same although they are written differently.
  public enum Sameness {
    /// Full URL, versioned path or relative name of one resource.
    LINK,
    /// A list whose order says nothing.
    SET,
    /// Text whose case says nothing.
    CASELESS,
    /// `3600s`, `3600.0s`, `1h`.
    DURATION,
    /// An address range; written with or without host bits, IPv6 in any form.
    RANGE,
    /// A type of BigQuery's: `INT64` and `INTEGER`, `STRUCT` and `RECORD`.
    SQL_TYPE
  }

  /// A field that names another resource.
  ///
  /// @param type the other resource's type
  /// @param output which of its fields stands here: `selfLink`, `id` (relative name), `name`,
  ///   `email`
  public record Refers(String type, String output) {}

  /// A wait that no field states: this waits for every resource of `type` whose `theirs` names the
  /// same as this one's `mine`.
  public record Follows(String mine, String type, String theirs) {}

  /// How a document lists who may do what, and how it is written back.
  public enum Membership {
    /// `bindings` of an IAM policy, which is the field `policy` of what is written.
    POLICY,
    /// `bindings` of an IAM policy, which is all that is written.
    WHOLE_POLICY,
    /// `access` of a BigQuery dataset, an entry for each member; the etag goes into the header
    /// `If-Match`.
    ACCESS_LIST
  }

  /// A binding of a policy, or an entry of an access list, that is managed one member at a time.
  ///
  /// @param get reads the parent's policy
  /// @param set writes it, guarded by its etag
  /// @param form how the members stand in it
  public record PolicyMember(Call get, Call set, Membership form) {}

  /// A secret that Google makes with a resource.
  ///
  /// @param call shows it
  /// @param field of the answer that holds it
  public record Revelation(Call call, String field) {}

  /// Where the list of a collection stands.
  ///
  /// @param call one page; `pageToken` and the size parameter are added
  /// @param items the field of the answer that holds the list; dotted, with `*` for any key, where
  ///   lists of several scopes come at once: `items.*.subnetworks`
  /// @param pageSize the query parameter of the page's size; empty when the list is not paged
  public record Listing(Call call, String items, String pageSize) {}

  /// How a listed resource tells one or more of the parameters of its path.
  ///
  /// @param field the field that tells them
  /// @param template what the field holds, less host and version where it holds a link
  public record Identity(String field, String template) {}

  /// How Google lets resources of a type be called.
  ///
  /// @param pattern a regular expression for the whole name
  /// @param words the same for people: `1 to 63 lower-case letters, …`
  public record Naming(String pattern, String words) {
    public boolean allows(String name) {
      return name.matches(pattern);
    }
  }

  /// Something that is charged for.
  public record Meter(String name, String unit) {}

  private final Facts facts;

  /// Found when first asked for, because everyone asks again and again; several threads may find
  /// it, each the same.
  private List<String> parameters = List.of();

  private String relativeName = "";

  private ResourceType(Facts facts) {
    this.facts = facts;
  }

  // ---------------------------------------------------------------- stating facts

  /// @param name service and kind, `pubsub.Topic`
  public static ResourceType named(String name) {
    Facts facts = new Facts();
    facts.name = name;
    return new ResourceType(facts);
  }

  /// One sentence on what it is, for help, schema and documents.
  public ResourceType summary(String sentence) {
    Facts f = facts.copy();
    f.summary = sentence;
    return new ResourceType(f);
  }

  /// The full name of Google's message for the body.
  public ResourceType shaped(String shape) {
    Facts f = facts.copy();
    f.shape = shape;
    return new ResourceType(f);
  }

  /// The full name of the message for what a description gives, where Google takes another message
  /// than it shows.
  public ResourceType describedAs(String shape) {
    Facts f = facts.copy();
    f.description = shape;
    return new ResourceType(f);
  }

  /// The type is not one of Google's REST resources.
  public ResourceType carriedOutBy(Surface surface) {
    Facts f = facts.copy();
    f.surface = surface;
    return new ResourceType(f);
  }

  /// @param host the API's host, `pubsub.googleapis.com`; also the API to enable unless `enabledAs`
  ///   says another
  /// @param path template of the resource's path, version first; reading and deleting it go there
  ///   unless stated otherwise, creating and listing to its collection (the path less its last
  ///   segment)
  public ResourceType reachedAt(String host, String path) {
    Facts f = facts.copy();
    f.host = host;
    f.api = host;
    f.path = path;
    f.calls = Facts.with(f.calls, Action.READ, Call.get(path));
    f.calls = Facts.with(f.calls, Action.DELETE, Call.delete(path));
    return new ResourceType(f);
  }

  /// @param path template of the resource's relative name, for a type that has no calls
  public ResourceType standsAt(String path) {
    Facts f = facts.copy();
    f.path = path;
    return new ResourceType(f);
  }

  /// The API that must be enabled in the project before any call; empty when none need be.
  public ResourceType enabledAs(String api) {
    Facts f = facts.copy();
    f.api = api;
    return new ResourceType(f);
  }

  public ResourceType createdBy(Call call) {
    Facts f = facts.copy();
    f.calls = Facts.with(f.calls, Action.CREATE, call);
    return new ResourceType(f);
  }

  public ResourceType readBy(Call call) {
    Facts f = facts.copy();
    f.calls = Facts.with(f.calls, Action.READ, call);
    return new ResourceType(f);
  }

  /// No call reads one resource: it is listed, and picked by its identity.
  public ResourceType readByListing() {
    Facts f = facts.copy();
    f.readByListing = true;
    f.calls = Facts.without(f.calls, Action.READ);
    return new ResourceType(f);
  }

  /// Statuses that may mean that the resource is not there, besides 404: Google hides from a
  /// stranger whether a project is.
  public ResourceType absentAlsoAs(int... statuses) {
    Facts f = facts.copy();
    TreeSet<Integer> more = new TreeSet<>(f.absentStatuses);
    Arrays.stream(statuses).forEach(more::add);
    f.absentStatuses = Collections.unmodifiableSortedSet(more);
    return new ResourceType(f);
  }

  /// How a listed resource tells the parameters of its path, where that is not its `name`, whole or
  /// last segment.
  ///
  /// @param template what the field holds; parameters of the scope are taken from the scope
  public ResourceType identifiedBy(String field, String template) {
    Facts f = facts.copy();
    f.identity = Optional.of(new Identity(field, template));
    return new ResourceType(f);
  }

  /// How changed fields are written. Without it the type cannot change, but for fields named by
  /// `fieldUpdatedBy`.
  public ResourceType updatedBy(Call call) {
    Facts f = facts.copy();
    f.calls = Facts.with(f.calls, Action.UPDATE, call);
    return new ResourceType(f);
  }

  /// A field that has a call of its own.
  public ResourceType fieldUpdatedBy(String field, Call call) {
    Facts f = facts.copy();
    f.fieldUpdates = Facts.with(f.fieldUpdates, field, call);
    return new ResourceType(f);
  }

  public ResourceType deletedBy(Call call) {
    Facts f = facts.copy();
    f.calls = Facts.with(f.calls, Action.DELETE, call);
    return new ResourceType(f);
  }

  /// The resource cannot be deleted: leaving it out of the description only forgets it.
  public ResourceType neverDeleted() {
    Facts f = facts.copy();
    f.calls = Facts.without(f.calls, Action.DELETE);
    return new ResourceType(f);
  }

  /// Where all resources of the type in one scope are listed.
  ///
  /// @param items the field of the answer that holds them
  public ResourceType listedBy(Call call, String items) {
    return listedBy(call, items, "pageSize");
  }

  /// @param pageSize the query parameter of the page's size: `maxResults` in Compute, Cloud SQL and
  ///   Storage; empty when the list is not paged
  public ResourceType listedBy(Call call, String items, String pageSize) {
    Facts f = facts.copy();
    f.listing = Optional.of(new Listing(call, items, pageSize));
    f.calls = Facts.with(f.calls, Action.LIST, call);
    return new ResourceType(f);
  }

  /// Where the resources of all regions or zones are listed at once.
  ///
  /// @param items dotted path to the lists, with `*` for any key: `items.*.subnetworks`
  public ResourceType alsoListedBy(Call call, String items, String pageSize) {
    Facts f = facts.copy();
    f.wideListing = Optional.of(new Listing(call, items, pageSize));
    return new ResourceType(f);
  }

  /// The resource is one member in one role of another's policy: added by read-modify-write, never
  /// taking others away.
  public ResourceType memberOf(Call getPolicy, Call setPolicy) {
    return memberOf(getPolicy, setPolicy, Membership.POLICY);
  }

  /// As `memberOf`, where the policy is written in another form.
  public ResourceType memberOf(Call getPolicy, Call setPolicy, Membership form) {
    Facts f = facts.copy();
    f.policyMember = Optional.of(new PolicyMember(getPolicy, setPolicy, form));
    f.calls = Facts.with(f.calls, Action.CREATE, setPolicy);
    f.calls = Facts.with(f.calls, Action.READ, getPolicy);
    f.calls = Facts.with(f.calls, Action.DELETE, setPolicy);
    return new ResourceType(f);
  }

  /// A resource that stands but came to nothing, as `field` tells by the value `failed`: it is
  /// tried again by any change, for which the `touched` field is there.
  ///
  /// @param field dotted path of a text
  /// @param touched dotted path of a text that means nothing to Google
  /// @param reason dotted path of what Google says of it
  public ResourceType mendedBy(String field, String failed, String touched, String reason) {
    Facts f = facts.copy();
    f.mending = Optional.of(new Mending(field, failed, touched, reason));
    return new ResourceType(f);
  }

  /// How a resource that stands but came to nothing is tried again; empty when that cannot be.
  public Optional<Mending> mending() {
    return facts.mending;
  }

  /// How a resource that stands but came to nothing is tried again.
  ///
  /// @param field that tells it by the value `failed`
  /// @param touched a field whose change makes Google try again
  /// @param reason a field that says why it came to nothing
  public record Mending(String field, String failed, String touched, String reason) {}

  /// The style of operations, for creating, changing and deleting.
  public ResourceType operations(Operations style) {
    return operations(style, Action.CREATE, Action.UPDATE, Action.DELETE);
  }

  /// The style of operations, for these actions only.
  public ResourceType operations(Operations style, Action... actions) {
    Facts f = facts.copy();
    f.operations = style;
    f.awaited = Set.of(actions);
    return new ResourceType(f);
  }

  /// Fields that must be given, beyond what Google's shape marks.
  public ResourceType required(String... fields) {
    Facts f = facts.copy();
    f.required = Facts.with(f.required, fields);
    return new ResourceType(f);
  }

  /// Fields that cannot change: another value means another resource.
  public ResourceType immutable(String... fields) {
    Facts f = facts.copy();
    f.immutable = Facts.with(f.immutable, fields);
    return new ResourceType(f);
  }

  /// Fields that only Google sets, beyond what Google's shape marks.
  public ResourceType outputOnly(String... fields) {
    Facts f = facts.copy();
    f.outputOnly = Facts.with(f.outputOnly, fields);
    return new ResourceType(f);
  }

  /// Fields that Google sets when they are not given, to a value that depends on circumstances.
  public ResourceType serverSets(String... fields) {
    Facts f = facts.copy();
    f.serverSets = Facts.with(f.serverSets, fields);
    return new ResourceType(f);
  }

  /// A field that Google sets to this value when it is not given.
  public ResourceType defaults(String field, String value) {
    return defaults(field, Value.of(value));
  }

  public ResourceType defaults(String field, boolean value) {
    return defaults(field, Value.of(value));
  }

  public ResourceType defaults(String field, long value) {
    return defaults(field, Value.of(value));
  }

  public ResourceType defaults(String field, Value value) {
    Facts f = facts.copy();
    f.defaults = Facts.with(f.defaults, field, value);
    return new ResourceType(f);
  }

  /// The value that Google takes an absent field for, and leaves out of its answers.
  public ResourceType absentMeans(String field, String value) {
    Facts f = facts.copy();
    f.absentMeans = Facts.with(f.absentMeans, field, Value.of(value));
    return new ResourceType(f);
  }

  /// The values that a field of text takes, where Google's shape does not say.
  public ResourceType allows(String field, String... values) {
    Facts f = facts.copy();
    f.allowed = Facts.with(f.allowed, field, Facts.with(Facts.nothing(), values));
    return new ResourceType(f);
  }

  /// Fields that may only hold a reference to a secret. Also write-only.
  public ResourceType sensitive(String... fields) {
    Facts f = facts.copy();
    f.sensitive = Facts.with(f.sensitive, fields);
    f.writeOnly = Facts.with(f.writeOnly, fields);
    return new ResourceType(f);
  }

  /// Fields that are taken but never shown again, so that no difference can be seen.
  public ResourceType writeOnly(String... fields) {
    Facts f = facts.copy();
    f.writeOnly = Facts.with(f.writeOnly, fields);
    return new ResourceType(f);
  }

  /// A secret that Google makes with the resource and shows on request only.
  public ResourceType reveals(Call call, String field) {
    Facts f = facts.copy();
    f.revelation = Optional.of(new Revelation(call, field));
    return new ResourceType(f);
  }

  /// Lists whose elements, once there, neither change nor go: more can be added. Elements are told
  /// apart by their field `name`.
  public ResourceType onlyGrows(String... fields) {
    Facts f = facts.copy();
    f.onlyGrows = Facts.with(f.onlyGrows, fields);
    return new ResourceType(f);
  }

  /// A field, or a parameter of the path, that names another resource. The parameter `project`
  /// always names the project.
  ///
  /// @param output which of its fields stands here: `selfLink`, `id`, `name`, `email`
  public ResourceType references(String field, String type, String output) {
    Facts f = facts.copy();
    f.references = Facts.with(f.references, field, new Refers(type, output));
    return new ResourceType(f);
  }

  /// A wait that no field states, see `Follows`.
  public ResourceType follows(String mine, String type, String theirs) {
    Facts f = facts.copy();
    f.follows = Facts.with(f.follows, new Follows(mine, type, theirs));
    return new ResourceType(f);
  }

  /// A field whose value follows from the path's parameters alone, known before the resource is
  /// made, or is the same always.
  ///
  /// @param template may ask for `{projectNumber}`, which only the cloud knows
  public ResourceType predicts(String field, String template) {
    Facts f = facts.copy();
    f.predicted = Facts.with(f.predicted, field, template);
    return new ResourceType(f);
  }

  public ResourceType stamps(String field, Stamp stamp) {
    Facts f = facts.copy();
    f.stamps = Facts.with(f.stamps, field, stamp);
    return new ResourceType(f);
  }

  public ResourceType compares(String field, Sameness sameness) {
    Facts f = facts.copy();
    f.samenesses = Facts.with(f.samenesses, field, sameness);
    return new ResourceType(f);
  }

  /// The resource counts as there only while the field has one of these values: `state` `ENABLED`.
  public ResourceType existsWhile(String field, String... values) {
    Facts f = facts.copy();
    f.existsWhile = Facts.with(f.existsWhile, field, Set.of(values));
    return new ResourceType(f);
  }

  /// How long the action typically takes in the real cloud.
  public ResourceType takes(Action action, Duration typical) {
    Facts f = facts.copy();
    f.durations = Facts.with(f.durations, action, typical);
    return new ResourceType(f);
  }

  /// After how long the action has failed although Google has not said so. Without it 20 minutes.
  public ResourceType timesOut(Action action, Duration limit) {
    Facts f = facts.copy();
    f.timeouts = Facts.with(f.timeouts, action, limit);
    return new ResourceType(f);
  }

  /// The usual permissions of a collection: `prefix` and `.create`, `.get`, `.list`, `.get` with
  /// `.update`, `.delete`.
  public ResourceType permissions(String prefix) {
    Facts f = facts.copy();
    f.permissions = Facts.with(f.permissions, Action.CREATE, Facts.sorted(prefix + ".create"));
    f.permissions = Facts.with(f.permissions, Action.READ, Facts.sorted(prefix + ".get"));
    f.permissions = Facts.with(f.permissions, Action.LIST, Facts.sorted(prefix + ".list"));
    f.permissions =
        Facts.with(f.permissions, Action.UPDATE, Facts.sorted(prefix + ".get", prefix + ".update"));
    f.permissions = Facts.with(f.permissions, Action.DELETE, Facts.sorted(prefix + ".delete"));
    return new ResourceType(f);
  }

  /// What an action needs, in place of what `permissions(prefix)` says.
  public ResourceType permissions(Action action, String... names) {
    Facts f = facts.copy();
    f.permissions = Facts.with(f.permissions, action, Facts.sorted(names));
    return new ResourceType(f);
  }

  /// What an action needs not on the project but on the resource that this field names.
  public ResourceType permissionsOn(String field, Action action, String... names) {
    Facts f = facts.copy();
    SortedMap<String, SortedSet<String>> elsewhere =
        f.permissionsElsewhere.getOrDefault(action, new TreeMap<>());
    f.permissionsElsewhere =
        Facts.with(
            f.permissionsElsewhere, action, Facts.with(elsewhere, field, Facts.sorted(names)));
    SortedSet<String> here = new TreeSet<>(f.permissions.getOrDefault(action, new TreeSet<>()));
    here.removeAll(List.of(names));
    f.permissions = Facts.with(f.permissions, action, here);
    return new ResourceType(f);
  }

  /// Deleting the resource that this parameter of the path names deletes this one too, so that it
  /// needs no call of its own.
  public ResourceType goesWith(String parameter) {
    Facts f = facts.copy();
    f.goesWith = Facts.with(f.goesWith, parameter);
    return new ResourceType(f);
  }

  /// What the last parameter of the path may be.
  ///
  /// @param words for people, after "must be": `at most 255 letters and digits`
  public ResourceType names(String pattern, String words) {
    Facts f = facts.copy();
    f.naming = Optional.of(new Naming(pattern, words));
    return new ResourceType(f);
  }

  /// After a delete the name cannot be used again for this long.
  public ResourceType nameStaysTaken(Duration time) {
    Facts f = facts.copy();
    f.nameTaken = Optional.of(time);
    return new ResourceType(f);
  }

  /// What was deleted waits for a while, and this call brings it back: it stands in for creating it
  /// again.
  public ResourceType restoredBy(Call call) {
    Facts f = facts.copy();
    f.restore = Optional.of(call);
    return new ResourceType(f);
  }

  /// Google chooses the last segment of the path.
  public ResourceType serverNamed() {
    Facts f = facts.copy();
    f.serverNamed = true;
    return new ResourceType(f);
  }

  /// Deleting or replacing it destroys data: never without leave.
  public ResourceType holdsData() {
    Facts f = facts.copy();
    f.holdsData = true;
    return new ResourceType(f);
  }

  /// `destroy` leaves it alone unless asked by address: an enabled API, a history of migrations.
  public ResourceType outlivesDescription() {
    Facts f = facts.copy();
    f.outlivesDescription = true;
    return new ResourceType(f);
  }

  /// The field that holds labels.
  public ResourceType labels(String field) {
    Facts f = facts.copy();
    f.labels = field;
    return new ResourceType(f);
  }

  public ResourceType knownToTerraformAs(String type) {
    Facts f = facts.copy();
    f.terraform = type;
    return new ResourceType(f);
  }

  /// The type's name in Cloud Asset Inventory.
  public ResourceType knownToAssetInventoryAs(String type) {
    Facts f = facts.copy();
    f.asset = type;
    return new ResourceType(f);
  }

  public ResourceType meter(String name, String unit) {
    Facts f = facts.copy();
    f.meters = Facts.with(f.meters, new Meter(name, unit));
    return new ResourceType(f);
  }

  /// Where Google states these facts.
  public ResourceType from(String url) {
    Facts f = facts.copy();
    f.sources = Facts.with(f.sources, url);
    return new ResourceType(f);
  }

  /// Applies facts that several types share.
  public ResourceType also(UnaryOperator<ResourceType> shared) {
    return shared.apply(this);
  }

  // ---------------------------------------------------------------- asking for facts

  public String name() {
    return facts.name;
  }

  /// The part of the name before the dot: `pubsub`.
  public String service() {
    return facts.name.substring(0, facts.name.indexOf('.'));
  }

  /// The part of the name after the dot: `Topic`.
  public String kind() {
    return facts.name.substring(facts.name.indexOf('.') + 1);
  }

  public String summary() {
    return facts.summary;
  }

  /// Empty when Google publishes no shape for the body.
  public String shape() {
    return facts.shape;
  }

  /// The full name of the message for what a description gives: `shape` unless Google takes another
  /// than it shows.
  public String descriptionShape() {
    return facts.description.isEmpty() ? facts.shape : facts.description;
  }

  public Surface surface() {
    return facts.surface;
  }

  public String host() {
    return facts.host;
  }

  /// The API that must be enabled; empty when none.
  public String api() {
    return facts.api;
  }

  /// Template of the resource's own path, version first: `v1/projects/{project}/topics/{name}`.
  public String path() {
    return facts.path;
  }

  /// Template of the resource's relative name: the path without version,
  /// `projects/{project}/topics/{name}`.
  public String relativeName() {
    String known = relativeName;
    if (known.isEmpty()) {
      known = Templates.relativeName(facts.path);
      relativeName = known;
    }
    return known;
  }

  /// What is needed to know one resource, in order: the parameters of its path, and before them
  /// those that only its creation or its listing asks for. The last is the resource's own name.
  public List<String> parameters() {
    List<String> known = parameters;
    if (known.isEmpty()) {
      known = findParameters();
      parameters = known;
    }
    return known;
  }

  private List<String> findParameters() {
    SequencedSet<String> own = new java.util.LinkedHashSet<>(Call.get(facts.path).parameters());
    SequencedSet<String> all = new java.util.LinkedHashSet<>();
    call(Action.CREATE).ifPresent(call -> all.addAll(call.needs()));
    listing().ifPresent(listing -> all.addAll(listing.call().needs()));
    all.removeAll(own);
    all.addAll(own);
    return List.copyOf(all);
  }

  /// The parameters that a listing needs: all but the resource's own name, unless the listing asks
  /// for that too.
  public List<String> scope() {
    return listing()
        .map(listing -> listing.call().needs())
        .orElseGet(() -> parameters().subList(0, parameters().size() - 1));
  }

  /// The parameters of the path of a resource that was listed.
  ///
  /// @param scope the parameters that the listing was asked with
  /// @return empty when what was listed does not tell them: it is none of this type
  public Optional<Map<String, String>> identify(Map<String, String> scope, Value.Fields listed) {
    Identity identity = facts.identity.orElseGet(() -> new Identity("name", ""));
    Optional<String> told = listed.text(identity.field()).map(text -> Templates.relativeName(text));
    if (told.isEmpty()) {
      return Optional.empty();
    }
    String own = parameters().getLast();
    String template =
        !identity.template().isEmpty()
            ? identity.template()
            : told.get().contains("/") ? relativeName() : "{" + own + "}";
    return Templates.match(template, told.get())
        .map(found -> {
          Map<String, String> path = new TreeMap<>();
          for (String parameter : parameters()) {
            String value = scope.get(parameter);
            if (value == null) {
              value = found.get(parameter);
            }
            if (value == null) {
              value =
                  listed
                      .text(parameter)
                      .map(link -> link.substring(link.lastIndexOf('/') + 1))
                      .or(() -> standing(parameter, listed))
                      .orElse(null);
            }
            if (value != null) {
              path.put(parameter, value);
            }
          }
          return path;
        })
        .filter(path -> path.keySet().containsAll(parameters()));
  }

  /// The parameter as a field says it that is predicted to hold it and nothing else.
  private Optional<String> standing(String parameter, Value.Fields listed) {
    return facts.predicted.entrySet().stream()
        .filter(predicted -> predicted.getValue().equals("{" + parameter + "}"))
        .flatMap(predicted -> listed.text(predicted.getKey()).stream())
        .findFirst();
  }

  public Optional<Call> call(Action action) {
    return Optional.ofNullable(facts.calls.get(action));
  }

  /// Fields that have an update call of their own.
  public SequencedMap<String, Call> fieldUpdates() {
    return facts.fieldUpdates;
  }

  public Optional<Listing> listing() {
    return facts.listing;
  }

  /// A listing over all regions or zones at once.
  public Optional<Listing> wideListing() {
    return facts.wideListing;
  }

  public boolean isReadByListing() {
    return facts.readByListing;
  }

  /// The statuses by which a read says that the resource is not there.
  public SortedSet<Integer> absentStatuses() {
    return facts.absentStatuses;
  }

  /// How the secret that Google made with the resource is asked for; empty when there is none.
  public Optional<Revelation> revelation() {
    return facts.revelation;
  }

  public Optional<PolicyMember> policyMember() {
    return facts.policyMember;
  }

  /// How the service answers this action.
  public Operations operations(Action action) {
    return facts.awaited.contains(action) ? facts.operations : Operations.NONE;
  }

  public SequencedSet<String> required() {
    return facts.required;
  }

  public SequencedSet<String> immutable() {
    return facts.immutable;
  }

  public SequencedSet<String> outputOnly() {
    return facts.outputOnly;
  }

  public SequencedSet<String> serverSets() {
    return facts.serverSets;
  }

  public SequencedMap<String, Value> defaults() {
    return facts.defaults;
  }

  /// What Google takes an absent field for, where that is not false, 0 or nothing.
  public Optional<Value> absentMeans(String field) {
    return Optional.ofNullable(facts.absentMeans.get(field));
  }

  /// What `allows` states.
  public SequencedMap<String, SequencedSet<String>> allowed() {
    return facts.allowed;
  }

  public SequencedSet<String> sensitive() {
    return facts.sensitive;
  }

  public SequencedSet<String> writeOnly() {
    return facts.writeOnly;
  }

  public SequencedSet<String> onlyGrows() {
    return facts.onlyGrows;
  }

  public SequencedMap<String, Refers> references() {
    return facts.references;
  }

  public List<Follows> follows() {
    return facts.follows;
  }

  public SequencedMap<String, String> predicted() {
    return facts.predicted;
  }

  public SequencedMap<String, Stamp> stamps() {
    return facts.stamps;
  }

  /// What `compares` states.
  public SequencedMap<String, Sameness> samenesses() {
    return facts.samenesses;
  }

  public Optional<Sameness> sameness(String field) {
    return Optional.ofNullable(facts.samenesses.get(field));
  }

  /// Whether what Google answers means that the resource is there: a destroyed version or a project
  /// waiting for deletion is answered, but gone.
  public boolean isThere(Value.Fields observed) {
    return facts.existsWhile.entrySet().stream()
        .allMatch(e ->
            e.getValue()
                .contains(
                    observed
                        .at(e.getKey())
                        .map(v ->
                            v instanceof Value.Bool(var b)
                                ? String.valueOf(b)
                                : v instanceof Value.Text(var t) ? t : "")
                        .orElse("")));
  }

  /// What `existsWhile` states, for documents and the emulator.
  public SequencedMap<String, Set<String>> existsWhile() {
    return facts.existsWhile;
  }

  /// How long the action typically takes; one second when nothing is stated.
  public Duration typical(Action action) {
    return facts.durations.getOrDefault(action, Duration.ofSeconds(1));
  }

  public Duration timeout(Action action) {
    return facts.timeouts.getOrDefault(action, Duration.ofMinutes(20));
  }

  public SortedSet<String> permissions(Action action) {
    return Collections.unmodifiableSortedSet(
        facts.permissions.getOrDefault(action, new TreeSet<>()));
  }

  /// What an action needs on other resources than the project, by the field that names them.
  public SortedMap<String, SortedSet<String>> permissionsElsewhere(Action action) {
    return Collections.unmodifiableSortedMap(
        facts.permissionsElsewhere.getOrDefault(action, new TreeMap<>()));
  }

  /// The parameters whose resource takes this one with it when it is deleted.
  public SequencedSet<String> goesWith() {
    return facts.goesWith;
  }

  /// Whether the field at this dotted path can change on a resource that stands.
  public boolean isChangeable(String path) {
    return facts.immutable.stream().noneMatch(fixed -> within(path, fixed))
        && (facts.surface == Surface.POSTGRES
            || (facts.calls.containsKey(Action.UPDATE)
                && takes(facts.calls.get(Action.UPDATE), path))
            || facts.fieldUpdates.keySet().stream().anyMatch(own -> within(path, own)));
  }

  private static boolean takes(Call call, String path) {
    return call.only().isEmpty() || call.only().stream().anyMatch(field -> within(path, field));
  }

  /// Whether `path` is `whole` or a part of it.
  private static boolean within(String path, String whole) {
    return path.equals(whole) || path.startsWith(whole + ".");
  }

  /// Whether a call can delete it; else leaving it out of the description only forgets it.
  public boolean isDeletable() {
    return facts.calls.containsKey(Action.DELETE);
  }

  /// How resources of the type may be called.
  public Optional<Naming> naming() {
    return facts.naming;
  }

  /// Brings back what was deleted and is not gone yet.
  public Optional<Call> restore() {
    return facts.restore;
  }

  public Optional<Duration> nameStaysTaken() {
    return facts.nameTaken;
  }

  public boolean isServerNamed() {
    return facts.serverNamed;
  }

  public boolean isHoldingData() {
    return facts.holdsData;
  }

  public boolean isOutlivingDescription() {
    return facts.outlivesDescription;
  }

  /// The field that holds labels; empty when the type has none.
  public String labels() {
    return facts.labels;
  }

  public String terraform() {
    return facts.terraform;
  }

  public String asset() {
    return facts.asset;
  }

  public List<Meter> meters() {
    return facts.meters;
  }

  public List<String> sources() {
    return facts.sources;
  }

  /// The values that follow from the parameters alone: what `predicts` states, and `id`, the
  /// relative name. A value whose template asks for a parameter that is not given is left out:
  /// `projectNumber` is known to the cloud only.
  public Map<String, String> predictions(Map<String, String> parameters) {
    Map<String, String> known = new TreeMap<>();
    facts.predicted.forEach((field, template) -> put(known, field, template, parameters));
    put(known, "id", relativeName(), parameters);
    return known;
  }

  private static void put(
      Map<String, String> known, String field, String template, Map<String, String> parameters) {
    if (parameters.keySet().containsAll(Call.get(template).parameters())) {
      known.put(field, Templates.fill(template, parameters));
    }
  }

  @Override
  public String toString() {
    return facts.name;
  }
}
