package dev.groundwork.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.emulator.http.Payload;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.http.Request;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.ShapeArchive;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressesTest {

  @Test
  void an_emulator_without_servers_has_no_addresses(@TempDir Path folder) {
    try (Emulator emulator =
        new Emulator(
            Catalog.standard(),
            ShapeArchive.standard(),
            folder,
            Clock.systemUTC(),
            new Random(1),
            Emulator.Options.DEFAULTS)) {
      Reply reply =
          emulator.answer(
              new Request("GET", "", "/emulator/v1/addresses", Map.of(), Map.of(), Payload.NONE));

      assertThat(reply.json()).contains(Fields.EMPTY.with("addresses", Value.list()));
    }
  }
}
