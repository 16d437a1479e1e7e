package dev.groundwork.emulator.storage;

import java.io.ByteArrayOutputStream;
import java.util.Base64;

/// Cloud Storage's etags: a bucket's metageneration, or an object's generation and metageneration,
/// as the fields 1 and 2 of a protocol buffer in Base64.
final class Etags {
  private Etags() {}

  static String of(long... numbers) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < numbers.length; i++) {
      out.write((i + 1) << 3);
      long rest = numbers[i];
      while (rest > 0x7f) {
        out.write((int) (rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      out.write((int) rest);
    }
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }
}
