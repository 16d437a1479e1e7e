package dev.groundwork.blueprint;

import static dev.groundwork.diagnostic.Code.INVALID_VALUE;
import static dev.groundwork.diagnostic.Code.LITERAL_SECRET;
import static dev.groundwork.diagnostic.Code.NOT_ALLOWED;
import static dev.groundwork.diagnostic.Code.UNREADABLE;
import static dev.groundwork.diagnostic.Code.WRONG_TYPE;

import dev.groundwork.component.Kind;
import dev.groundwork.component.Range;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.resource.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whether a single value is what a field takes.
final class SingleValues {
  private static final Pattern MEMBER =
      Pattern.compile(
          "(user|serviceAccount|group|domain|principal|principalSet|deleted):\\S+|specialGroup:project(Owners|Writers|Readers)");
  private static final String IDENTITY = "iam.ServiceAccount";

  private final Folder folder;

  SingleValues(Folder folder) {
    this.folder = folder;
  }

  /// What came of a check.
  sealed interface Fit {
    /// It fits, in this form.
    record Good(Value value) implements Fit {}

    /// It does not.
    record Bad(Code code, String message, String fix) implements Fit {}
  }

  /// What the kind takes, to complete "must be …".
  static String wanted(Kind kind) {
    return switch (kind) {
      case Kind.Text _, Kind.Scalar _, Kind.Composed _ -> "text";
      case Kind.Choice(var values) -> "one of " + Problems.listed(values);
      case Kind.Whole _ -> "a whole number";
      case Kind.Flag _, Kind.Switch _ -> "true or false";
      case Kind.Range _ -> "a range of addresses such as `10.0.0.0/16`";
      case Kind.Path _ -> "a folder";
      case Kind.Link(var type) -> "a reference to " + referred(type) + ", as `${NAME}`";
      case Kind.Member _ -> "an IAM member such as `user:ada@example.com`";
      case Kind.ListOf _ -> "a list";
      case Kind.MapOf _, Kind.Part _ -> "a map";
    };
  }

  /// @param name the field's
  /// @param written the value as it stands in the text
  Fit check(Kind kind, String name, Value value, String written) {
    return switch (kind) {
      case Kind.Text text -> text(text, name, value);
      case Kind.Scalar(var text) -> text(text, name, Value.of(written));
      case Kind.Choice(var values) -> choice(values, name, shown(value));
      case Kind.Whole whole -> whole(whole, name, value);
      case Kind.Flag _, Kind.Switch _ -> flag(name, value);
      case Kind.Range range -> range(range, name, shown(value));
      case Kind.Path(var ending) -> path(ending, name, shown(value));
      case Kind.Composed composed -> composed(composed, name, value);
      case Kind.Link(var type) -> link(type, name, value);
      case Kind.Member _ -> member(name, value);
      case Kind.ListOf _, Kind.MapOf _, Kind.Part _ ->
          wrong(WRONG_TYPE, name, wanted(kind), described(value), "");
    };
  }

  private static Fit wrong(Code code, String name, String wanted, String found, String fix) {
    return new Fit.Bad(code, "`" + name + "` must be " + wanted + ", not " + found + ".", fix);
  }

  private static Fit text(Kind.Text kind, String name, Value value) {
    if (!(value instanceof Value.Text(var text))) {
      boolean single = value instanceof Value.Num || value instanceof Value.Bool;
      return wrong(
          WRONG_TYPE,
          name,
          "text",
          described(value),
          single ? "write it in quotes: `\"" + shown(value) + "\"`." : "");
    }
    return kind.allows(text)
        ? new Fit.Good(value)
        : wrong(INVALID_VALUE, name, kind.form(), "`" + text + "`", "");
  }

  private static Fit choice(List<String> values, String name, String text) {
    return values.contains(text)
        ? new Fit.Good(Value.of(text))
        : wrong(
            NOT_ALLOWED,
            name,
            "one of " + Problems.listed(values),
            "`" + text + "`",
            Problems.nearest(text, values));
  }

  private static Fit whole(Kind.Whole kind, String name, Value value) {
    if (!(value instanceof Value.Num(var number))) {
      boolean quoted = value instanceof Value.Text(var text) && text.matches("-?\\d+");
      return wrong(
          WRONG_TYPE, name, "a whole number", described(value), quoted ? "remove the quotes." : "");
    }
    boolean inside =
        number.scale() <= 0
            && number.compareTo(BigDecimal.valueOf(kind.least())) >= 0
            && number.compareTo(BigDecimal.valueOf(kind.most())) <= 0;
    return inside
        ? new Fit.Good(value)
        : wrong(
            INVALID_VALUE,
            name,
            "a whole number from " + kind.least() + " to " + kind.most(),
            number.toPlainString(),
            "");
  }

  private static Fit flag(String name, Value value) {
    if (value instanceof Value.Bool) {
      return new Fit.Good(value);
    }
    String fix =
        switch (shown(value)) {
          case "yes", "on", "true" -> "write `true`.";
          case "no", "off", "false" -> "write `false`.";
          default -> "";
        };
    return wrong(WRONG_TYPE, name, "true or false", described(value), fix);
  }

  private static Fit range(Kind.Range kind, String name, String text) {
    Optional<Range> range = Range.parse(text);
    if (range.isEmpty()) {
      return wrong(INVALID_VALUE, name, wanted(kind), "`" + text + "`", "");
    }
    if (range.get().misplaced()) {
      return new Fit.Bad(
          INVALID_VALUE,
          "`" + text + "` in `" + name + "` does not start where a range of its size can.",
          "write `" + range.get().placed() + "`.");
    }
    if (range.get().prefix() < kind.shortest() || range.get().prefix() > kind.longest()) {
      String sizes = "/" + kind.shortest() + " to /" + kind.longest();
      return wrong(INVALID_VALUE, name, "a range of a size from " + sizes, "`" + text + "`", "");
    }
    return new Fit.Good(Value.of(text));
  }

  private Fit path(String ending, String name, String written) {
    String path = written.replaceFirst("^\\./", "").replaceFirst("/+$", "");
    if (path.isEmpty() || path.startsWith("/") || List.of(path.split("/", -1)).contains("..")) {
      return wrong(
          INVALID_VALUE, name, "a folder inside the blueprint's own", "`" + path + "`", "");
    }
    Optional<List<String>> files = folder.list(path);
    if (files.isEmpty()) {
      return new Fit.Bad(
          UNREADABLE,
          "there is no folder `" + folder.shown(path) + "`.",
          "make it, or correct `" + name + "`.");
    }
    boolean fits = ending.isEmpty() || files.get().stream().anyMatch(f -> f.endsWith(ending));
    return fits
        ? new Fit.Good(Value.of(path))
        : new Fit.Bad(
            UNREADABLE,
            "the folder `"
                + folder.shown(path)
                + "` has no file whose name ends in `"
                + ending
                + "`.",
            "");
  }

  /// Text with what is known only after apply, and secrets only where they belong.
  private static Fit composed(Kind.Composed kind, String name, Value value) {
    if (value instanceof Value.Reference(var target, var path) && path.isEmpty()) {
      return wrong(WRONG_TYPE, name, "text", target.toString(), "name one of its fields.");
    }
    boolean single = value instanceof Value.Num || value instanceof Value.Bool;
    Value text = single ? Value.of(shown(value)) : value;
    boolean secret = holdsSecret(text);
    boolean isText =
        text instanceof Value.Text
            || text instanceof Value.Template
            || text instanceof Value.Reference
            || text instanceof Value.Secret;
    if (!isText) {
      return wrong(WRONG_TYPE, name, "text", described(value), "");
    }
    if (secret && !kind.secret()) {
      return new Fit.Bad(
          NOT_ALLOWED,
          "`"
              + name
              + "` is no place for a secret: everybody who may look at the resource sees it.",
          "keep the text in a component of type `secret`, and name that where secrets belong.");
    }
    if (!secret && kind.secret()) {
      return new Fit.Bad(
          LITERAL_SECRET,
          "`" + name + "` holds a secret, and a secret may not stand in a blueprint.",
          "refer to one, for example `${database.password}`, or leave the value out and add it with `groundwork secrets add`.");
    }
    if (text instanceof Value.Text(var plain) && !kind.text().allows(plain)) {
      return wrong(INVALID_VALUE, name, kind.text().form(), "`" + plain + "`", "");
    }
    return new Fit.Good(text);
  }

  private static String referred(String type) {
    return type.isEmpty() ? "a component or resource" : Problems.a(type);
  }

  /// A reference to a whole resource, or the full name of one made elsewhere.
  private static Fit link(String type, String name, Value value) {
    return switch (value) {
      case Value.Text(var text) when text.startsWith("projects/") -> new Fit.Good(value);
      case Value.Reference(var target, _) when type.isEmpty() || target.type().equals(type) ->
          new Fit.Good(new Value.Reference(target, ""));
      case Value.Null _,
          Value.Bool _,
          Value.Num _,
          Value.Text _,
          Value.Items _,
          Value.Fields _,
          Value.Reference _,
          Value.Template _,
          Value.Secret _,
          Value.Generated _ ->
          wrong(
              WRONG_TYPE,
              name,
              "a reference to " + referred(type),
              described(value),
              value instanceof Value.Reference
                  ? ""
                  : "write `${NAME}` with the name of a component or resource.");
    };
  }

  private static Fit member(String name, Value value) {
    return switch (value) {
      case Value.Text(var text) when MEMBER.matcher(text).matches() -> new Fit.Good(value);
      case Value.Template _ when !holdsSecret(value) -> new Fit.Good(value);
      case Value.Reference(var target, _) when target.type().equals(IDENTITY) ->
          new Fit.Good(
              new Value.Template(
                  List.of(Value.of("serviceAccount:"), new Value.Reference(target, "email"))));
      case Value.Reference _ ->
          wrong(
              WRONG_TYPE,
              name,
              "an IAM member",
              described(value),
              "name a component of type `identity`, or write `user:ada@example.com`.");
      case Value.Null _,
          Value.Bool _,
          Value.Num _,
          Value.Text _,
          Value.Items _,
          Value.Fields _,
          Value.Template _,
          Value.Secret _,
          Value.Generated _ ->
          wrong(
              INVALID_VALUE,
              name,
              "an IAM member such as `user:ada@example.com`",
              described(value),
              "");
    };
  }

  static boolean holdsSecret(Value value) {
    boolean[] found = {false};
    value.walk(v -> found[0] |= v instanceof Value.Secret);
    return found[0];
  }

  /// A single value without its kind; anything else as `described`.
  static String shown(Value value) {
    return switch (value) {
      case Value.Text(var text) -> text;
      case Value.Num(var number) -> number.toPlainString();
      case Value.Bool(var flag) -> String.valueOf(flag);
      case Value.Null _,
          Value.Items _,
          Value.Fields _,
          Value.Reference _,
          Value.Template _,
          Value.Secret _,
          Value.Generated _ ->
          described(value);
    };
  }

  /// What a value is, in the user's words.
  static String described(Value value) {
    return switch (value) {
      case Value.Text(var text) -> "the text `" + text + "`";
      case Value.Num(var number) -> "the number " + number.toPlainString();
      case Value.Bool(var flag) -> String.valueOf(flag);
      case Value.Null _ -> "nothing";
      case Value.Items _ -> "a list";
      case Value.Fields _ -> "a map";
      case Value.Reference(var target, _) -> target.toString();
      case Value.Template _ -> "text known only after apply";
      case Value.Secret _, Value.Generated _ -> "a secret";
    };
  }
}
