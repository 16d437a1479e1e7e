package dev.groundwork.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Asks the person at the terminal.
final class Prompt {
  private final Surroundings surroundings;

  Prompt(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// One line; empty at the end of the input.
  String line(String question) {
    surroundings.err().print(question);
    surroundings.err().flush();
    try {
      // made for each question: it reads no further than the terminal has given
      String line =
          new BufferedReader(new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8))
              .readLine();
      return line == null ? "" : line.strip();
    } catch (IOException _) {
      return "";
    }
  }

  /// One line that is not shown while it is typed, where the terminal lets it be hidden.
  String secret(String question) {
    Console console = Objects.requireNonNull(System.console());
    if (!console.isTerminal()) {
      return line(question);
    }
    char[] typed = console.readPassword("%s", question);
    return typed == null ? "" : new String(typed);
  }
}
