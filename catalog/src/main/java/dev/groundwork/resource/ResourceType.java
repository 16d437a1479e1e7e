package dev.groundwork.resource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
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
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// The facts about one type of resource. Immutable: each method that states a fact returns a new type with it.
///
/// What Google's own shape says (fields, enum values, output-only and required marks) is not repeated here; see
/// `dev.groundwork.shape`. Field paths are dotted and name list elements without an index: `nats.natIps`.
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
    /// Compute's operations, polled at the `selfLink`'s scope: `status` is `DONE`, failures in `error.errors`.
    COMPUTE,
    /// Cloud SQL's: `GET projects/{project}/operations/{name}`, `status` is `DONE`, failures in `error.errors`.
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
    /// A count of changes, as text of digits: Cloud SQL's `settingsVersion`, Cloud Storage's `metageneration`.
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
    RANGE
  }

  /// A field that names another resource.
  ///
  /// @param type the other resource's type
  /// @param output which of its fields stands here: `selfLink`, `id` (relative name), `name`, `email`
  public record Refers(String type, String output) {}

  /// A wait that no field states: this waits for every resource of `type` whose `theirs` names the same as this one's `mine`.
  public record Follows(String mine, String type, String theirs) {}

  /// A binding of a policy that is managed one member at a time.
  ///
  /// @param get reads the parent's policy
  /// @param set writes it, as `policy`, guarded by its etag
  public record PolicyMember(Call get, Call set) {}

  /// Where the list of a collection stands.
  ///
  /// @param call one page; `pageToken` and the size parameter are added
  /// @param items the field of the answer that holds the list; dotted, with `*` for any key, where lists of several scopes
  ///     come at once: `items.*.subnetworks`
  /// @param pageSize the query parameter of the page's size; empty when the list is not paged
  public record Listing(Call call, String items, String pageSize) {}

  /// How a listed resource tells one or more of the parameters of its path.
  ///
  /// @param field the field that tells them
  /// @param template what the field holds, less host and version where it holds a link
  public record Identity(String field, String template) {}

  /// Something that is charged for.
  public record Meter(String name, String unit) {}

  private static final class Facts {
    String name = "";
    String summary = "";
    String shape = "";
    Surface surface = Surface.GOOGLE;
    String host = "";
    String api = "";
    String path = "";
    Map<Action, Call> calls = new EnumMap<>(Action.class);
    SequencedMap<String, Call> fieldUpdates = new LinkedHashMap<>();
    String description = "";
    Optional<Listing> listing = Optional.empty();
    Optional<Listing> wideListing = Optional.empty();
    Optional<Identity> identity = Optional.empty();
    boolean readByListing;
    TreeSet<Integer> absentStatuses = new TreeSet<>(Set.of(404));
    Map<Action, SortedMap<String, SortedSet<String>>> permissionsElsewhere = new EnumMap<>(Action.class);
    SequencedSet<String> goesWith = new java.util.LinkedHashSet<>();
    Optional<PolicyMember> policyMember = Optional.empty();
    Operations operations = Operations.NONE;
    Set<Action> awaited = Set.of();
    SequencedSet<String> required = new java.util.LinkedHashSet<>();
    SequencedSet<String> immutable = new java.util.LinkedHashSet<>();
    SequencedSet<String> outputOnly = new java.util.LinkedHashSet<>();
    SequencedSet<String> serverSets = new java.util.LinkedHashSet<>();
    SequencedMap<String, Value> defaults = new LinkedHashMap<>();
    SequencedSet<String> sensitive = new java.util.LinkedHashSet<>();
    SequencedSet<String> writeOnly = new java.util.LinkedHashSet<>();
    SequencedMap<String, Refers> references = new LinkedHashMap<>();
    List<Follows> follows = new ArrayList<>();
    SequencedMap<String, String> predicted = new LinkedHashMap<>();
    SequencedMap<String, Stamp> stamps = new LinkedHashMap<>();
    SequencedMap<String, Sameness> samenesses = new LinkedHashMap<>();
    SequencedMap<String, Set<String>> existsWhile = new LinkedHashMap<>();
    Map<Action, Duration> durations = new EnumMap<>(Action.class);
    Map<Action, Duration> timeouts = new EnumMap<>(Action.class);
    Map<Action, SortedSet<String>> permissions = new EnumMap<>(Action.class);
    Optional<Duration> nameTaken = Optional.empty();
    boolean serverNamed;
    boolean holdsData;
    boolean outlivesDescription;
    String labels = "";
    String terraform = "";
    String asset = "";
    List<Meter> meters = new ArrayList<>();
    List<String> sources = new ArrayList<>();

    Facts copy() {
      Facts f = new Facts();
      f.name = name;
      f.summary = summary;
      f.shape = shape;
      f.surface = surface;
      f.host = host;
      f.api = api;
      f.path = path;
      f.calls = new EnumMap<>(calls);
      f.fieldUpdates = new LinkedHashMap<>(fieldUpdates);
      f.description = description;
      f.listing = listing;
      f.wideListing = wideListing;
      f.identity = identity;
      f.readByListing = readByListing;
      f.absentStatuses = new TreeSet<>(absentStatuses);
      permissionsElsewhere.forEach((action, byField) -> f.permissionsElsewhere.put(action, new TreeMap<>(byField)));
      f.goesWith = new java.util.LinkedHashSet<>(goesWith);
      f.policyMember = policyMember;
      f.operations = operations;
      f.awaited = awaited;
      f.required = new java.util.LinkedHashSet<>(required);
      f.immutable = new java.util.LinkedHashSet<>(immutable);
      f.outputOnly = new java.util.LinkedHashSet<>(outputOnly);
      f.serverSets = new java.util.LinkedHashSet<>(serverSets);
      f.defaults = new LinkedHashMap<>(defaults);
      f.sensitive = new java.util.LinkedHashSet<>(sensitive);
      f.writeOnly = new java.util.LinkedHashSet<>(writeOnly);
      f.references = new LinkedHashMap<>(references);
      f.follows = new ArrayList<>(follows);
      f.predicted = new LinkedHashMap<>(predicted);
      f.stamps = new LinkedHashMap<>(stamps);
      f.samenesses = new LinkedHashMap<>(samenesses);
      f.existsWhile = new LinkedHashMap<>(existsWhile);
      f.durations = new EnumMap<>(durations);
      f.timeouts = new EnumMap<>(timeouts);
      f.permissions = new EnumMap<>(permissions);
      f.nameTaken = nameTaken;
      f.serverNamed = serverNamed;
      f.holdsData = holdsData;
      f.outlivesDescription = outlivesDescription;
      f.labels = labels;
      f.terraform = terraform;
      f.asset = asset;
      f.meters = new ArrayList<>(meters);
      f.sources = new ArrayList<>(sources);
      return f;
    }
  }

  private static final Pattern HOST = Pattern.compile("^https?://[^/]+/|^//[^/]+/");
  private static final Pattern VERSION = Pattern.compile("^(?:[a-z]+/)?v\\d\\w*/");

  private final Facts facts;

  private ResourceType(Facts facts) {
    this.facts = facts;
  }

  private ResourceType stating(Consumer<Facts> fact) {
    Facts copy = facts.copy();
    fact.accept(copy);
    return new ResourceType(copy);
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
    return stating(f -> f.summary = sentence);
  }

  /// The full name of Google's message for the body.
  public ResourceType shaped(String shape) {
    return stating(f -> f.shape = shape);
  }

  /// The full name of the message for what a description gives, where Google takes another message than it shows.
  public ResourceType describedAs(String shape) {
    return stating(f -> f.description = shape);
  }

  /// The type is not one of Google's REST resources.
  public ResourceType carriedOutBy(Surface surface) {
    return stating(f -> f.surface = surface);
  }

  /// @param host the API's host, `pubsub.googleapis.com`; also the API to enable unless `enabledAs` says another
  /// @param path template of the resource's path, version first; reading and deleting it go there unless stated otherwise,
  ///     creating and listing to its collection (the path less its last segment)
  public ResourceType reachedAt(String host, String path) {
    return stating(
        f -> {
          f.host = host;
          f.api = host;
          f.path = path;
          f.calls.put(Action.READ, Call.get(path));
          f.calls.put(Action.DELETE, Call.delete(path));
        });
  }

  /// @param path template of the resource's relative name, for a type that has no calls
  public ResourceType standsAt(String path) {
    return stating(f -> f.path = path);
  }

  /// The API that must be enabled in the project before any call; empty when none need be.
  public ResourceType enabledAs(String api) {
    return stating(f -> f.api = api);
  }

  public ResourceType createdBy(Call call) {
    return stating(f -> f.calls.put(Action.CREATE, call));
  }

  public ResourceType readBy(Call call) {
    return stating(f -> f.calls.put(Action.READ, call));
  }

  /// No call reads one resource: it is listed, and picked by its identity.
  public ResourceType readByListing() {
    return stating(
        f -> {
          f.readByListing = true;
          f.calls.remove(Action.READ);
        });
  }

  /// Statuses that may mean that the resource is not there, besides 404: Google hides from a stranger whether a project is.
  public ResourceType absentAlsoAs(int... statuses) {
    return stating(f -> java.util.Arrays.stream(statuses).forEach(f.absentStatuses::add));
  }

  /// How a listed resource tells the parameters of its path, where that is not its `name`, whole or last segment.
  /// @param template what the field holds; parameters of the scope are taken from the scope
  public ResourceType identifiedBy(String field, String template) {
    return stating(f -> f.identity = Optional.of(new Identity(field, template)));
  }

  /// How changed fields are written. Without it the type cannot change, but for fields named by `fieldUpdatedBy`.
  public ResourceType updatedBy(Call call) {
    return stating(f -> f.calls.put(Action.UPDATE, call));
  }

  /// A field that has a call of its own.
  public ResourceType fieldUpdatedBy(String field, Call call) {
    return stating(f -> f.fieldUpdates.put(field, call));
  }

  public ResourceType deletedBy(Call call) {
    return stating(f -> f.calls.put(Action.DELETE, call));
  }

  /// The resource cannot be deleted: leaving it out of the description only forgets it.
  public ResourceType neverDeleted() {
    return stating(f -> f.calls.remove(Action.DELETE));
  }

  /// Where all resources of the type in one scope are listed.
  /// @param items the field of the answer that holds them
  public ResourceType listedBy(Call call, String items) {
    return listedBy(call, items, "pageSize");
  }

  /// @param pageSize the query parameter of the page's size: `maxResults` in Compute, Cloud SQL and Storage; empty when the
  ///     list is not paged
  public ResourceType listedBy(Call call, String items, String pageSize) {
    return stating(
        f -> {
          f.listing = Optional.of(new Listing(call, items, pageSize));
          f.calls.put(Action.LIST, call);
        });
  }

  /// Where the resources of all regions or zones are listed at once.
  /// @param items dotted path to the lists, with `*` for any key: `items.*.subnetworks`
  public ResourceType alsoListedBy(Call call, String items, String pageSize) {
    return stating(f -> f.wideListing = Optional.of(new Listing(call, items, pageSize)));
  }

  /// The resource is one member in one role of another's policy: added by read-modify-write, never taking others away.
  public ResourceType memberOf(Call getPolicy, Call setPolicy) {
    return stating(
        f -> {
          f.policyMember = Optional.of(new PolicyMember(getPolicy, setPolicy));
          f.calls.put(Action.CREATE, setPolicy);
          f.calls.put(Action.READ, getPolicy);
          f.calls.put(Action.DELETE, setPolicy);
        });
  }

  /// The style of operations, for creating, changing and deleting.
  public ResourceType operations(Operations style) {
    return operations(style, Action.CREATE, Action.UPDATE, Action.DELETE);
  }

  /// The style of operations, for these actions only.
  public ResourceType operations(Operations style, Action... actions) {
    return stating(
        f -> {
          f.operations = style;
          f.awaited = Set.of(actions);
        });
  }

  /// Fields that must be given, beyond what Google's shape marks.
  public ResourceType required(String... fields) {
    return stating(f -> f.required.addAll(List.of(fields)));
  }

  /// Fields that cannot change: another value means another resource.
  public ResourceType immutable(String... fields) {
    return stating(f -> f.immutable.addAll(List.of(fields)));
  }

  /// Fields that only Google sets, beyond what Google's shape marks.
  public ResourceType outputOnly(String... fields) {
    return stating(f -> f.outputOnly.addAll(List.of(fields)));
  }

  /// Fields that Google sets when they are not given, to a value that depends on circumstances.
  public ResourceType serverSets(String... fields) {
    return stating(f -> f.serverSets.addAll(List.of(fields)));
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
    return stating(f -> f.defaults.put(field, value));
  }

  /// Fields that may only hold a reference to a secret. Also write-only.
  public ResourceType sensitive(String... fields) {
    return stating(
        f -> {
          f.sensitive.addAll(List.of(fields));
          f.writeOnly.addAll(List.of(fields));
        });
  }

  /// Fields that are taken but never shown again, so that no difference can be seen.
  public ResourceType writeOnly(String... fields) {
    return stating(f -> f.writeOnly.addAll(List.of(fields)));
  }

  /// A field, or a parameter of the path, that names another resource. The parameter `project` always names the project.
  /// @param output which of its fields stands here: `selfLink`, `id`, `name`, `email`
  public ResourceType references(String field, String type, String output) {
    return stating(f -> f.references.put(field, new Refers(type, output)));
  }

  /// A wait that no field states, see `Follows`.
  public ResourceType follows(String mine, String type, String theirs) {
    return stating(f -> f.follows.add(new Follows(mine, type, theirs)));
  }

  /// A field whose value follows from the path's parameters alone, known before the resource is made, or is the same always.
  /// @param template may ask for `{projectNumber}`, which only the cloud knows
  public ResourceType predicts(String field, String template) {
    return stating(f -> f.predicted.put(field, template));
  }

  public ResourceType stamps(String field, Stamp stamp) {
    return stating(f -> f.stamps.put(field, stamp));
  }

  public ResourceType compares(String field, Sameness sameness) {
    return stating(f -> f.samenesses.put(field, sameness));
  }

  /// The resource counts as there only while the field has one of these values: `state` `ENABLED`.
  public ResourceType existsWhile(String field, String... values) {
    return stating(f -> f.existsWhile.put(field, Set.of(values)));
  }

  /// How long the action typically takes in the real cloud.
  public ResourceType takes(Action action, Duration typical) {
    return stating(f -> f.durations.put(action, typical));
  }

  /// After how long the action has failed although Google has not said so. Without it 20 minutes.
  public ResourceType timesOut(Action action, Duration limit) {
    return stating(f -> f.timeouts.put(action, limit));
  }

  /// The usual permissions of a collection: `prefix` and `.create`, `.get`, `.list`, `.update`, `.delete`.
  public ResourceType permissions(String prefix) {
    return stating(
        f -> {
          f.permissions.put(Action.CREATE, sorted(prefix + ".create"));
          f.permissions.put(Action.READ, sorted(prefix + ".get"));
          f.permissions.put(Action.LIST, sorted(prefix + ".list"));
          f.permissions.put(Action.UPDATE, sorted(prefix + ".update"));
          f.permissions.put(Action.DELETE, sorted(prefix + ".delete"));
        });
  }

  /// What an action needs, in place of what `permissions(prefix)` says.
  public ResourceType permissions(Action action, String... names) {
    return stating(f -> f.permissions.put(action, sorted(names)));
  }

  /// What an action needs not on the project but on the resource that this field names.
  public ResourceType permissionsOn(String field, Action action, String... names) {
    return stating(
        f -> {
          f.permissionsElsewhere.computeIfAbsent(action, _ -> new TreeMap<>()).put(field, sorted(names));
          SortedSet<String> here = new TreeSet<>(f.permissions.getOrDefault(action, new TreeSet<>()));
          here.removeAll(List.of(names));
          f.permissions.put(action, here);
        });
  }

  /// Deleting the resource that this parameter of the path names deletes this one too, so that it needs no call of its own.
  public ResourceType goesWith(String parameter) {
    return stating(f -> f.goesWith.add(parameter));
  }

  private static SortedSet<String> sorted(String... names) {
    return new TreeSet<>(List.of(names));
  }

  /// After a delete the name cannot be used again for this long.
  public ResourceType nameStaysTaken(Duration time) {
    return stating(f -> f.nameTaken = Optional.of(time));
  }

  /// Google chooses the last segment of the path.
  public ResourceType serverNamed() {
    return stating(f -> f.serverNamed = true);
  }

  /// Deleting or replacing it destroys data: never without leave.
  public ResourceType holdsData() {
    return stating(f -> f.holdsData = true);
  }

  /// `destroy` leaves it alone unless asked by address: an enabled API, a history of migrations.
  public ResourceType outlivesDescription() {
    return stating(f -> f.outlivesDescription = true);
  }

  /// The field that holds labels.
  public ResourceType labels(String field) {
    return stating(f -> f.labels = field);
  }

  public ResourceType knownToTerraformAs(String type) {
    return stating(f -> f.terraform = type);
  }

  /// The type's name in Cloud Asset Inventory.
  public ResourceType knownToAssetInventoryAs(String type) {
    return stating(f -> f.asset = type);
  }

  public ResourceType meter(String name, String unit) {
    return stating(f -> f.meters.add(new Meter(name, unit)));
  }

  /// Where Google states these facts.
  public ResourceType from(String url) {
    return stating(f -> f.sources.add(url));
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

  /// The full name of the message for what a description gives: `shape` unless Google takes another than it shows.
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

  /// Template of the resource's relative name: the path without version, `projects/{project}/topics/{name}`.
  public String relativeName() {
    return VERSION.matcher(facts.path).replaceFirst("");
  }

  /// What is needed to know one resource, in order: the parameters of its path, and before them those that only its creation
  /// or its listing asks for. The last is the resource's own name.
  public List<String> parameters() {
    SequencedSet<String> own = new java.util.LinkedHashSet<>(Call.get(facts.path).parameters());
    SequencedSet<String> all = new java.util.LinkedHashSet<>();
    call(Action.CREATE).ifPresent(call -> all.addAll(call.needs()));
    listing().ifPresent(listing -> all.addAll(listing.call().needs()));
    all.removeAll(own);
    all.addAll(own);
    return List.copyOf(all);
  }

  /// The parameters that a listing needs: all but the resource's own name, unless the listing asks for that too.
  public List<String> scope() {
    return listing().map(listing -> listing.call().needs()).orElseGet(() -> parameters().subList(0, parameters().size() - 1));
  }

  /// The parameters of the path of a resource that was listed.
  /// @param scope the parameters that the listing was asked with
  /// @return empty when what was listed does not tell them: it is none of this type
  public Optional<Map<String, String>> identify(Map<String, String> scope, Value.Fields listed) {
    Identity identity = facts.identity.orElseGet(() -> new Identity("name", ""));
    Optional<String> told = listed.text(identity.field()).map(text -> VERSION.matcher(HOST.matcher(text).replaceFirst("")).replaceFirst(""));
    if (told.isEmpty()) {
      return Optional.empty();
    }
    String own = parameters().getLast();
    String template = !identity.template().isEmpty() ? identity.template() : told.get().contains("/") ? relativeName() : "{" + own + "}";
    return Templates.match(template, told.get())
        .map(
            found -> {
              Map<String, String> path = new TreeMap<>();
              for (String parameter : parameters()) {
                String value = scope.get(parameter);
                if (value == null) {
                  value = found.get(parameter);
                }
                if (value == null) {
                  value = listed.text(parameter).map(link -> link.substring(link.lastIndexOf('/') + 1)).orElse(null);
                }
                if (value != null) {
                  path.put(parameter, value);
                }
              }
              return path;
            })
        .filter(path -> path.keySet().containsAll(parameters()));
  }

  public Optional<Call> call(Action action) {
    return Optional.ofNullable(facts.calls.get(action));
  }

  /// Fields that have an update call of their own.
  public SequencedMap<String, Call> fieldUpdates() {
    return Collections.unmodifiableSequencedMap(facts.fieldUpdates);
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
    return Collections.unmodifiableSortedSet(facts.absentStatuses);
  }

  public Optional<PolicyMember> policyMember() {
    return facts.policyMember;
  }

  /// How the service answers this action.
  public Operations operations(Action action) {
    return facts.awaited.contains(action) ? facts.operations : Operations.NONE;
  }

  public SequencedSet<String> required() {
    return Collections.unmodifiableSequencedSet(facts.required);
  }

  public SequencedSet<String> immutable() {
    return Collections.unmodifiableSequencedSet(facts.immutable);
  }

  public SequencedSet<String> outputOnly() {
    return Collections.unmodifiableSequencedSet(facts.outputOnly);
  }

  public SequencedSet<String> serverSets() {
    return Collections.unmodifiableSequencedSet(facts.serverSets);
  }

  public SequencedMap<String, Value> defaults() {
    return Collections.unmodifiableSequencedMap(facts.defaults);
  }

  public SequencedSet<String> sensitive() {
    return Collections.unmodifiableSequencedSet(facts.sensitive);
  }

  public SequencedSet<String> writeOnly() {
    return Collections.unmodifiableSequencedSet(facts.writeOnly);
  }

  public SequencedMap<String, Refers> references() {
    return Collections.unmodifiableSequencedMap(facts.references);
  }

  public List<Follows> follows() {
    return List.copyOf(facts.follows);
  }

  public SequencedMap<String, String> predicted() {
    return Collections.unmodifiableSequencedMap(facts.predicted);
  }

  public SequencedMap<String, Stamp> stamps() {
    return Collections.unmodifiableSequencedMap(facts.stamps);
  }

  public Optional<Sameness> sameness(String field) {
    return Optional.ofNullable(facts.samenesses.get(field));
  }

  /// Whether what Google answers means that the resource is there: a destroyed version or a project waiting for deletion is
  /// answered, but gone.
  public boolean isThere(Value.Fields observed) {
    return facts.existsWhile.entrySet().stream()
        .allMatch(
            e ->
                observed
                    .at(e.getKey())
                    .map(v -> e.getValue().contains(v instanceof Value.Bool(var b) ? String.valueOf(b) : v instanceof Value.Text(var t) ? t : ""))
                    .orElse(false));
  }

  /// What `existsWhile` states, for documents and the emulator.
  public SequencedMap<String, Set<String>> existsWhile() {
    return Collections.unmodifiableSequencedMap(facts.existsWhile);
  }

  /// How long the action typically takes; one second when nothing is stated.
  public Duration typical(Action action) {
    return facts.durations.getOrDefault(action, Duration.ofSeconds(1));
  }

  public Duration timeout(Action action) {
    return facts.timeouts.getOrDefault(action, Duration.ofMinutes(20));
  }

  public SortedSet<String> permissions(Action action) {
    return Collections.unmodifiableSortedSet(facts.permissions.getOrDefault(action, new TreeSet<>()));
  }

  /// What an action needs on other resources than the project, by the field that names them.
  public SortedMap<String, SortedSet<String>> permissionsElsewhere(Action action) {
    return Collections.unmodifiableSortedMap(facts.permissionsElsewhere.getOrDefault(action, new TreeMap<>()));
  }

  /// The parameters whose resource takes this one with it when it is deleted.
  public SequencedSet<String> goesWith() {
    return Collections.unmodifiableSequencedSet(facts.goesWith);
  }

  /// Whether the field at this dotted path can change on a resource that stands.
  public boolean isChangeable(String path) {
    return facts.immutable.stream().noneMatch(fixed -> within(path, fixed))
        && (facts.surface == Surface.POSTGRES
            || (facts.calls.containsKey(Action.UPDATE) && takes(facts.calls.get(Action.UPDATE), path))
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
    return List.copyOf(facts.meters);
  }

  public List<String> sources() {
    return List.copyOf(facts.sources);
  }

  /// The values that follow from the parameters alone: what `predicts` states, and `id`, the relative name. A value whose
  /// template asks for a parameter that is not given is left out: `projectNumber` is known to the cloud only.
  public Map<String, String> predictions(Map<String, String> parameters) {
    Map<String, String> known = new TreeMap<>();
    facts.predicted.forEach((field, template) -> put(known, field, template, parameters));
    put(known, "id", relativeName(), parameters);
    return known;
  }

  private static void put(Map<String, String> known, String field, String template, Map<String, String> parameters) {
    if (parameters.keySet().containsAll(Call.get(template).parameters())) {
      known.put(field, Templates.fill(template, parameters));
    }
  }

  @Override
  public String toString() {
    return facts.name;
  }
}
