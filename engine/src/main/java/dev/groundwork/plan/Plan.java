package dev.groundwork.plan;

import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.resource.Address;
import java.time.Duration;
import java.util.List;

/// What an apply would do.
///
/// @param changes one per resource, wanted or recorded and selected, sorted by address
/// @param serial the state's serial that it was made from
/// @param estimate how long the critical path typically takes
/// @param criticalPath the addresses on it, in order
public record Plan(
    List<Change> changes, long serial, Duration estimate, List<Address> criticalPath) {
  public Plan {
    changes = List.copyOf(changes);
    criticalPath = List.copyOf(criticalPath);
  }

  /// Whether an apply would call nothing. It may still write records: of what it takes over or
  /// forgets.
  public boolean isEmpty() {
    return changes.stream()
        .allMatch(c ->
            switch (c) {
              case Change.Keep _, Change.Adopt _, Change.Forget _ -> true;
              case Change.Create _,
                  Change.Update _,
                  Change.Replace _,
                  Change.Delete _,
                  Change.Refused _ ->
                  false;
            });
  }

  /// Why it must not be applied; empty when it may be.
  public List<Diagnostic> refusals() {
    return changes.stream()
        .flatMap(c ->
            c instanceof Change.Refused(_, var diagnostics)
                ? diagnostics.stream()
                : java.util.stream.Stream.empty())
        .toList();
  }

  /// Terraform's last line. A replacement counts as one to add and one to destroy.
  public String summary() {
    int add = 0;
    int change = 0;
    int destroy = 0;
    for (Change c : changes) {
      switch (c) {
        case Change.Create _ -> add++;
        case Change.Update _ -> change++;
        case Change.Replace _ -> {
          add++;
          destroy++;
        }
        case Change.Delete _ -> destroy++;
        case Change.Keep _, Change.Adopt _, Change.Forget _, Change.Refused _ -> {}
      }
    }
    return "Plan: " + add + " to add, " + change + " to change, " + destroy + " to destroy.";
  }
}
