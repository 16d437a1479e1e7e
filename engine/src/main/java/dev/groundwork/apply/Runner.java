package dev.groundwork.apply;

import dev.groundwork.cloud.Cloud;
import dev.groundwork.diagnostic.Diagnostic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Runs the nodes of a schedule: the one deciding thread. What is to be remembered before a call is
/// written for all calls that start together, once.
final class Runner<N> {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final Cloud cloud;
  private final Lanes lanes;
  private final Schedule<N> schedule;
  private final Work<N> work;
  private final Map<N, Turn.Call<?>> waiting = new HashMap<>();
  private boolean stopping;
  private boolean abandoned;

  /// What is done for each node; all of it on the deciding thread.
  interface Work<N> {
    Turn begin(N node);

    void done(N node);

    void failed(N node, Diagnostic diagnostic);

    /// @param because the node that failed
    void skipped(N node, N because);

    /// Not begun, because the user wants to stop.
    void left(N node);

    /// What the failure of a retry is called that the user does not want to wait for.
    Diagnostic interrupted(N node);

    /// Makes durable what was written since the last time.
    void flush();
  }

  Runner(Cloud cloud, Lanes lanes, Schedule<N> schedule, Work<N> work) {
    this.cloud = cloud;
    this.lanes = lanes;
    this.schedule = schedule;
    this.work = work;
  }

  /// Returns when every node is done, failed or skipped, or when the run was abandoned.
  void run() throws InterruptedException {
    while (!schedule.isFinished() && !abandoned) {
      startAll();
      if (schedule.isFinished() || abandoned) {
        break;
      }
      Duration now = lanes.now();
      Duration atMost =
          schedule
              .wake(now)
              .map(at -> at.minus(now))
              .filter(d -> d.compareTo(LONGEST_WAIT) < 0)
              .orElse(LONGEST_WAIT);
      var first = lanes.next(atMost.isNegative() ? Duration.ZERO : atMost);
      if (first.isPresent()) {
        first.get().run();
        for (var more = lanes.next(Duration.ZERO);
            more.isPresent();
            more = lanes.next(Duration.ZERO)) {
          more.get().run();
        }
      }
    }
    work.flush();
  }

  /// From any thread. The first time, nothing new begins and what is under way is finished; the
  /// second time, the run ends at once and leaves what is under way to the next.
  void cancel() {
    lanes.post(() -> {
      abandoned = stopping;
      if (!stopping) {
        stopping = true;
        schedule.stop().forEach(work::left);
      }
    });
  }

  private record Starting<N>(N node, Turn.Call<?> call) {}

  private void startAll() {
    List<N> granted = schedule.start(lanes.now());
    while (!granted.isEmpty()) {
      List<Starting<N>> starting = new ArrayList<>();
      for (N node : granted) {
        Turn.Call<?> known = waiting.remove(node);
        Turn turn = known == null ? work.begin(node) : known;
        if (turn instanceof Turn.Call<?> call && (known != null || call.after().isZero())) {
          starting.add(new Starting<>(node, call));
        } else {
          schedule.answered(node);
          take(node, turn);
        }
      }
      work.flush();
      starting.forEach(s -> start(s.node(), s.call()));
      granted = schedule.start(lanes.now());
    }
    work.flush();
  }

  private <R> void start(N node, Turn.Call<R> call) {
    Function<R, Turn> then = call.then();
    lanes.start(() -> {
      R answer = call.ask().apply(cloud);
      return () -> {
        schedule.answered(node);
        take(node, then.apply(answer));
      };
    });
  }

  private void take(N node, Turn turn) {
    switch (turn) {
      case Turn.Call<?> call -> {
        if (stopping && call.isRetry()) {
          fail(node, work.interrupted(node));
        } else {
          waiting.put(node, call);
          schedule.again(node, lanes.now().plus(call.after()));
        }
      }
      case Turn.Done _ -> {
        schedule.done(node);
        work.done(node);
      }
      case Turn.Failed(var diagnostic) -> fail(node, diagnostic);
    }
  }

  private void fail(N node, Diagnostic diagnostic) {
    List<N> skipped = schedule.failed(node);
    work.failed(node, diagnostic);
    skipped.forEach(s -> work.skipped(s, node));
  }
}
