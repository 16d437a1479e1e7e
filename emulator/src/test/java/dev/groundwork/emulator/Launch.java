package dev.groundwork.emulator;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.shape.ShapeArchive;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;

/// Starts an emulator for trying things out: `Launch FOLDER PORT [realistic]`. Runs until its
/// process is ended.
final class Launch {
  private Launch() {}

  public static void main(String[] arguments) throws InterruptedException {
    boolean realistic = arguments.length > 2;
    Emulator emulator =
        new Emulator(
            Catalog.standard(),
            ShapeArchive.standard(),
            Path.of(arguments[0]),
            Clock.systemUTC(),
            new Random(),
            new Emulator.Options(realistic, 1));
    emulator.start(Integer.parseInt(arguments[1]));
    System.out.println(emulator.url());
    Thread.currentThread().join();
  }
}
