package dev.groundwork.emulator.logging;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Optional;

/// A range of addresses, `10.0.0.0/8`.
record Subnet(BigInteger first, int free, int bytes) {
  /// Empty when the text is none.
  static Optional<Subnet> of(String text) {
    int slash = text.indexOf('/');
    Optional<byte[]> address = address(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty() || (slash >= 0 && !text.substring(slash + 1).matches("\\d{1,3}"))) {
      return Optional.empty();
    }
    int bits = address.get().length * 8;
    int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
    if (prefix > bits) {
      return Optional.empty();
    }
    int free = bits - prefix;
    return Optional.of(
        new Subnet(new BigInteger(1, address.get()).shiftRight(free), free, address.get().length));
  }

  boolean contains(String text) {
    return address(text)
        .map(a -> a.length == bytes && new BigInteger(1, a).shiftRight(free).equals(first))
        .orElse(false);
  }

  /// Only what is written as an address: no name is ever looked up.
  private static Optional<byte[]> address(String text) {
    if (!text.matches("[0-9a-fA-F:.]+") || !text.matches(".*[:.].*")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text).getAddress());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
