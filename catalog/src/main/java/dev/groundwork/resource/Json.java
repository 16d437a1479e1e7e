package dev.groundwork.resource;

import dev.groundwork.resource.Value.Fields;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/// JSON text to values and back.
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /// The text is not JSON; the message says where.
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }

  /// For readers of one format of ours: JSON it is, but not of that format.
  public static Malformed malformed(String message) {
    return new Malformed(message);
  }

  /// @throws Malformed when the text is not exactly one JSON value
  public static Value parse(String text) throws Malformed {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        throw new Malformed("no JSON value");
      }
      Value value = read(parser);
      if (parser.nextToken() != null) {
        throw new Malformed("text after the end of the JSON value");
      }
      return value;
    } catch (JacksonException e) {
      // only the place: the original message would quote the text, which may hold a secret
      var place = e.getLocation();
      throw new Malformed(
          place == null
              ? "not JSON"
              : "not JSON at line " + place.getLineNr() + ", column " + place.getColumnNr());
    }
  }

  /// As `parse`, for text that must be an object.
  ///
  /// @throws Malformed when it is not
  public static Fields parseFields(String text) throws Malformed {
    if (parse(text) instanceof Fields fields) {
      return fields;
    }
    throw new Malformed("not a JSON object");
  }

  private static Value read(JsonParser parser) {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> {
        Map<String, Value> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          fields.put(name, read(parser));
        }
        yield new Fields(fields);
      }
      case START_ARRAY -> {
        List<Value> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(read(parser));
        }
        yield new Value.Items(items);
      }
      case VALUE_STRING -> new Value.Text(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new Value.Num(new BigDecimal(parser.getString()));
      case VALUE_TRUE -> new Value.Bool(true);
      case VALUE_FALSE -> new Value.Bool(false);
      case VALUE_NULL -> new Value.Null();
      default -> throw new IllegalStateException("token " + token);
    };
  }

  /// One line, fields in their own order.
  ///
  /// @throws IllegalArgumentException when the value is not plain JSON
  public static String write(Value value) {
    return write(value, false, false);
  }

  /// Indented, fields in their own order.
  public static String pretty(Value value) {
    return write(value, true, false);
  }

  /// One line, fields sorted by name at every level: equal values give equal text.
  public static String canonical(Value value) {
    return write(value, false, true);
  }

  private static String write(Value value, boolean indent, boolean sorted) {
    StringWriter out = new StringWriter();
    ObjectWriteContext context = indent ? new Indented() : ObjectWriteContext.empty();
    try (JsonGenerator generator = FACTORY.createGenerator(context, out)) {
      write(value, generator, sorted);
    }
    return out.toString();
  }

  private static void write(Value value, JsonGenerator out, boolean sorted) {
    switch (value) {
      case Value.Null _ -> out.writeNull();
      case Value.Bool(var flag) -> out.writeBoolean(flag);
      case Value.Num(var number) -> out.writeNumber(number.toPlainString());
      case Value.Text(var text) -> out.writeString(text);
      case Value.Items(var items) -> {
        out.writeStartArray();
        items.forEach(item -> write(item, out, sorted));
        out.writeEndArray();
      }
      case Fields(var fields) -> {
        out.writeStartObject();
        (sorted ? new TreeMap<>(fields) : fields)
            .forEach((name, field) -> {
              out.writeName(name);
              write(field, out, sorted);
            });
        out.writeEndObject();
      }
      case Value.Reference _, Value.Template _, Value.Secret _, Value.Generated _ ->
          throw new IllegalArgumentException("not plain JSON: " + value.getClass().getSimpleName());
    }
  }

  private static final class Indented extends ObjectWriteContext.Base {
    @Override
    public tools.jackson.core.PrettyPrinter getPrettyPrinter() {
      return new DefaultPrettyPrinter()
          .withArrayIndenter(tools.jackson.core.util.DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
    }

    @Override
    public boolean hasPrettyPrinter() {
      return true;
    }
  }
}
