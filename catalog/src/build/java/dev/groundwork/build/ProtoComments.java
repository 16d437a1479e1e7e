package dev.groundwork.build;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The comments above the fields of `.proto` files, which compiled descriptors do not hold. Compute says only there which
/// fields are output.
final class ProtoComments {
  private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
  private static final Pattern BLOCK = Pattern.compile("(message|enum|oneof|service|rpc|option|extend)\\s+(\\w+).*\\{");
  private static final Pattern FIELD = Pattern.compile("(?:optional |repeated )?(?:map<[^>]*>|[\\w.]+) (\\w+) = \\d+\\s*[;\\[].*|(?:optional |repeated )?(?:map<[^>]*>|[\\w.]+) (\\w+) =");

  private final Map<String, String> comments = new HashMap<>();

  void read(String proto) {
    Matcher pkg = PACKAGE.matcher(proto);
    String prefix = pkg.find() ? pkg.group(1) : "";
    Deque<String> open = new ArrayDeque<>();
    StringBuilder comment = new StringBuilder();
    for (String raw : proto.lines().toList()) {
      String line = raw.strip();
      if (line.startsWith("//")) {
        comment.append(line.substring(2).strip()).append(' ');
        continue;
      }
      Matcher block = BLOCK.matcher(line);
      Matcher field = FIELD.matcher(line);
      if (block.lookingAt()) {
        if (!line.endsWith("}") && !line.endsWith("};")) {
          open.push(block.group(1).equals("message") ? block.group(2) : "");
        }
      } else if (line.startsWith("}")) {
        open.pop();
      } else if (line.endsWith("{")) {
        open.push("");
      } else if (field.matches()) {
        comments.put(name(prefix, open, field.group(1) == null ? field.group(2) : field.group(1)), comment.toString().strip());
      }
      comment.setLength(0);
    }
  }

  private static String name(String prefix, Deque<String> open, String field) {
    StringBuilder name = new StringBuilder(prefix);
    for (Iterator<String> blocks = open.descendingIterator(); blocks.hasNext(); ) {
      String block = blocks.next();
      if (!block.isEmpty()) {
        name.append('.').append(block);
      }
    }
    return name.append('.').append(field).toString();
  }

  String of(FieldDescriptor field) {
    return comments.getOrDefault(field.getFullName(), "");
  }
}
