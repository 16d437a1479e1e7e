package dev.groundwork.component;

import java.util.List;
import java.util.regex.Pattern;

/// What may stand in a field of a component. Reader, schema and documents all read the same kind.
public sealed interface Kind {

  /// Text.
  ///
  /// @param pattern what all of it must match
  /// @param form the pattern in words, to complete "must be …"
  record Text(Pattern pattern, String form) implements Kind {
    /// Text of any form, but not empty.
    public static final Text ANY = of("(?s).+", "text, not empty");

    public static Text of(String pattern, String form) {
      return new Text(Pattern.compile(pattern), form);
    }

    public boolean allows(String text) {
      return pattern.matcher(text).matches();
    }
  }

  /// Text, a number or true/false, kept as it is written: a version, a database flag.
  record Scalar(Text text) implements Kind {}

  /// One of these words.
  record Choice(List<String> values) implements Kind {
    public Choice {
      values = List.copyOf(values);
    }

    public static Choice of(String... values) {
      return new Choice(List.of(values));
    }
  }

  /// A whole number within these bounds, both included.
  record Whole(long least, long most) implements Kind {}

  /// True or false.
  record Flag() implements Kind {}

  /// A range of IPv4 addresses in CIDR notation.
  ///
  /// @param shortest the smallest prefix length allowed: the largest range
  /// @param longest the largest prefix length allowed: the smallest range
  record Range(int shortest, int longest) implements Kind {}

  /// A reference to a component or resource, as `${name}`.
  ///
  /// @param type the resource type that it must stand for; empty for any
  record Link(String type) implements Kind {}

  /// An IAM member: `user:ada@example.com`, or `${identity}` for a service account.
  record Member() implements Kind {}

  /// Text that may refer to what is known only after apply, as `postgresql://${database.host}/app`.
  ///
  /// @param text the form of text without references
  /// @param secret whether it holds a secret, by a reference such as `${database.password}`: then
  ///   it must, else it must not
  record Composed(Text text, boolean secret) implements Kind {
    /// Any text, without secrets.
    public static final Composed PLAIN = new Composed(Text.of("(?s).*", "text"), false);

    /// Text with a secret inside.
    public static final Composed SECRET = new Composed(Text.ANY, true);
  }

  /// A folder inside the blueprint's folder.
  ///
  /// @param ending how the name of at least one file in it ends; empty for any folder
  record Path(String ending) implements Kind {
    /// A folder of SQL scripts.
    public static final Path SCRIPTS = new Path(".sql");

    public static final Path ANY = new Path("");
  }

  record ListOf(Kind element) implements Kind {}

  /// A map with free keys.
  record MapOf(Text keys, Kind values) implements Kind {}

  /// A map with the fields of a form.
  record Part(Form form) implements Kind {}

  /// `true` for all defaults, or a map with the fields of a form; `false` is as not given.
  record Switch(Form form) implements Kind {}
}
