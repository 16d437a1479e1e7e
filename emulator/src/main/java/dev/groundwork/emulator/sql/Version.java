package dev.groundwork.emulator.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// A database version that Cloud SQL offers.
///
/// @param name as the API writes it, `POSTGRES_15`
/// @param title for people, `PostgreSQL 15`
/// @param installed with its minor version, `POSTGRES_15_19`
record Version(String name, Engine engine, String title, String installed) {

  /// The kinds of databases.
  enum Engine {
    POSTGRES,
    MYSQL,
    SQLSERVER
  }

  /// The majors of PostgreSQL whose programs come with the emulator.
  private static final List<Integer> SERVED = List.of(13, 14, 15, 16, 17);

  private static final List<Version> ALL = all();

  private static List<Version> all() {
    List<Version> all = new ArrayList<>();
    all.add(postgres("9_6", "9.6", "9_6_24"));
    all.add(postgres("10", "10", "10_23"));
    all.add(postgres("11", "11", "11_22"));
    all.add(postgres("12", "12", "12_22"));
    for (int major : SERVED) {
      String version = Programs.bundled(major);
      all.add(
          postgres(
              String.valueOf(major),
              String.valueOf(major),
              version.replaceFirst("\\.0$", "").replace('.', '_')));
    }
    all.add(postgres("18", "18", "18_1"));
    all.add(new Version("MYSQL_5_6", Engine.MYSQL, "MySQL 5.6", "MYSQL_5_6_51"));
    all.add(new Version("MYSQL_5_7", Engine.MYSQL, "MySQL 5.7", "MYSQL_5_7_44"));
    all.add(new Version("MYSQL_8_0", Engine.MYSQL, "MySQL 8.0", "MYSQL_8_0_43"));
    for (int patch :
        new int[] {18, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 39, 40, 41, 42, 43}) {
      String name = "MYSQL_8_0_" + patch;
      all.add(new Version(name, Engine.MYSQL, "MySQL 8.0." + patch, name));
    }
    all.add(new Version("MYSQL_8_4", Engine.MYSQL, "MySQL 8.4", "MYSQL_8_4_6"));
    sqlServer(all, "2017", "CU31_GDR");
    sqlServer(all, "2019", "CU26");
    sqlServer(all, "2022", "CU12_GDR");
    return List.copyOf(all);
  }

  private static void sqlServer(List<Version> all, String year, String update) {
    for (String edition : List.of("Standard", "Enterprise", "Express", "Web")) {
      String name = "SQLSERVER_" + year + "_" + edition.toUpperCase(Locale.ROOT);
      all.add(
          new Version(
              name, Engine.SQLSERVER, "SQL Server " + year + " " + edition, name + "_" + update));
    }
  }

  private static Version postgres(String number, String title, String installed) {
    return new Version(
        "POSTGRES_" + number, Engine.POSTGRES, "PostgreSQL " + title, "POSTGRES_" + installed);
  }

  static Optional<Version> find(String name) {
    return ALL.stream().filter(v -> v.name().equals(name)).findFirst();
  }

  /// The versions that an instance of this one can be upgraded to: the later ones of the same
  /// database.
  List<Version> upgrades() {
    int at = ALL.indexOf(this);
    return ALL.stream().filter(v -> v.engine() == engine && ALL.indexOf(v) > at).toList();
  }

  /// `MYSQL_8_0` for `MYSQL_8_0_36`.
  String major() {
    return name.matches("MYSQL_\\d+_\\d+_\\d+") ? name.substring(0, name.lastIndexOf('_')) : name;
  }

  /// The maintenance that an instance of it has: the version, the day of the release and its
  /// number.
  String maintenance() {
    return installed + (engine == Engine.SQLSERVER ? ".R20240501.00_08" : ".R20260101.00_01");
  }

  /// The major version of the PostgreSQL that runs behind an instance of it; empty when nothing
  /// runs behind it.
  OptionalInt served() {
    return SERVED.stream()
        .filter(m -> name.equals("POSTGRES_" + m))
        .mapToInt(Integer::intValue)
        .findFirst();
  }

  /// From PostgreSQL 16 on, an instance whose edition is not said gets the more expensive one.
  String defaultEdition() {
    boolean plus =
        engine == Engine.POSTGRES
            && ALL.indexOf(this) >= ALL.indexOf(find("POSTGRES_16").orElseThrow());
    return plus ? "ENTERPRISE_PLUS" : "ENTERPRISE";
  }
}
