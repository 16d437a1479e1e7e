package dev.groundwork.shape;

import dev.groundwork.shape.Shape.Behavior;
import dev.groundwork.shape.Shape.Kind;
import dev.groundwork.shape.Shape.Member;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;

/// The shapes that were extracted when this module was built, in resources beside this class. An
/// API's resource is unpacked when one of its shapes or routes is first asked for, a message read
/// when it is asked for. Any number of threads.
///
/// The text, a line each, fields apart by one space: `R method verb path body request response` is
/// a route (`-` for no body); `M name` begins a message, and each line after it that begins with a
/// space is a field, `name kind behaviors detail`. A kind is a letter, followed by `*` for a list
/// or `%` for a map; behaviors are letters, `-` for none; the detail of a message is its name, of
/// an enum its values with their numbers.
public final class ShapeArchive implements Shapes {
  private final Map<String, String> archiveOfPackage = new HashMap<>();
  private final Map<String, Archive> archives = new ConcurrentHashMap<>();
  private final Map<String, Shape> shapes = new ConcurrentHashMap<>();

  private ShapeArchive() {
    for (String line : text(open("index.txt")).lines().toList()) {
      int space = line.indexOf(' ');
      archiveOfPackage.put(line.substring(0, space), line.substring(space + 1));
    }
  }

  /// All that was extracted.
  public static ShapeArchive standard() {
    return new ShapeArchive();
  }

  @Override
  public Optional<Shape> find(String name) {
    Shape known = shapes.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Shape> found = archiveOf(name).flatMap(archive -> archive(archive).shape(name));
    found.ifPresent(shape -> shapes.put(name, shape));
    return found;
  }

  @Override
  public List<Route> routes(String service) {
    return archiveOfPackage.containsValue(service) ? archive(service).routes() : List.of();
  }

  /// The archive of the longest package that the name begins with.
  private Optional<String> archiveOf(String name) {
    for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
      String archive = archiveOfPackage.get(name.substring(0, dot));
      if (archive != null) {
        return Optional.of(archive);
      }
    }
    return Optional.empty();
  }

  private Archive archive(String name) {
    return archives.computeIfAbsent(name, key -> new Archive(unpacked(key + ".gz")));
  }

  private static String unpacked(String resource) {
    try (InputStream in = new GZIPInputStream(open(resource))) {
      return text(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(InputStream in) {
    try (in) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String resource) {
    InputStream in = ShapeArchive.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException("the build has left out dev/groundwork/shape/" + resource);
    }
    return in;
  }

  /// One API's text, and where in it each message begins.
  private static final class Archive {
    private final String text;
    private final Map<String, Integer> messages = new HashMap<>();

    Archive(String text) {
      this.text = text;
      for (int at = text.indexOf("\nM "); at >= 0; at = text.indexOf("\nM ", at + 1)) {
        int end = text.indexOf('\n', at + 1);
        messages.put(text.substring(at + 3, end), end + 1);
      }
    }

    Optional<Shape> shape(String name) {
      Integer start = messages.get(name);
      if (start == null) {
        return Optional.empty();
      }
      List<Member> members = new ArrayList<>();
      int at = start;
      while (at < text.length() && text.charAt(at) == ' ') {
        int end = text.indexOf('\n', at);
        members.add(member(text.substring(at + 1, end)));
        at = end + 1;
      }
      return Optional.of(new Shape(name, members));
    }

    List<Route> routes() {
      return text.lines()
          .filter(line -> line.startsWith("R "))
          .map(line -> line.split(" ", -1))
          .map(p -> new Route(p[1], p[2], p[3], p[4].equals("-") ? "" : p[4], p[5], p[6]))
          .toList();
    }

    private static Member member(String line) {
      String[] parts = line.split(" ", 4);
      String kind = parts[1];
      boolean repeated = kind.endsWith("*");
      boolean map = kind.endsWith("%");
      List<String> values = new ArrayList<>();
      List<Integer> numbers = new ArrayList<>();
      String message = "";
      Kind known = kind(kind.charAt(0));
      if (known == Kind.MESSAGE) {
        message = parts[3];
      } else if (known == Kind.ENUM && parts.length > 3) {
        for (String value : parts[3].split(",", -1)) {
          int equals = value.indexOf('=');
          values.add(equals < 0 ? value : value.substring(0, equals));
          if (equals >= 0) {
            numbers.add(Integer.valueOf(value.substring(equals + 1)));
          }
        }
      }
      return new Member(
          parts[0], known, repeated, map, values, numbers, message, behaviors(parts[2]));
    }

    private static Kind kind(char letter) {
      return switch (letter) {
        case 't' -> Kind.TEXT;
        case 'b' -> Kind.BOOL;
        case 'n' -> Kind.NUMBER;
        case 'l' -> Kind.LONG_AS_TEXT;
        case 'y' -> Kind.BYTES;
        case 'T' -> Kind.TIMESTAMP;
        case 'D' -> Kind.DURATION;
        case 'K' -> Kind.FIELD_MASK;
        case 'e', 'E' -> Kind.ENUM;
        case 'm' -> Kind.MESSAGE;
        case 'a' -> Kind.ANY;
        default -> throw new IllegalStateException("kind " + letter);
      };
    }

    private static Set<Behavior> behaviors(String letters) {
      Set<Behavior> behaviors = EnumSet.noneOf(Behavior.class);
      for (int i = 0; i < letters.length(); i++) {
        switch (letters.charAt(i)) {
          case 'r' -> behaviors.add(Behavior.REQUIRED);
          case 'o' -> behaviors.add(Behavior.OUTPUT_ONLY);
          case 'i' -> behaviors.add(Behavior.INPUT_ONLY);
          case 'f' -> behaviors.add(Behavior.IMMUTABLE);
          default -> {}
        }
      }
      return behaviors;
    }
  }
}
