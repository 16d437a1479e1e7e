package dev.groundwork.emulator.sql;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.tukaani.xz.XZInputStream;

/// Unpacks a `.tar.xz`: files, folders and symbolic links.
final class Archive {
  private static final int BLOCK = 512;

  private Archive() {}

  static void unpack(InputStream packed, Path folder) throws IOException {
    try (DataInputStream tar =
        new DataInputStream(new BufferedInputStream(new XZInputStream(packed), 1 << 16))) {
      byte[] header = new byte[BLOCK];
      String longName = "";
      while (read(tar, header) && header[0] != 0) {
        String name = longName.isEmpty() ? name(header) : longName;
        longName = "";
        long size = octal(header, 124, 12);
        Path target = folder.resolve(name).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException("the archive reaches out of its folder: " + name);
        }
        switch (header[156]) {
          case '5' -> Files.createDirectories(target);
          case '2' -> {
            Files.createDirectories(parent(target));
            Files.createSymbolicLink(target, Path.of(text(header, 157, 100)));
          }
          case 'L' -> {
            longName =
                new String(tar.readNBytes(Math.toIntExact(size)), StandardCharsets.UTF_8)
                    .replace("\0", "");
            tar.skipNBytes(padding(size));
          }
          case '0', 0 -> file(tar, target, size, octal(header, 100, 8));
          default -> tar.skipNBytes(size + padding(size));
        }
      }
    }
  }

  private static void file(DataInputStream tar, Path target, long size, long mode)
      throws IOException {
    Files.createDirectories(parent(target));
    Files.write(target, tar.readNBytes(Math.toIntExact(size)));
    if ((mode & 0111) != 0) {
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    tar.skipNBytes(padding(size));
  }

  private static boolean read(DataInputStream tar, byte[] block) throws IOException {
    try {
      tar.readFully(block);
      return true;
    } catch (EOFException e) {
      return false;
    }
  }

  private static Path parent(Path target) throws IOException {
    Path parent = target.getParent();
    if (parent == null) {
      throw new IOException("the archive reaches out of its folder");
    }
    return parent;
  }

  private static String name(byte[] header) {
    String prefix = text(header, 345, 155);
    String name = text(header, 0, 100);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  private static long octal(byte[] header, int from, int length) {
    String digits = text(header, from, length).trim();
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }

  private static long padding(long size) {
    return (BLOCK - size % BLOCK) % BLOCK;
  }
}
