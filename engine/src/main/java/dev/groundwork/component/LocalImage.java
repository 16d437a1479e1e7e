package dev.groundwork.component;

import java.util.List;

/// How a container image is had on a machine without a container engine: a program that is run in
/// its place. Only an emulator is told; Google never hears of it.
///
/// @param image as services and jobs name it
/// @param folder where the program runs, relative to the blueprint's
/// @param command the program and its arguments
public record LocalImage(String image, String folder, List<String> command) {
  public LocalImage {
    command = List.copyOf(command);
  }
}
