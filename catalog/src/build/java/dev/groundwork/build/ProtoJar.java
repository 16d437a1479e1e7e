package dev.groundwork.build;

import com.google.api.AnnotationsProto;
import com.google.api.ClientProto;
import com.google.api.FieldBehavior;
import com.google.api.FieldBehaviorProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the descriptors of a jar that holds `.proto` files and the classes compiled from them.
final class ProtoJar {
  /// Messages that several APIs share; their services are parts of every API.
  private static final Pattern SHARED = Pattern.compile("proto-google-common-protos|proto-google-iam-v1");

  private static final Pattern OUTER = Pattern.compile("option java_outer_classname = \"(\\w+)\";");
  private static final Pattern PACKAGE = Pattern.compile("option java_package = \"([\\w.]+)\";");
  private static final Pattern DECLARES = Pattern.compile("(?m)^(message|enum|service) ");
  private static final Pattern ENUM_NAMED = Pattern.compile("Check the (\\w+) enum for the list of possible values");

  private final ShapeText text;
  private final ProtoComments comments;

  private ProtoJar(ShapeText text, ProtoComments comments) {
    this.text = text;
    this.comments = comments;
  }

  static void read(Path path, Map<String, ShapeText> archives) throws IOException, ReflectiveOperationException {
    List<FileDescriptor> files = new ArrayList<>();
    ProtoComments comments = new ProtoComments();
    try (JarFile jar = new JarFile(path.toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        // protobuf's own messages have JSON forms of their own
        if (entry.getName().endsWith(".proto") && !entry.getName().startsWith("google/protobuf/")) {
          String proto = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
          // a file that declares nothing is not compiled
          if (DECLARES.matcher(proto).find()) {
            files.add(descriptor(entry.getName(), proto));
            comments.read(proto);
          }
        }
      }
    }
    if (files.isEmpty()) {
      return;
    }
    String archive = SHARED.matcher(path.getFileName().toString()).lookingAt() ? "common" : archive(files);
    ProtoJar reader = new ProtoJar(archives.computeIfAbsent(archive, _ -> new ShapeText()), comments);
    for (FileDescriptor file : files) {
      file.getMessageTypes().forEach(reader::message);
      file.getServices().forEach(reader::routes);
    }
  }

  /// The first label of the API's host.
  private static String archive(List<FileDescriptor> files) {
    for (FileDescriptor file : files) {
      for (ServiceDescriptor service : file.getServices()) {
        String host = service.getOptions().getExtension(ClientProto.defaultHost);
        if (!host.isEmpty()) {
          return host.substring(0, host.indexOf('.'));
        }
      }
    }
    throw new IllegalStateException("no API's host in " + files);
  }

  /// The descriptor inside the outer class, which is named by an option or after the file.
  private static FileDescriptor descriptor(String name, String proto) throws ReflectiveOperationException {
    StringBuilder camel = new StringBuilder();
    for (String word : name.substring(name.lastIndexOf('/') + 1, name.length() - ".proto".length()).split("[_-]")) {
      camel.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    Matcher outer = OUTER.matcher(proto);
    Matcher pkg = PACKAGE.matcher(proto);
    String prefix = pkg.find() ? pkg.group(1) + "." : "";
    List<String> candidates = outer.find() ? List.of(outer.group(1)) : List.of(camel.toString(), camel + "OuterClass", camel + "Proto");
    for (String candidate : candidates) {
      try {
        return (FileDescriptor) Class.forName(prefix + candidate).getMethod("getDescriptor").invoke(null);
      } catch (ClassNotFoundException | ClassCastException e) {
        // the next candidate
      }
    }
    throw new ClassNotFoundException("no outer class of " + name);
  }

  private void message(Descriptor message) {
    if (message.getOptions().getMapEntry()) {
      return;
    }
    StringBuilder fields = new StringBuilder();
    message.getFields().forEach(field -> fields.append(field(field)));
    text.message(message.getFile().getPackage(), message.getFullName(), fields.toString());
    message.getNestedTypes().forEach(this::message);
  }

  private String field(FieldDescriptor field) {
    FieldDescriptor value = field.isMapField() ? field.getMessageType().findFieldByName("value") : field;
    String suffix = field.isMapField() ? "%" : field.isRepeated() ? "*" : "";
    String behaviors = behaviors(field);
    String detail = "";
    String kind =
        switch (value.getType()) {
          case STRING -> "t";
          case BOOL -> "b";
          case INT32, UINT32, SINT32, FIXED32, SFIXED32, FLOAT, DOUBLE -> "n";
          case INT64, UINT64, SINT64, FIXED64, SFIXED64 -> "l";
          case BYTES -> "y";
          case ENUM -> value.getEnumType().getFullName().equals("google.protobuf.NullValue") ? "a" : "e";
          case MESSAGE, GROUP -> messageKind(value.getMessageType().getFullName());
        };
    if (kind.equals("e")) {
      detail = values(value.getEnumType(), true);
    } else if (kind.equals("m")) {
      detail = value.getMessageType().getFullName();
    } else if (kind.equals("t")) {
      EnumDescriptor listed = listedValues(field);
      if (listed != null) {
        kind = "E";
        detail = values(listed, false);
      }
    }
    return ShapeText.field(field.getJsonName(), kind + suffix, behaviors, detail);
  }

  private static String messageKind(String name) {
    return switch (name) {
      case "google.protobuf.Timestamp" -> "T";
      case "google.protobuf.Duration" -> "D";
      case "google.protobuf.FieldMask" -> "K";
      case "google.protobuf.Struct", "google.protobuf.Value", "google.protobuf.ListValue", "google.protobuf.Any" -> "a";
      case "google.protobuf.StringValue" -> "t";
      case "google.protobuf.BoolValue" -> "b";
      case "google.protobuf.BytesValue" -> "y";
      case "google.protobuf.Int64Value", "google.protobuf.UInt64Value" -> "l";
      case "google.protobuf.Int32Value", "google.protobuf.UInt32Value", "google.protobuf.FloatValue", "google.protobuf.DoubleValue" -> "n";
      default -> "m";
    };
  }

  private String behaviors(FieldDescriptor field) {
    Set<FieldBehavior> stated = Set.copyOf(field.getOptions().getExtension(FieldBehaviorProto.fieldBehavior));
    StringBuilder letters = new StringBuilder();
    if (stated.contains(FieldBehavior.REQUIRED)) {
      letters.append('r');
    }
    if (stated.contains(FieldBehavior.OUTPUT_ONLY) || comments.of(field).matches("(?is)(\\[output only]|output only\\.).*")) {
      letters.append('o');
    }
    if (stated.contains(FieldBehavior.INPUT_ONLY) || comments.of(field).matches("(?is)(\\[input only]|input only\\.).*")) {
      letters.append('i');
    }
    if (stated.contains(FieldBehavior.IMMUTABLE)) {
      letters.append('f');
    }
    return letters.toString();
  }

  /// Compute's enums are text, with the values in an enum inside the message: named by the comment, or as the field.
  private EnumDescriptor listedValues(FieldDescriptor field) {
    Matcher named = ENUM_NAMED.matcher(comments.of(field));
    String snake = field.getName();
    StringBuilder camel = new StringBuilder();
    for (String word : snake.split("_")) {
      camel.append(word.isEmpty() ? "" : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    EnumDescriptor same = field.getContainingType().findEnumTypeByName(camel.toString());
    if (same != null) {
      return same;
    }
    return named.find() ? field.getContainingType().findEnumTypeByName(named.group(1)) : null;
  }

  private static String values(EnumDescriptor type, boolean numbered) {
    List<String> values = new ArrayList<>();
    for (EnumValueDescriptor value : type.getValues()) {
      String name = value.getName();
      boolean none = value.getNumber() == 0 && (name.endsWith("UNSPECIFIED") || name.startsWith("UNDEFINED_"));
      if (!none) {
        values.add(numbered ? name + "=" + value.getNumber() : name);
      }
    }
    return String.join(",", values);
  }

  private void routes(ServiceDescriptor service) {
    for (MethodDescriptor method : service.getMethods()) {
      HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
      route(method, rule);
      rule.getAdditionalBindingsList().forEach(other -> route(method, other));
    }
  }

  private void route(MethodDescriptor method, HttpRule rule) {
    String request = method.getInputType().getFullName();
    FieldDescriptor field = method.getInputType().findFieldByName(rule.getBody());
    String body = field == null ? rule.getBody() : field.getJsonName();
    String response = method.getOutputType().getFullName();
    switch (rule.getPatternCase()) {
      case GET -> text.route(method.getFullName(), "GET", rule.getGet(), body, request, response);
      case PUT -> text.route(method.getFullName(), "PUT", rule.getPut(), body, request, response);
      case POST -> text.route(method.getFullName(), "POST", rule.getPost(), body, request, response);
      case DELETE -> text.route(method.getFullName(), "DELETE", rule.getDelete(), body, request, response);
      case PATCH -> text.route(method.getFullName(), "PATCH", rule.getPatch(), body, request, response);
      case CUSTOM, PATTERN_NOT_SET -> {}
    }
  }
}
