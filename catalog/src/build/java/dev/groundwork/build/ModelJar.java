package dev.groundwork.build;

import com.google.api.client.json.GenericJson;
import com.google.api.client.json.JsonString;
import com.google.api.client.util.DateTime;
import com.google.api.client.util.Key;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the model classes of a `google-api-services-…` jar. They tell names and types; neither enum values nor behaviour.
final class ModelJar {
  private static final Pattern NAME = Pattern.compile("google-api-services-(\\w+)-(v\\w+)-rev.*\\.jar");

  private ModelJar() {}

  static void read(Path path, Map<String, ShapeText> archives) throws IOException, ReflectiveOperationException {
    Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
    if (!name.matches()) {
      return;
    }
    String pkg = name.group(1) + "." + name.group(2);
    // some stand in a package of their version
    Pattern classes = Pattern.compile("com/google/api/services/" + name.group(1) + "/(" + name.group(2) + "/)?model/.*\\.class");
    ShapeText text = archives.computeIfAbsent(name.group(1), _ -> new ShapeText());
    try (JarFile jar = new JarFile(path.toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (classes.matcher(entry.getName()).matches()) {
          // not initialized: that would ask for libraries which only a client needs
          String model = entry.getName().replace(".class", "").replace('/', '.');
          read(pkg, Class.forName(model, false, ModelJar.class.getClassLoader()), text);
        }
      }
    }
  }

  private static void read(String pkg, Class<?> model, ShapeText text) {
    if (GenericJson.class.isAssignableFrom(model)) {
      text.message(pkg, shape(pkg, model), fields(pkg, model));
    }
  }

  private static String shape(String pkg, Class<?> model) {
    return pkg + "." + model.getName().substring(model.getPackageName().length() + 1).replace('$', '.');
  }

  private static String fields(String pkg, Class<?> model) {
    StringBuilder lines = new StringBuilder();
    for (Field field : model.getDeclaredFields()) {
      Key key = field.getAnnotation(Key.class);
      if (key != null) {
        String name = key.value().equals("##default") ? field.getName() : key.value();
        lines.append(field(pkg, name, field.getGenericType(), field.isAnnotationPresent(JsonString.class)));
      }
    }
    return lines.toString();
  }

  private static String field(String pkg, String name, Type type, boolean asText) {
    String suffix = "";
    Type value = type;
    if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
      if (List.class.isAssignableFrom(raw)) {
        suffix = "*";
        value = generic.getActualTypeArguments()[0];
      } else if (Map.class.isAssignableFrom(raw)) {
        suffix = "%";
        value = generic.getActualTypeArguments()[1];
      }
    }
    if (value instanceof WildcardType wild) {
      value = wild.getUpperBounds()[0];
    }
    String kind = kind(value, asText);
    String detail = kind.equals("m") && value instanceof Class<?> c ? shape(pkg, c) : "";
    return ShapeText.field(name, kind + suffix, "", detail);
  }

  private static String kind(Type type, boolean asText) {
    if (!(type instanceof Class<?> c)) {
      return "a";
    } else if (Number.class.isAssignableFrom(c)) {
      return asText ? "l" : "n";
    } else if (c == String.class) {
      return "t";
    } else if (c == Boolean.class) {
      return "b";
    } else if (c == DateTime.class) {
      return "T";
    } else if (GenericJson.class.isAssignableFrom(c) && c != GenericJson.class) {
      return "m";
    } else {
      return "a";
    }
  }
}
