package dev.groundwork.emulator.control;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/// Times as the services write them.
public final class Times {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter PACIFIC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx")
          .withZone(ZoneId.of("America/Los_Angeles"));

  private Times() {}

  /// `2024-04-01T12:34:56.123456Z`: most services.
  public static String micros(Instant instant) {
    return MICROS.format(instant.truncatedTo(ChronoUnit.MICROS));
  }

  /// `2024-04-01T12:34:56.123Z`: Cloud SQL, Storage.
  public static String millis(Instant instant) {
    return MILLIS.format(instant);
  }

  /// `2024-04-01T05:34:56.123-07:00`: Compute.
  public static String pacific(Instant instant) {
    return PACIFIC.format(instant);
  }

  /// `2024-04-01T12:34:56Z`: credentials.
  public static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /// As the service of this host writes it.
  public static String of(String host, Instant instant) {
    return switch (host) {
      case "compute.googleapis.com" -> pacific(instant);
      case "sqladmin.googleapis.com", "storage.googleapis.com" -> millis(instant);
      default -> micros(instant);
    };
  }
}
