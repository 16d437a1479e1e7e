package dev.groundwork.cli;

import dev.groundwork.diagnostic.Code;
import dev.groundwork.plan.ShownValue;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.state.StateStore.Loaded;
import dev.groundwork.state.StateText;
import dev.groundwork.store.FolderStore;
import dev.groundwork.store.Lease;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `groundwork state …`: what has been recorded in this folder.
@Command(
    name = "state",
    description =
        "Shows what Groundwork has recorded in this folder, and frees it from a run that is gone.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class StateCommand implements Runnable {
  private final Surroundings surroundings;
  @Spec private CommandSpec spec = CommandSpec.create();

  StateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say which: " + String.join(", ", spec.subcommands().keySet()));
  }

  @Command(
      name = "list",
      description = "Lists every recorded resource.",
      mixinStandardHelpOptions = true)
  Integer list(
      @Parameters(
              arity = "0..1",
              paramLabel = "SYSTEM/ENV",
              description = "Only this system and environment: coditect/dev.")
          Optional<String> name,
      @Option(names = "--json", description = "As a JSON document.") boolean json)
      throws Stop {
    List<Value> states = new ArrayList<>();
    for (String known : chosen(name)) {
      Loaded loaded = load(known);
      Optional<Lease.Holder> holder = Lease.read(folder(known));
      List<String> addresses =
          loaded.state().resources().keySet().stream().map(Address::toString).toList();
      Fields state =
          Value.fields()
              .with("state", known)
              .with("serial", loaded.state().serial())
              .with("resources", Value.texts(addresses))
              .with("unfinished", loaded.open().size());
      states.add(
          holder.isEmpty()
              ? state
              : state.with(
                  "lock",
                  Value.fields()
                      .with("id", holder.get().id())
                      .with("holder", holder.get().toString())));
      if (!json) {
        String unfinished =
            loaded.open().isEmpty() ? "" : ", " + loaded.open().size() + " unfinished";
        String locked = holder.map(h -> ", held by " + h + ", lock id " + h.id()).orElse("");
        surroundings
            .out()
            .println(known + ": " + addresses.size() + " resources" + unfinished + locked);
        addresses.forEach(address -> surroundings.out().println("  " + address));
      }
    }
    if (json) {
      surroundings.out().println(Json.pretty(new Value.Items(states)));
    } else if (states.isEmpty()) {
      surroundings.out().println("Nothing is recorded in this folder.");
    }
    return Groundwork.DONE;
  }

  @Command(
      name = "show",
      description = "Shows what is recorded of one resource. It holds no secret.",
      mixinStandardHelpOptions = true)
  Integer show(
      @Parameters(
              paramLabel = "ADDRESS",
              description = "As `state list` prints it: sql.Instance/database.")
          String address,
      @Option(
              names = "--in",
              paramLabel = "SYSTEM/ENV",
              description = "Only in this system and environment: coditect/dev.")
          Optional<String> name,
      @Option(names = "--json", description = "As a JSON document, with nothing left out.")
          boolean json)
      throws Stop {
    boolean found = false;
    for (String known : chosen(name)) {
      for (var recorded : load(known).state().resources().values()) {
        if (recorded.address().toString().equals(address)) {
          found = true;
          show(known, StateText.write(recorded), json);
        }
      }
    }
    if (!found) {
      throw Stop.of(
          Code.UNKNOWN_NAME,
          "state",
          "nothing is recorded of `" + address + "`.",
          "`groundwork state list` shows all addresses.");
    }
    return Groundwork.DONE;
  }

  private void show(String known, Fields recorded, boolean json) {
    if (json) {
      surroundings
          .out()
          .println(Json.pretty(Value.fields().with("state", known).with("recorded", recorded)));
      return;
    }
    surroundings.out().println(known + ": " + recorded.text("address").orElse("") + " {");
    ShownValue.attributes("  ", 2, recorded.without("address"))
        .forEach(surroundings.out()::println);
    surroundings.out().println("}");
  }

  @Command(
      name = "unlock",
      description =
          "Frees a state from the run that holds it. Only when that run is surely gone: two runs at once harm each other.",
      mixinStandardHelpOptions = true)
  Integer unlock(
      @Parameters(paramLabel = "ID", description = "The lock id that the message printed.")
          String id)
      throws Stop {
    for (String known : FolderStore.known(surroundings.groundwork())) {
      if (Lease.release(folder(known), id)) {
        surroundings.out().println("The state of " + known + " is free.");
        return Groundwork.DONE;
      }
    }
    throw Stop.of(
        Code.LOCKED,
        "state",
        "no state here is held with the lock id `" + id + "`.",
        "`groundwork state list` shows locks and their ids.");
  }

  private List<String> chosen(Optional<String> name) throws Stop {
    List<String> known = FolderStore.known(surroundings.groundwork());
    if (name.isPresent() && !known.contains(name.get())) {
      throw Stop.of(
          Code.UNKNOWN_NAME,
          "state",
          "nothing is recorded of `" + name.get() + "`.",
          known.isEmpty()
              ? "nothing is recorded in this folder at all."
              : "there is " + String.join(", ", known) + ".");
    }
    return known.stream().filter(k -> name.isEmpty() || name.get().equals(k)).toList();
  }

  private Path folder(String known) {
    return surroundings.groundwork().resolve("state").resolve(known);
  }

  private Loaded load(String known) {
    try (FolderStore store = new FolderStore(folder(known))) {
      return store.load();
    }
  }
}
