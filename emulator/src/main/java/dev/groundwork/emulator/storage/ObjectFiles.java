package dev.groundwork.emulator.storage;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value.Fields;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Objects as another service of the emulator reads and writes them, by address:
/// `gs://bucket/name`.
public final class ObjectFiles {
  private final ControlPlane plane;
  private final Objects objects;
  private final Contents contents;

  ObjectFiles(ControlPlane plane, Objects objects, Contents contents) {
    this.plane = plane;
    this.objects = objects;
    this.contents = contents;
  }

  /// An object.
  ///
  /// @param file its bytes
  public record Found(String address, Path file, long size) {}

  /// The live objects at an address, by name.
  ///
  /// @param address may have one `*` in the object's name
  /// @return empty when the address is none, or nothing is there
  public List<Found> at(String address) {
    Optional<String[]> parts = parts(address);
    if (parts.isEmpty()) {
      return List.of();
    }
    String bucket = parts.get()[0];
    String name = parts.get()[1];
    int star = name.indexOf('*');
    String start = star < 0 ? name : name.substring(0, star);
    Pattern pattern =
        Pattern.compile(
            star < 0
                ? Pattern.quote(name)
                : Pattern.quote(start) + ".*" + Pattern.quote(name.substring(star + 1)),
            Pattern.DOTALL);
    return plane.store().under(Objects.prefix(bucket) + start).stream()
        .filter(Objects::live)
        .filter(e -> pattern.matcher(e.body().text("name").orElse("")).matches())
        .map(e -> found(bucket, e))
        .toList();
  }

  private Found found(String bucket, Entry object) {
    return new Found(
        "gs://" + bucket + "/" + object.body().text("name").orElse(""),
        contents.path(Objects.file(object)),
        Long.parseLong(object.body().text("size").orElse("0")));
  }

  /// Writes an object.
  ///
  /// @throws dev.groundwork.emulator.control.Refused when the bucket is not there or refuses it
  public void write(String address, String contentType, InputStream bytes) {
    String[] parts =
        parts(address).orElseThrow(() -> new IllegalArgumentException("no address: " + address));
    objects.put(
        parts[0],
        parts[1],
        Fields.EMPTY.with("contentType", contentType),
        contents.write(bytes),
        Preconditions.of(Fields.EMPTY),
        Fields.EMPTY);
  }

  private static Optional<String[]> parts(String address) {
    if (!address.startsWith("gs://")) {
      return Optional.empty();
    }
    String[] parts = address.substring("gs://".length()).split("/", 2);
    return parts.length == 2 && !parts[0].isEmpty() && !parts[1].isEmpty()
        ? Optional.of(parts)
        : Optional.empty();
  }
}
