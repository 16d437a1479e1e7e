package dev.groundwork.plan;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.plan.Change.Difference;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.state.Recorded;
import dev.groundwork.state.State;
import dev.groundwork.state.StateText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A plan as a file, to be looked at and applied later. It knows what it was made from, and holds
/// no secret.
public final class PlanJson {
  private static final String FORMAT = "groundwork-plan-1";

  private final Catalog catalog;

  public PlanJson(Catalog catalog) {
    this.catalog = catalog;
  }

  /// A saved plan.
  ///
  /// @param digest of what it was made from, see `digest`
  public record Saved(Plan plan, String digest) {}

  /// What came of reading a file.
  public sealed interface Read {
    record Found(Saved saved) implements Read {}

    record Unreadable(Diagnostic diagnostic) implements Read {}
  }

  /// A fingerprint of what a plan is made from: the description and the state.
  public static String digest(List<Resource> desired, State state) {
    List<Value> resources = new ArrayList<>();
    desired.forEach(r -> resources.add(write(r, false)));
    state.resources().values().forEach(r -> resources.add(StateText.write(r)));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  (state.serial() + Json.canonical(new Value.Items(resources)))
                      .getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Why a saved plan must not be applied now; empty when it may be.
  ///
  /// @param file what the user calls it
  public static Optional<Diagnostic> stale(
      String file, Saved saved, List<Resource> desired, State state) {
    if (saved.plan().serial() != state.serial()) {
      return stale(
          file,
          "made from state " + saved.plan().serial() + ", which is now " + state.serial() + ".");
    }
    return saved.digest().equals(digest(desired, state))
        ? Optional.empty()
        : stale(file, "made from another description or state.");
  }

  private static Optional<Diagnostic> stale(String file, String message) {
    return Optional.of(Diagnostic.error(Code.STALE_PLAN, Place.of(file), message, "plan again."));
  }

  // ---------------------------------------------------------------- writing

  public static String write(Saved saved) {
    Plan plan = saved.plan();
    Fields file =
        Value.fields()
            .with("format", FORMAT)
            .with("digest", saved.digest())
            .with("serial", plan.serial())
            .with("summary", plan.summary())
            .with("estimateMillis", plan.estimate().toMillis())
            .with("criticalPath", addresses(plan.criticalPath()))
            .with(
                "changes",
                new Value.Items(plan.changes().stream().<Value>map(PlanJson::write).toList()));
    return Json.pretty(file) + "\n";
  }

  private static Fields write(Change change) {
    Fields head =
        Value.fields()
            .with("change", kind(change))
            .with("address", change.address().toString())
            .with("reasons", Value.texts(change.reasons()));
    return switch (change) {
      case Change.Create c ->
          head.with("desired", write(c.desired(), true)).with("vanished", c.vanished());
      case Change.Update c ->
          compared(head, c.desired(), c.recorded(), c.observed(), c.differences());
      case Change.Replace c ->
          goingWith(
                  compared(head, c.desired(), c.recorded(), c.observed(), c.differences()),
                  c.goesWith())
              .with("fixed", Value.texts(List.copyOf(c.fixed())));
      case Change.Delete c ->
          goingWith(
              head.with("recorded", StateText.write(c.recorded())).with("observed", c.observed()),
              c.goesWith());
      case Change.Adopt c ->
          head.with("desired", write(c.desired(), true))
              .with("recorded", StateText.write(c.recorded()));
      case Change.Keep c ->
          head.with("desired", write(c.desired(), true))
              .with("recorded", StateText.write(c.recorded()));
      case Change.Forget _ -> head;
      case Change.Refused(_, var diagnostics) ->
          head.with(
              "diagnostics",
              new Value.Items(diagnostics.stream().<Value>map(PlanJson::write).toList()));
    };
  }

  private static String kind(Change change) {
    return switch (change) {
      case Change.Create _ -> "create";
      case Change.Update _ -> "update";
      case Change.Replace _ -> "replace";
      case Change.Delete _ -> "delete";
      case Change.Adopt _ -> "adopt";
      case Change.Keep _ -> "keep";
      case Change.Forget _ -> "forget";
      case Change.Refused _ -> "refused";
    };
  }

  private static Fields compared(
      Fields head,
      Resource desired,
      Recorded recorded,
      Fields observed,
      SortedMap<String, Difference> differences) {
    Map<String, Value> fields = new LinkedHashMap<>();
    differences.forEach((path, difference) -> {
      Fields written = Value.fields().with("drift", difference.drift());
      if (difference.from().isPresent()) {
        written = written.with("from", ValueText.write(difference.from().get()));
      }
      if (difference.to().isPresent()) {
        written = written.with("to", ValueText.write(difference.to().get()));
      }
      fields.put(path, written);
    });
    return head.with("desired", write(desired, true))
        .with("recorded", StateText.write(recorded))
        .with("observed", observed)
        .with("differences", new Fields(fields));
  }

  private static Fields goingWith(Fields head, Optional<Address> parent) {
    return parent.map(p -> head.with("goesWith", p.toString())).orElse(head);
  }

  /// @param withPlace whether to tell where it stands, which says nothing about what is wanted
  private static Fields write(Resource resource, boolean withPlace) {
    Fields written =
        Value.fields()
            .with("address", resource.address().toString())
            .with("path", ValueText.write(new Fields(new LinkedHashMap<>(resource.path()))))
            .with("body", ValueText.write(resource.body()))
            .with("dependsOn", addresses(resource.dependsOn()));
    return withPlace ? written.with("place", write(resource.place())) : written;
  }

  private static Fields write(Place place) {
    return Value.fields()
        .with("file", place.file())
        .with("line", place.line())
        .with("column", place.column());
  }

  private static Fields write(Diagnostic diagnostic) {
    return Value.fields()
        .with("code", diagnostic.code().name())
        .with("severity", diagnostic.severity().name())
        .with("place", write(diagnostic.place()))
        .with("message", diagnostic.message())
        .with("fix", diagnostic.fix());
  }

  private static Value addresses(Collection<Address> addresses) {
    return Value.texts(addresses.stream().map(Address::toString).toList());
  }

  // ---------------------------------------------------------------- reading

  /// @param file what the user calls it
  public Read read(String file, String text) {
    try {
      Fields fields = Json.parseFields(text);
      if (!fields.text("format").equals(Optional.of(FORMAT))) {
        return unreadable(file, "not a saved plan.");
      }
      List<Change> changes = new ArrayList<>();
      for (Value item : fields.items("changes")) {
        changes.add(readChange(asFields(item)));
      }
      Plan plan =
          new Plan(
              changes,
              number(fields, "serial"),
              Duration.ofMillis(number(fields, "estimateMillis")),
              List.copyOf(readAddresses(fields.items("criticalPath"))));
      return new Read.Found(new Saved(plan, StateText.text(fields, "digest")));
    } catch (Json.Malformed e) {
      return unreadable(file, "not a saved plan: " + e.getMessage() + ".");
    }
  }

  private static Read unreadable(String file, String message) {
    return new Read.Unreadable(
        Diagnostic.error(Code.BAD_PLAN, Place.of(file), message, "plan again with this version."));
  }

  private Change readChange(Fields fields) throws Json.Malformed {
    Address address = address(StateText.text(fields, "address"));
    List<String> reasons = texts(fields.items("reasons"));
    return switch (StateText.text(fields, "change")) {
      case "create" -> new Change.Create(readResource(fields), fields.flag("vanished"), reasons);
      case "update" ->
          new Change.Update(
              readResource(fields),
              recorded(fields),
              fields.fields("observed"),
              readDifferences(fields.fields("differences")),
              reasons);
      case "replace" ->
          new Change.Replace(
              readResource(fields),
              recorded(fields),
              fields.fields("observed"),
              readDifferences(fields.fields("differences")),
              new TreeSet<>(texts(fields.items("fixed"))),
              parent(fields),
              reasons);
      case "delete" ->
          new Change.Delete(
              type(address), recorded(fields), fields.fields("observed"), parent(fields), reasons);
      case "adopt" -> new Change.Adopt(readResource(fields), recorded(fields), reasons);
      case "keep" -> new Change.Keep(readResource(fields), recorded(fields));
      case "forget" -> new Change.Forget(address, reasons);
      case "refused" -> {
        List<Diagnostic> diagnostics = new ArrayList<>();
        for (Value item : fields.items("diagnostics")) {
          diagnostics.add(readDiagnostic(asFields(item)));
        }
        yield new Change.Refused(address, diagnostics);
      }
      default -> throw Json.malformed("a change of an unknown kind");
    };
  }

  private static Recorded recorded(Fields fields) throws Json.Malformed {
    return StateText.readRecorded(fields.fields("recorded"));
  }

  private static Optional<Address> parent(Fields fields) throws Json.Malformed {
    Optional<String> parent = fields.text("goesWith");
    return parent.isPresent() ? Optional.of(address(parent.get())) : Optional.empty();
  }

  private static SortedMap<String, Difference> readDifferences(Fields fields)
      throws Json.Malformed {
    SortedMap<String, Difference> differences = new TreeMap<>();
    for (Map.Entry<String, Value> e : fields.values().entrySet()) {
      Fields written = asFields(e.getValue());
      differences.put(
          e.getKey(),
          new Difference(side(written, "from"), side(written, "to"), written.flag("drift")));
    }
    return differences;
  }

  private static Optional<Value> side(Fields written, String name) throws Json.Malformed {
    Optional<Value> value = written.get(name);
    return value.isPresent() ? Optional.of(ValueText.read(value.get())) : Optional.empty();
  }

  private Resource readResource(Fields change) throws Json.Malformed {
    Fields fields = change.fields("desired");
    Address address = address(StateText.text(fields, "address"));
    return new Resource(
        address,
        type(address),
        ValueText.readFields(fields.fields("path")).values(),
        ValueText.readFields(fields.fields("body")),
        new TreeSet<>(readAddresses(fields.items("dependsOn"))),
        readPlace(fields.fields("place")));
  }

  private static Place readPlace(Fields fields) throws Json.Malformed {
    return new Place(
        StateText.text(fields, "file"),
        (int) number(fields, "line"),
        (int) number(fields, "column"));
  }

  private static Diagnostic readDiagnostic(Fields fields) throws Json.Malformed {
    try {
      return new Diagnostic(
          Code.valueOf(StateText.text(fields, "code")),
          Diagnostic.Severity.valueOf(StateText.text(fields, "severity")),
          readPlace(fields.fields("place")),
          StateText.text(fields, "message"),
          StateText.text(fields, "fix"));
    } catch (IllegalArgumentException _) {
      throw Json.malformed("a diagnostic of an unknown kind");
    }
  }

  private ResourceType type(Address address) throws Json.Malformed {
    Optional<ResourceType> type = catalog.find(address.type());
    if (type.isEmpty()) {
      throw Json.malformed("a resource of an unknown type, " + address.type());
    }
    return type.get();
  }

  private static Fields asFields(Value value) throws Json.Malformed {
    if (value instanceof Fields fields) {
      return fields;
    }
    throw Json.malformed("an object is missing");
  }

  private static long number(Fields fields, String name) throws Json.Malformed {
    if (fields.get(name).orElse(new Value.Null()) instanceof Value.Num(var number)) {
      return number.longValue();
    }
    throw Json.malformed("the number '" + name + "' is missing");
  }

  private static Address address(String text) throws Json.Malformed {
    try {
      return Address.parse(text);
    } catch (IllegalArgumentException _) {
      throw Json.malformed("a field that should hold an address does not");
    }
  }

  private static List<Address> readAddresses(List<Value> items) throws Json.Malformed {
    List<Address> addresses = new ArrayList<>();
    for (String text : texts(items)) {
      addresses.add(address(text));
    }
    return addresses;
  }

  private static List<String> texts(List<Value> items) {
    return items.stream()
        .flatMap(item ->
            item instanceof Value.Text(var text)
                ? java.util.stream.Stream.of(text)
                : java.util.stream.Stream.<String>empty())
        .toList();
  }
}
