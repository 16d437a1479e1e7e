package dev.groundwork.cli;

import dev.groundwork.diagnostic.Code;
import dev.groundwork.plan.Options;
import dev.groundwork.resource.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/// What a plan may touch, and how hard it may work: the options of every command that plans.
final class RunOptions {
  @Option(
      names = "--target",
      paramLabel = "ADDRESS",
      description = "Only this resource and what it needs. May be repeated.")
  List<String> targets = new ArrayList<>();

  @Option(
      names = "--exclude",
      paramLabel = "ADDRESS",
      description = "Not this resource, nor what needs it. May be repeated.")
  List<String> excludes = new ArrayList<>();

  @Option(
      names = "--allow-data-loss",
      paramLabel = "ADDRESS|all",
      description =
          "This resource may be deleted or replaced although it holds data. May be repeated; `all` for every one.")
  List<String> dataLoss = new ArrayList<>();

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Calls at a time. Default: ${DEFAULT-VALUE}.",
      defaultValue = "24")
  int parallelism = 24;

  @Option(
      names = "--lock-timeout",
      paramLabel = "TIME",
      description =
          "How long to wait for another run on the same state: 30s, 5m. Default: not at all.",
      defaultValue = "0s",
      converter = EmulatorClock.Durations.class)
  Duration lockTimeout = Duration.ZERO;

  Options toOptions(boolean destroy) throws Stop {
    if (parallelism < 1) {
      throw Stop.of(Code.USAGE, "--parallelism", "at least one call at a time is needed.", "");
    }
    boolean any = dataLoss.contains("all");
    List<String> named = dataLoss.stream().filter(a -> !a.equals("all")).toList();
    return new Options(
        destroy,
        addresses("--target", targets),
        addresses("--exclude", excludes),
        addresses("--allow-data-loss", named),
        any);
  }

  private static SortedSet<Address> addresses(String option, List<String> texts) throws Stop {
    SortedSet<Address> addresses = new TreeSet<>();
    for (String text : texts) {
      try {
        addresses.add(Address.parse(text));
      } catch (IllegalArgumentException _) {
        throw Stop.of(
            Code.USAGE,
            option,
            "`" + text + "` is no address.",
            "write it as a plan shows it: sql.Instance/database.");
      }
    }
    return addresses;
  }
}
