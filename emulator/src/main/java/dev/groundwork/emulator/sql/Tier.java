package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Regions;
import dev.groundwork.emulator.sql.Version.Engine;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A machine type of an instance.
///
/// @param name as the API writes it
/// @param cpus shared ones count as one
/// @param memoryMib its memory
record Tier(String name, int cpus, long memoryMib) {
  private static final Pattern CUSTOM = Pattern.compile("db-custom-(\\d{1,3})-(\\d{1,7})");
  private static final Pattern NAMED =
      Pattern.compile("db-(n1-standard|n1-highmem|perf-optimized-N|c4a-highmem)-(\\d{1,3})");
  private static final String PLUS = "ENTERPRISE_PLUS";

  /// Cloud SQL's default of `max_connections` for so much memory; the first row that holds at least
  /// as much counts.
  ///
  /// @see <a href="https://cloud.google.com/sql/docs/postgres/flags#postgres-m">max_connections</a>
  private static final long[][] CONNECTIONS = {
    {640, 25},
    {3839, 50},
    {6143, 100},
    {7679, 200},
    {15359, 400},
    {30719, 500},
    {61439, 600},
    {122879, 800}
  };

  static Optional<Tier> find(String name) {
    if (name.equals("db-f1-micro")) {
      return Optional.of(new Tier(name, 1, 614));
    }
    if (name.equals("db-g1-small")) {
      return Optional.of(new Tier(name, 1, 1740));
    }
    Matcher custom = CUSTOM.matcher(name);
    if (custom.matches()) {
      return Optional.of(
          new Tier(name, Integer.parseInt(custom.group(1)), Long.parseLong(custom.group(2))));
    }
    Matcher named = NAMED.matcher(name);
    if (named.matches()) {
      int cpus = Integer.parseInt(named.group(2));
      long perCpu =
          switch (named.group(1)) {
            case "n1-standard" -> 3840;
            case "n1-highmem" -> 6656;
            default -> 8192;
          };
      return Optional.of(new Tier(name, cpus, cpus * perCpu));
    }
    return Optional.empty();
  }

  /// Why an instance of this database and edition cannot have a machine of this type; empty when it
  /// can.
  static Optional<Refusal> refusal(String name, Version version, String edition) {
    Optional<Tier> found = find(name);
    boolean plus = name.startsWith("db-perf-optimized-") || name.startsWith("db-c4a-");
    if (found.isEmpty() || plus != edition.equals(PLUS)) {
      String better = edition.equals(PLUS) ? "db-perf-optimized-N-*" : "db-custom-*-*";
      return Optional.of(
          Refusals.invalid(
              "Invalid Tier ("
                  + name
                  + ") for ("
                  + edition
                  + ") Edition. Use a predefined Tier like "
                  + better
                  + " instead."));
    }
    if (name.startsWith("db-n1-") && version.engine() != Engine.MYSQL) {
      String database = version.engine() == Engine.POSTGRES ? "PostgreSQL" : "SQL Server";
      return Optional.of(
          Refusals.invalid(
              "Only custom or shared-core instance Billing Tier type allowed for "
                  + database
                  + " database."));
    }
    if (version.engine() == Engine.SQLSERVER && !name.startsWith("db-custom-") && !plus) {
      return Optional.of(
          Refusals.invalid(
              "Shared-core instance Billing Tier type is not allowed for SQL Server database."));
    }
    return name.startsWith("db-custom-") ? found.get().custom() : Optional.empty();
  }

  private Optional<Refusal> custom() {
    if (cpus != 1 && (cpus < 1 || cpus % 2 != 0 || cpus > 96)) {
      return Optional.of(
          Refusals.invalid(
              "Invalid custom Tier ("
                  + name
                  + "): vCPUs must be 1 or an even number between 2 and 96."));
    }
    if (memoryMib % 256 != 0 || memoryMib < 3840) {
      return Optional.of(
          Refusals.invalid(
              "Invalid custom Tier ("
                  + name
                  + "): memory must be a multiple of 256 MiB and at least 3.75 GiB (3840 MiB)."));
    }
    if (memoryMib * 10 < cpus * 9216L || memoryMib > cpus * 6656L) {
      return Optional.of(
          Refusals.invalid(
              "Invalid custom Tier ("
                  + name
                  + "): memory must be between 0.9 and 6.5 GiB per vCPU."));
    }
    return Optional.empty();
  }

  int maxConnections() {
    for (long[] row : CONNECTIONS) {
      if (memoryMib <= row[0]) {
        return Math.toIntExact(row[1]);
      }
    }
    return 1000;
  }

  /// Those that `tiers.list` shows.
  static List<Tier> all() {
    List<String> names = new ArrayList<>(List.of("db-f1-micro", "db-g1-small"));
    for (int cpus : new int[] {1, 2, 4, 8, 16, 32, 64, 96}) {
      names.add("db-custom-" + cpus + "-" + cpus * 3840);
    }
    for (int cpus : new int[] {1, 2, 4, 8, 16, 32, 64, 96}) {
      names.add("db-n1-standard-" + cpus);
    }
    for (int cpus : new int[] {2, 4, 8, 16, 32, 64, 96}) {
      names.add("db-n1-highmem-" + cpus);
    }
    for (int cpus : new int[] {2, 4, 8, 16, 32, 48, 64, 80, 96, 128}) {
      names.add("db-perf-optimized-N-" + cpus);
    }
    return names.stream().map(n -> find(n).orElseThrow()).toList();
  }

  Fields shown() {
    return Fields.EMPTY
        .with("tier", name)
        .with("RAM", String.valueOf(memoryMib * 1024 * 1024))
        .with(
            "DiskQuota",
            name.equals("db-f1-micro") || name.equals("db-g1-small")
                ? "3288334336000"
                : "70368744177664")
        .with("kind", "sql#tier")
        .with("edition", name.startsWith("db-perf-") ? PLUS : "ENTERPRISE")
        .with("region", Value.texts(Regions.ALL));
  }
}
