package dev.groundwork.cli;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `groundwork emulator token`.
@Command(
    name = "token",
    description =
        "Prints a token that makes its bearer, for an hour, the account: in GOOGLE_OAUTH_ACCESS_TOKEN, in a file that CLOUDSDK_AUTH_ACCESS_TOKEN_FILE names, or in a header `Authorization: Bearer`.",
    mixinStandardHelpOptions = true)
final class EmulatorToken implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      paramLabel = "ACCOUNT",
      description = "The email of a service account of the emulator, or of any person.")
  private String account = "";

  @Option(
      names = "--audience",
      paramLabel = "URL",
      description = "An identity token for this audience, in place of an access token.")
  private Optional<String> audience = Optional.empty();

  EmulatorToken(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Stop, InterruptedException {
    Fields wanted = Value.fields().with("account", account);
    Fields told =
        new Emulators(surroundings)
            .post("token", audience.map(a -> wanted.with("audience", a)).orElse(wanted));
    surroundings.out().println(told.text("token").orElse(""));
    return Groundwork.DONE;
  }
}
