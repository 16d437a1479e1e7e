package dev.groundwork.emulator.dns;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What is special about record sets.
final class Records implements Behavior {
  static final String TYPE = "dns.RecordSet";
  private static final String IPV4 = "((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}";
  private static final Set<String> KINDS =
      Set.of(
          "A",
          "AAAA",
          "ALIAS",
          "CAA",
          "CNAME",
          "DNSKEY",
          "DS",
          "HTTPS",
          "IPSECKEY",
          "MX",
          "NAPTR",
          "NS",
          "PTR",
          "SOA",
          "SPF",
          "SRV",
          "SSHFP",
          "SVCB",
          "TLSA",
          "TXT");

  static String prefix(String zone) {
    return zone + "/rrsets/";
  }

  static String key(String zone, Fields record) {
    return prefix(zone)
        + record.text("name").orElse("").toLowerCase(Locale.ROOT)
        + "/"
        + record.text("type").orElse("");
  }

  static void put(
      Transaction transaction, String zone, String name, String type, int ttl, List<String> data) {
    Fields record =
        Fields.EMPTY
            .with("name", name)
            .with("type", type)
            .with("ttl", ttl)
            .with("rrdatas", Value.texts(data));
    put(transaction, zone, record);
  }

  static Fields put(Transaction transaction, String zone, Fields record) {
    Fields complete = record.with("kind", "dns#resourceRecordSet");
    transaction.put(Entry.of(key(zone, record), TYPE, complete));
    return complete;
  }

  /// Whether it is one of the two that every zone has.
  static boolean isOfZone(Fields record, String dnsName) {
    String type = record.text("type").orElse("");
    return record.text("name").orElse("").equalsIgnoreCase(dnsName)
        && (type.equals("NS") || type.equals("SOA"));
  }

  /// @param where what the sentence calls it, `entity.change.additions[0]`
  /// @throws dev.groundwork.emulator.control.Refused when the zone cannot have such a record
  static void check(Transaction transaction, Entry zone, Fields record, String where) {
    String name = record.text("name").orElse("").toLowerCase(Locale.ROOT);
    String dnsName = zone.body().text("dnsName").orElse("").toLowerCase(Locale.ROOT);
    String type = record.text("type").orElse("");
    boolean inside = name.equals(dnsName) || name.endsWith("." + dnsName) || dnsName.equals(".");
    if (!inside || !name.endsWith(".")) {
      throw invalid(where + ".name", record.text("name").orElse("")).asException();
    }
    if (!KINDS.contains(type)) {
      throw invalid(where + ".type", type).asException();
    }
    int at = 0;
    for (Value data : record.items("rrdatas")) {
      String text = data instanceof Value.Text(var t) ? t : "";
      boolean fine =
          switch (type) {
            case "A" -> text.matches(IPV4);
            case "AAAA" -> text.contains(":") && text.matches("[0-9A-Fa-f:.]+");
            case "CNAME", "NS", "PTR", "ALIAS" -> text.endsWith(".");
            default -> !text.isEmpty();
          };
      if (!fine) {
        throw invalid(where + ".rrdata[" + at + "]", text).asException();
      }
      at++;
    }
    boolean clash =
        transaction.under(prefix(zone.key()) + name + "/").stream()
            .map(e -> e.body().text("type").orElse(""))
            .anyMatch(
                other -> !other.equals(type) && (other.equals("CNAME") || type.equals("CNAME")));
    if (clash) {
      throw Refusal.invalid(
              "The resource record set '"
                  + where
                  + "' is invalid because the DNS name '"
                  + name
                  + "' may have either one CNAME resource record set or resource record sets of other types, but not both.")
          .withReason("cnameResourceRecordSetConflict")
          .asException();
    }
  }

  private static Refusal invalid(String where, String value) {
    return Refusal.invalid("Invalid value for '" + where + "': '" + value + "'");
  }

  @Override
  public Fields update(Edit edit, Fields before, Fields after) {
    String zone = edit.key().substring(0, edit.key().indexOf("/rrsets/"));
    edit.transaction()
        .get(zone)
        .ifPresent(z -> check(edit.transaction(), z, after, "entity.rrset"));
    return after;
  }

  @Override
  public void delete(Edit edit, Entry current) {
    String zone = edit.key().substring(0, edit.key().indexOf("/rrsets/"));
    String dnsName = edit.transaction().get(zone).flatMap(z -> z.body().text("dnsName")).orElse("");
    if (isOfZone(current.body(), dnsName)) {
      throw Refusal.invalid(
              "The resource record set 'entity.rrset' is invalid because a zone must contain exactly one resource record set of type '"
                  + current.body().text("type").orElse("")
                  + "' at the apex.")
          .asException();
    }
  }

  @Override
  public Optional<Refusal> absent(Ask ask, String relativeName) {
    String[] parts = relativeName.split("/", -1);
    return Optional.of(
        Refusal.notFound(
            "The 'parameters.name' resource named '"
                + parts[parts.length - 2]
                + " ("
                + parts[parts.length - 1]
                + ")' does not exist."));
  }
}
