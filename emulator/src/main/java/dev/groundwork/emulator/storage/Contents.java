package dev.groundwork.emulator.storage;

import dev.groundwork.emulator.control.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/// Objects' bytes on disk: a file each that has its final name only when it is whole, and never
/// changes afterwards; and the growing files of unfinished uploads.
final class Contents {
  private final Path folder;
  private final Path objects;
  private final Path unfinished;
  private final Ids ids;

  Contents(Path folder, Ids ids) {
    this.folder = folder;
    objects = folder.resolve("objects");
    unfinished = folder.resolve("unfinished");
    this.ids = ids;
  }

  /// The bytes of one object.
  ///
  /// @param file its file's name
  /// @param md5 Base64
  /// @param crc32c Base64 of the big-endian number
  record Content(String file, long size, String md5, String crc32c) {}

  /// Keeps what can be read from a stream.
  Content write(InputStream in) {
    String file = ids.hex(40);
    append(file, 0, in);
    return finish(file);
  }

  /// How much of an unfinished upload is here.
  long size(String upload) {
    try {
      return Files.exists(unfinished.resolve(upload)) ? Files.size(unfinished.resolve(upload)) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Adds to an unfinished upload.
  ///
  /// @param at where the bytes belong; what is there from there on goes
  void append(String upload, long at, InputStream in) {
    try {
      Files.createDirectories(unfinished);
      try (FileChannel out =
          FileChannel.open(
              unfinished.resolve(upload), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        out.position(at);
        in.transferTo(Channels.newOutputStream(out));
        out.truncate(out.position());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Makes an object's file of an unfinished upload.
  Content finish(String upload) {
    Path from = unfinished.resolve(upload);
    String file = ids.hex(40);
    MessageDigest md5 = md5();
    CRC32C crc = new CRC32C();
    try (InputStream in =
        new DigestInputStream(new CheckedInputStream(Files.newInputStream(from), crc), md5)) {
      long size = in.transferTo(OutputStream.nullOutputStream());
      Files.createDirectories(objects);
      Files.move(from, objects.resolve(file), StandardCopyOption.ATOMIC_MOVE);
      Base64.Encoder base64 = Base64.getEncoder();
      byte[] checksum = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
      return new Content(
          file, size, base64.encodeToString(md5.digest()), base64.encodeToString(checksum));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  Path path(String file) {
    return objects.resolve(file);
  }

  /// Empty when it has gone meanwhile.
  Optional<InputStream> open(String file) {
    try {
      return Optional.of(Files.newInputStream(objects.resolve(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void drop(String file) {
    remove(objects.resolve(file));
  }

  void cancel(String upload) {
    remove(unfinished.resolve(upload));
  }

  /// Removes what a process that was killed left behind.
  void keepOnly(Set<String> files, Set<String> uploads) {
    files(objects).stream().filter(f -> !files.contains(name(f))).forEach(Contents::remove);
    files(unfinished).stream().filter(f -> !uploads.contains(name(f))).forEach(Contents::remove);
  }

  void erase() {
    try (Stream<Path> all = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
      all.sorted(Comparator.reverseOrder()).toList().forEach(Contents::remove);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
      return all.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
