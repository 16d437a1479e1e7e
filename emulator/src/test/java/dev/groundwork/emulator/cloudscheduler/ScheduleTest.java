package dev.groundwork.emulator.cloudscheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

  @Test
  void a_time_that_the_clock_leaves_out_does_not_come_that_day() {
    // in New York the clock goes from 2:00 to 3:00 on 8 March 2026
    assertThat(times("30 2 * * *", "America/New_York", "2026-03-07T12:00:00Z", 2))
        .containsExactly("2026-03-09T06:30:00Z", "2026-03-10T06:30:00Z");
    assertThat(times("0 3 * * *", "America/New_York", "2026-03-07T12:00:00Z", 2))
        .containsExactly("2026-03-08T07:00:00Z", "2026-03-09T07:00:00Z");
  }

  @Test
  void a_time_that_the_clock_shows_twice_comes_twice() {
    // in New York the clock goes from 2:00 back to 1:00 on 1 November 2026
    assertThat(times("30 1 * * *", "America/New_York", "2026-10-31T12:00:00Z", 3))
        .containsExactly("2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z", "2026-11-02T06:30:00Z");
    assertThat(times("0 2 * * *", "America/New_York", "2026-10-31T12:00:00Z", 2))
        .containsExactly("2026-11-01T07:00:00Z", "2026-11-02T07:00:00Z");
  }

  @Test
  void a_quarter_of_an_hour_stays_one_when_the_clock_changes() {
    assertThat(times("*/15 * * * *", "America/New_York", "2026-11-01T05:40:00Z", 4))
        .containsExactly(
            "2026-11-01T05:45:00Z",
            "2026-11-01T06:00:00Z",
            "2026-11-01T06:15:00Z",
            "2026-11-01T06:30:00Z");
    assertThat(times("*/15 * * * *", "America/New_York", "2026-03-08T06:40:00Z", 3))
        .containsExactly("2026-03-08T06:45:00Z", "2026-03-08T07:00:00Z", "2026-03-08T07:15:00Z");
  }

  @Test
  void midnight_in_berlin_is_another_hour_in_summer() {
    assertThat(times("0 0 1 * *", "Europe/Berlin", "2026-02-15T00:00:00Z", 2))
        .containsExactly("2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z");
  }

  @Test
  void a_day_of_the_month_and_a_day_of_the_week_are_either_of_them() {
    assertThat(times("0 9 1 * MON", "Etc/UTC", "2026-01-01T09:00:00Z", 4))
        .containsExactly(
            "2026-01-05T09:00:00Z",
            "2026-01-12T09:00:00Z",
            "2026-01-19T09:00:00Z",
            "2026-01-26T09:00:00Z");
    assertThat(times("0 9 1 * 7", "Etc/UTC", "2026-01-25T09:00:00Z", 1))
        .containsExactly("2026-02-01T09:00:00Z");
  }

  @Test
  void app_engines_english_is_understood_too() {
    assertThat(times("every 5 minutes", "Etc/UTC", "2026-01-01T00:01:00Z", 2))
        .containsExactly("2026-01-01T00:06:00Z", "2026-01-01T00:11:00Z");
    assertThat(times("every monday 09:00", "Etc/UTC", "2026-01-01T00:00:00Z", 1))
        .containsExactly("2026-01-05T09:00:00Z");
    assertThat(times("1st,third tuesday of jan,july 17:00", "Etc/UTC", "2026-01-01T00:00:00Z", 3))
        .containsExactly("2026-01-06T17:00:00Z", "2026-01-20T17:00:00Z", "2026-07-07T17:00:00Z");
    assertThat(times("every 6 hours from 06:00 to 18:00", "Etc/UTC", "2026-01-01T12:00:00Z", 2))
        .containsExactly("2026-01-01T18:00:00Z", "2026-01-02T06:00:00Z");
    assertThat(times("1 of month 00:00", "Etc/UTC", "2026-01-02T00:00:00Z", 1))
        .containsExactly("2026-02-01T00:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "60 * * * *",
        "0 24 * * *",
        "0 0 L * *",
        "0 0 * * * *",
        "@daily",
        "every day",
        "every 0 minutes",
        "every funday 09:00",
        "now and then"
      })
  void what_makes_no_sense_is_no_schedule(String text) {
    assertThat(Schedule.of(text, "Etc/UTC")).isEmpty();
  }

  @Test
  void a_zone_that_does_not_exist_makes_no_schedule() {
    assertThat(Schedule.of("* * * * *", "Mars/Olympus")).isEmpty();
    assertThat(Schedule.of("* * * * *", "utc")).isEmpty();
    assertThat(Schedule.of("* * * * *", "EST")).isPresent();
  }

  @Test
  void waits_double_so_often_and_then_grow_evenly_up_to_the_longest() {
    Retry retry = new Retry(5, Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(300), 3);

    List<Long> waits = new ArrayList<>();
    for (int failed = 1; failed <= 8; failed++) {
      waits.add(retry.backoff(failed).toSeconds());
    }
    assertThat(waits).containsExactly(10L, 20L, 40L, 80L, 160L, 240L, 300L, 300L);
  }

  private static List<String> times(String text, String zone, String after, int count) {
    Schedule schedule = Schedule.of(text, zone).orElseThrow();
    List<String> times = new ArrayList<>();
    Instant then = Instant.parse(after);
    for (int i = 0; i < count; i++) {
      then = schedule.after(then).orElseThrow();
      times.add(then.toString());
    }
    return times;
  }
}
