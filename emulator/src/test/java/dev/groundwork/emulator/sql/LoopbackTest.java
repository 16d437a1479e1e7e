package dev.groundwork.emulator.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LoopbackTest {

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has the whole of 127/8 as loopback")
  void an_instance_has_an_address_of_its_own_and_the_ports_of_cloud_sql() {
    Loopback one = Loopback.choose("p:one");
    Loopback two = Loopback.choose("p:two");

    assertThat(one.host()).startsWith("127.").isNotEqualTo("127.0.0.1").isNotEqualTo(two.host());
    assertThat(one.port()).isEqualTo(5432);
    assertThat(one.gate()).isEqualTo(3307);
    assertThat(Loopback.choose("p:one")).isEqualTo(one);
  }

  @Test
  void a_place_where_something_listens_is_not_free() throws Exception {
    Loopback place;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      place = new Loopback("127.0.0.1", taken.getLocalPort(), 0);
      assertThat(place.isFree()).isFalse();
    }
    assertThat(place.isFree()).isTrue();
  }
}
