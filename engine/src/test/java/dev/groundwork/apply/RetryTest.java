package dev.groundwork.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.apply.Retry.Situation;
import dev.groundwork.apply.Retry.Then;
import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Refusal.Kind;
import dev.groundwork.resource.Action;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryTest {
  private static final Duration LIMIT = Duration.ofMinutes(20);

  private static Refusal refusal(Kind kind) {
    return new Refusal(kind, 400, "", "", Optional.empty());
  }

  private static Situation first(Action action) {
    return new Situation(action, 1, Duration.ZERO, LIMIT, false, false, false);
  }

  private static Then after(Kind kind, Situation situation) {
    return Retry.after(refusal(kind), situation, 0.5);
  }

  private static Duration pause(Then then) {
    return switch (then) {
      case Then.Again(var pause) -> pause;
      case Then.Look(var pause) -> pause;
      case Then.GiveUp _ -> throw new AssertionError("gave up");
    };
  }

  @Test
  void a_rate_limit_is_waited_for_longer_each_time_and_never_all_at_once() {
    assertThat(pause(after(Kind.RATE_LIMITED, first(Action.CREATE))))
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(
            pause(
                after(
                    Kind.RATE_LIMITED,
                    new Situation(Action.CREATE, 4, Duration.ZERO, LIMIT, false, false, false))))
        .isEqualTo(Duration.ofSeconds(8));
    assertThat(pause(Retry.after(refusal(Kind.RATE_LIMITED), first(Action.CREATE), 0.0)))
        .isEqualTo(Duration.ofMillis(500));
    assertThat(pause(Retry.after(refusal(Kind.RATE_LIMITED), first(Action.CREATE), 0.999)))
        .isGreaterThan(Duration.ofMillis(1_400));
  }

  @Test
  void what_the_answer_says_about_waiting_is_kept() {
    Refusal later =
        new Refusal(Kind.RATE_LIMITED, 429, "", "", Optional.of(Duration.ofSeconds(17)));

    assertThat(pause(Retry.after(later, first(Action.CREATE), 0.5)))
        .isEqualTo(Duration.ofSeconds(17));
  }

  @Test
  void a_lost_answer_is_looked_after_before_anything_is_done_again() {
    assertThat(after(Kind.LOST, first(Action.CREATE))).isInstanceOf(Then.Look.class);
    assertThat(after(Kind.LOST, first(Action.UPDATE))).isInstanceOf(Then.Look.class);
    assertThat(after(Kind.LOST, first(Action.DELETE))).isInstanceOf(Then.Look.class);
    assertThat(after(Kind.LOST, first(Action.READ))).isInstanceOf(Then.Again.class);
  }

  @Test
  void
      a_server_error_is_tried_again_but_looked_after_where_a_second_try_would_make_a_second_resource() {
    assertThat(after(Kind.UNAVAILABLE, first(Action.CREATE))).isInstanceOf(Then.Again.class);
    assertThat(
            after(
                Kind.UNAVAILABLE,
                new Situation(Action.CREATE, 1, Duration.ZERO, LIMIT, true, false, false)))
        .isInstanceOf(Then.Look.class);
  }

  @Test
  void what_changed_meanwhile_is_read_again_before_it_is_written_again() {
    assertThat(after(Kind.CHANGED_MEANWHILE, first(Action.UPDATE))).isInstanceOf(Then.Look.class);
    assertThat(after(Kind.CHANGED_MEANWHILE, first(Action.CREATE)))
        .as("a member of a policy: the cloud reads it itself")
        .isInstanceOf(Then.Again.class);
  }

  @Test
  void what_exists_already_is_looked_at() {
    assertThat(after(Kind.ALREADY_EXISTS, first(Action.CREATE)))
        .isEqualTo(new Then.Look(Duration.ZERO));
  }

  @Test
  void what_is_still_in_use_is_waited_for_only_while_its_users_go() {
    assertThat(
            after(
                Kind.IN_USE,
                new Situation(Action.DELETE, 1, Duration.ZERO, LIMIT, false, false, true)))
        .isInstanceOf(Then.Again.class);
    assertThat(after(Kind.IN_USE, first(Action.DELETE))).isInstanceOf(Then.GiveUp.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"NOT_FOUND", "API_DISABLED", "PERMISSION"})
  void what_was_just_made_may_not_be_visible_yet(Kind kind) {
    assertThat(
            after(kind, new Situation(Action.CREATE, 1, Duration.ZERO, LIMIT, false, true, false)))
        .isInstanceOf(Then.Again.class);
    assertThat(after(kind, first(Action.CREATE))).isInstanceOf(Then.GiveUp.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"NAME_RESERVED", "UNAUTHENTICATED", "QUOTA", "INVALID", "OTHER"})
  void what_no_waiting_changes_is_final(Kind kind) {
    for (Action action : Action.values()) {
      assertThat(after(kind, first(action))).isInstanceOf(Then.GiveUp.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void nothing_is_tried_for_longer_than_the_type_allows(Kind kind) {
    for (Action action : Action.values()) {
      assertThat(after(kind, new Situation(action, 3, LIMIT, LIMIT, true, true, true)))
          .isInstanceOf(Then.GiveUp.class);
    }
  }

  @Test
  void operations_are_asked_soon_at_first_and_then_at_a_twentieth_of_their_age() {
    assertThat(Retry.beforePoll(0, Duration.ZERO)).isEqualTo(Duration.ofMillis(50));
    assertThat(Retry.beforePoll(3, Duration.ofSeconds(1))).isEqualTo(Duration.ofMillis(400));
    assertThat(Retry.beforePoll(9, Duration.ofSeconds(100))).isEqualTo(Duration.ofSeconds(5));
    assertThat(Retry.beforePoll(99, Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(15));
  }
}
