package dev.groundwork.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// When cron expressions are due.
class CronTest {
  private static final String CALIFORNIA = "America/Los_Angeles";

  private static List<String> due(String cron, String after, int count) throws Cron.Malformed {
    return Cron.parse(cron, CALIFORNIA).next(Instant.parse(after), count).stream()
        .map(time -> time.toInstant().toString())
        .toList();
  }

  @Test
  void six_in_the_morning_stays_six_in_the_morning_when_summer_time_begins() throws Exception {
    assertThat(due("0 6 * * *", "2027-03-13T00:00:00Z", 3))
        .containsExactly("2027-03-13T14:00:00Z", "2027-03-14T13:00:00Z", "2027-03-15T13:00:00Z");
  }

  @Test
  void six_in_the_morning_stays_six_in_the_morning_when_summer_time_ends() throws Exception {
    assertThat(due("0 6 * * *", "2026-10-31T00:00:00Z", 3))
        .containsExactly("2026-10-31T13:00:00Z", "2026-11-01T14:00:00Z", "2026-11-02T14:00:00Z");
  }

  @Test
  void an_hour_that_a_day_leaves_out_is_left_out() throws Exception {
    assertThat(due("30 2 * * *", "2027-03-13T12:00:00Z", 1))
        .containsExactly("2027-03-15T09:30:00Z");
  }

  @Test
  void an_hour_that_comes_twice_counts_once() throws Exception {
    assertThat(due("30 1 * * *", "2026-11-01T00:00:00Z", 2))
        .containsExactly("2026-11-01T08:30:00Z", "2026-11-02T09:30:00Z");
  }

  @Test
  void what_is_no_expression_or_zone_is_refused_in_words() {
    assertThatThrownBy(() -> Cron.parse("at six", CALIFORNIA)).isInstanceOf(Cron.Malformed.class);
    assertThatThrownBy(() -> Cron.parse("0 6 * * *", "America/Los_Angelos"))
        .hasMessage("there is no time zone `America/Los_Angelos`");
  }
}
