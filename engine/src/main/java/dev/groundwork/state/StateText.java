package dev.groundwork.state;

import dev.groundwork.resource.Action;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Records and journal lines as JSON, and back. Knows no files.
public final class StateText {
  private StateText() {}

  /// One line of the journal.
  public static Fields write(JournalRecord record) {
    Fields line = Value.fields().with("kind", kind(record));
    return switch (record) {
      case JournalRecord.Intent(var action, var wanted, var strangers, var requestId) ->
          line.with("action", action.name())
              .with("wanted", write(wanted))
              .with("strangers", Value.texts(List.copyOf(strangers)))
              .with("requestId", requestId);
      case JournalRecord.Began(var address, var operation) ->
          line.with("address", address.toString()).with("operation", operation);
      case JournalRecord.Stands(var recorded) -> line.with("recorded", write(recorded));
      case JournalRecord.Gone(var address) -> line.with("address", address.toString());
      case JournalRecord.Failed(var address, var reason) ->
          line.with("address", address.toString()).with("reason", reason);
    };
  }

  private static String kind(JournalRecord record) {
    return switch (record) {
      case JournalRecord.Intent _ -> "intent";
      case JournalRecord.Began _ -> "began";
      case JournalRecord.Stands _ -> "stands";
      case JournalRecord.Gone _ -> "gone";
      case JournalRecord.Failed _ -> "failed";
    };
  }

  /// The inverse of `write`.
  ///
  /// @throws Json.Malformed when a part is missing or not of its form
  public static JournalRecord readRecord(Fields line) throws Json.Malformed {
    return switch (text(line, "kind")) {
      case "intent" ->
          new JournalRecord.Intent(
              action(line),
              readRecorded(line.fields("wanted")),
              new TreeSet<>(texts(line.items("strangers"))),
              text(line, "requestId"));
      case "began" -> new JournalRecord.Began(address(line), text(line, "operation"));
      case "stands" -> new JournalRecord.Stands(readRecorded(line.fields("recorded")));
      case "gone" -> new JournalRecord.Gone(address(line));
      case "failed" -> new JournalRecord.Failed(address(line), text(line, "reason"));
      default -> throw Json.malformed("a journal record of an unknown kind");
    };
  }

  /// One resource of the snapshot.
  public static Fields write(Recorded recorded) {
    return Value.fields()
        .with("address", recorded.address().toString())
        .with("path", texts(recorded.path()))
        .with("desired", recorded.desired())
        .with("observed", recorded.observed())
        .with("needs", Value.texts(recorded.needs().stream().map(Address::toString).toList()));
  }

  /// The inverse of `write`.
  ///
  /// @throws Json.Malformed when a part is missing or not of its form
  public static Recorded readRecorded(Fields fields) throws Json.Malformed {
    SortedSet<Address> needs = new TreeSet<>();
    for (String need : texts(fields.items("needs"))) {
      needs.add(parse(need));
    }
    return new Recorded(
        address(fields),
        texts(fields.fields("path")),
        fields.fields("desired"),
        fields.fields("observed"),
        needs);
  }

  private static Address address(Fields fields) throws Json.Malformed {
    return parse(text(fields, "address"));
  }

  private static Address parse(String text) throws Json.Malformed {
    try {
      return Address.parse(text);
    } catch (IllegalArgumentException _) {
      throw Json.malformed("a field that should hold an address does not");
    }
  }

  private static Action action(Fields fields) throws Json.Malformed {
    try {
      return Action.valueOf(text(fields, "action"));
    } catch (IllegalArgumentException _) {
      throw Json.malformed("an action that is none");
    }
  }

  /// A text that must be there.
  ///
  /// @throws Json.Malformed when it is not
  public static String text(Fields fields, String name) throws Json.Malformed {
    return fields
        .text(name)
        .orElseThrow(() -> Json.malformed("the field '" + name + "' is missing"));
  }

  private static Fields texts(Map<String, String> map) {
    Map<String, Value> values = new LinkedHashMap<>();
    map.forEach((name, value) -> values.put(name, Value.of(value)));
    return new Fields(values);
  }

  private static Map<String, String> texts(Fields fields) {
    Map<String, String> map = new TreeMap<>();
    fields.values().keySet().forEach(name -> map.put(name, fields.text(name).orElse("")));
    return map;
  }

  private static List<String> texts(List<Value> items) {
    List<String> texts = new ArrayList<>();
    for (Value item : items) {
      if (item instanceof Value.Text(var text)) {
        texts.add(text);
      }
    }
    return texts;
  }
}
