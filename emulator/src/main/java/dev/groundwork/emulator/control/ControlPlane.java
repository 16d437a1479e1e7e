package dev.groundwork.emulator.control;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.http.Request;
import dev.groundwork.emulator.identity.Caller;
import dev.groundwork.emulator.identity.Issuer;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Store;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.Shapes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The emulated Google Cloud, without the HTTP server: all services, and what they share. This is
/// what a service is given.
public final class ControlPlane implements AutoCloseable {
  private static final String CLOCK_KEY = "emulator/clock";

  private final Catalog catalog;
  private final Shapes shapes;
  private final Path folder;
  private final Store store;
  private final EmulatorClock clock;
  private final Ids ids;
  private final Projects projects;
  private final Policies policies;
  private final Links links;
  private final Bodies bodies;
  private final Faults faults;
  private final Accounts accounts;
  private final Issuer issuer;
  private final Access access;
  private final Operations operations;
  private final Logs logs = new Logs();
  private final List<BiConsumer<Request, Reply>> answered = new CopyOnWriteArrayList<>();
  private final Timekeeper timekeeper;
  private final Behaviors behaviors = new Behaviors();
  private final Routes routes;
  private List<Service> services = List.of();
  private volatile @Nullable URI address;
  private final String internalKey;

  /// @param folder where everything is kept; made when it is not there
  /// @param seed of the faults
  /// @param realistic whether operations take as long as on the real cloud, on the emulated clock
  public ControlPlane(
      Catalog catalog,
      Shapes shapes,
      Path folder,
      Clock base,
      RandomGenerator random,
      long seed,
      boolean realistic) {
    this.catalog = catalog;
    this.shapes = shapes;
    this.folder = folder;
    store = new Store(folder.resolve("store"));
    clock =
        new EmulatorClock(
            base,
            store
                .get(CLOCK_KEY)
                .flatMap(e -> e.body().text("ahead"))
                .map(Duration::parse)
                .orElse(Duration.ZERO));
    ids = new Ids(random);
    internalKey = java.util.UUID.randomUUID().toString();
    projects = new Projects(store);
    policies = new Policies(store, ids, projects);
    links = new Links(catalog, projects);
    bodies = new Bodies(shapes);
    faults = new Faults(seed);
    issuer = new Issuer(folder.resolve("identity"), clock);
    accounts = new Accounts(store, issuer);
    operations =
        new Operations(store, clock, ids, realistic, behaviors::of, new OperationForms(catalog));
    access = new Access(catalog, store, projects, policies, accounts, issuer, clock, logs, owner());
    routes = new Routes(projects, shapes, access);
    timekeeper = new Timekeeper(clock, this::settle);
  }

  /// Installs the services and takes up unfinished operations. Called once.
  public void open(List<Service> all) {
    services = List.copyOf(all);
    new ResourceRoutes(this, behaviors).install(routes);
    new OperationRoutes(this).install(routes);
    for (Service service : services) {
      service.install(routes.of(service.host(), behaviors));
    }
    services.forEach(Service::start);
    operations.resume();
    timekeeper.start();
  }

  /// Answers one request. Never throws for what the request says.
  public Reply answer(Request request) {
    settle();
    List<Fault> striking = faults.striking(request);
    Reply reply = answer(request, striking);
    logs.settle();
    return reply;
  }

  private Reply answer(Request request, List<Fault> striking) {
    Dialect dialect = Dialect.of(request.host());
    try {
      return access.as(
          access.callerOf(request),
          () -> {
            Reply reply = Misbehavior.of(striking).answer(() -> routes.answer(request), dialect);
            answered.forEach(a -> a.accept(request, reply));
            return reply;
          });
    } catch (Refused e) {
      return Reply.status(e.refusal().code(), dialect.render(e.refusal()));
    }
  }

  private void settle() {
    operations.settle();
    logs.settle();
  }

  /// How long the answer to this request is held back, and whether it is cut: see `Misbehavior`.
  public Faults faults() {
    return faults;
  }

  /// Moves the emulated clock ahead; whatever is due on the way happens, in its order and at its
  /// time.
  ///
  /// @throws IllegalArgumentException when `by` is negative: time does not go back
  public void advance(Duration by) {
    timekeeper.advance(by);
    store.run(t ->
        t.put(Entry.of(CLOCK_KEY, "clock", Fields.EMPTY.with("ahead", clock.ahead().toString()))));
    settle();
  }

  /// The addresses that the emulated cloud shows, and where on this machine they are.
  public List<Reachable> reachable() {
    return services.stream().flatMap(s -> s.reachable().stream()).toList();
  }

  /// Ends what runs behind a resource, as an outage does; the API goes on to say that all is well.
  ///
  /// @return whether anything ran there
  public boolean interrupt(String resource) {
    return services.stream().anyMatch(service -> service.interrupt(resource));
  }

  /// Brings back what `interrupt` ended.
  public void recover(String resource) {
    services.forEach(service -> service.recover(resource));
  }

  /// Forgets everything.
  public void reset() {
    services.forEach(Service::close);
    services.forEach(Service::erase);
    operations.forget();
    faults.clear();
    access.audit().clear();
    store.clear();
    access.mode(access.mode());
    services.forEach(Service::start);
  }

  /// Checks that a project is there and has an API enabled, for handlers whose path does not name
  /// the project.
  ///
  /// @param host of the service that asks
  /// @return the project's id
  /// @throws Refused when not
  public String requireApi(String host, String project, String api) {
    return Gate.check(projects, host, project, api);
  }

  /// Whom operations, policies and resources name as their maker.
  public String caller() {
    return access.caller().email();
  }

  /// Who owns this emulator, and may do everything.
  public Caller owner() {
    return new Caller.Owner(OperationForms.CALLER);
  }

  /// Signs and verifies tokens.
  public Issuer issuer() {
    return issuer;
  }

  /// Who calls, and what they may do.
  public Access access() {
    return access;
  }

  /// The service accounts.
  public Accounts accounts() {
    return accounts;
  }

  public Catalog catalog() {
    return catalog;
  }

  public Shapes shapes() {
    return shapes;
  }

  /// Where a service keeps its files: a folder of its own, made by the service.
  public Path folder(String service) {
    return folder.resolve(service);
  }

  public Store store() {
    return store;
  }

  public EmulatorClock clock() {
    return clock;
  }

  public Ids ids() {
    return ids;
  }

  public Projects projects() {
    return projects;
  }

  public Policies policies() {
    return policies;
  }

  public Links links() {
    return links;
  }

  public Bodies bodies() {
    return bodies;
  }

  /// Lists over all scopes of a project.
  public Aggregates aggregates() {
    return new Aggregates(this, behaviors);
  }

  /// Tells of every request that was answered, and how; by the thread that answers it.
  public void whenAnswered(BiConsumer<Request, Reply> then) {
    answered.add(then);
  }

  /// Where entries of projects' logs are written.
  public Logs logs() {
    return logs;
  }

  /// Where a service says what it has to do at which time.
  public Agenda agenda() {
    return timekeeper.agenda();
  }

  /// The header with which what runs inside the emulated cloud says so, with `internalKey`: some
  /// services let in nobody else.
  public static final String INTERNAL = "X-Groundwork-Internal";

  /// What only callers inside the emulated cloud know.
  public String internalKey() {
    return internalKey;
  }

  /// Where the emulator answers, once it listens.
  public Optional<URI> address() {
    return Optional.ofNullable(address);
  }

  /// Says where the emulator answers.
  public void listening(URI at) {
    address = at;
  }

  /// Where on this machine a URL of the emulated cloud is answered: `https://s-x-uc.a.run.app/p` at
  /// `http://127.0.0.1:8086/s-x-uc.a.run.app/p`. Empty when it is none, or before the emulator
  /// listens.
  public Optional<URI> inside(URI url) {
    String host = Optional.ofNullable(url.getHost()).orElse("");
    boolean ours = host.endsWith(".run.app") || host.endsWith(".googleapis.com");
    String path = Optional.ofNullable(url.getRawPath()).orElse("");
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return ours
        ? address().map(at -> URI.create(at + "/" + host + path + query))
        : Optional.empty();
  }

  public Operations operations() {
    return operations;
  }

  @Override
  public void close() {
    timekeeper.close();
    services.forEach(Service::close);
    store.close();
  }
}
