package dev.groundwork.blueprint;
import org.junit.jupiter.api.Test;
import java.nio.file.*;
class TryTest {
  @Test void t() throws Exception { System.out.println("OUT\n" + Blueprints.errors(Files.readString(Path.of("/tmp/bp_try.yaml"))) + "END"); }
}
