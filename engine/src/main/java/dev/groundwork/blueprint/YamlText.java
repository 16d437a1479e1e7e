package dev.groundwork.blueprint;

import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// YAML 1.2 text to nodes with their places. The only class that knows the YAML parser.
final class YamlText {
  /// Deep enough for any body of Google's; less than what would exhaust the stack.
  private static final int DEEPEST = 100;

  private final String file;
  private final Problems problems;

  private YamlText(String file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /// The one document in the text; empty when it is not YAML, or is empty.
  ///
  /// @param file for the places
  static Optional<Node> parse(String file, String text, Problems problems) {
    return new YamlText(file, problems).parse(text);
  }

  private Optional<Node> parse(String text) {
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setUseMarks(true).setSchema(new CoreSchema()).build();
    try {
      return new Compose(settings).composeString(text).map(root -> node(root, 0));
    } catch (MarkedYamlEngineException e) {
      Place place =
          e.getProblemMark().or(e::getContextMark).map(this::place).orElse(Place.of(file));
      problems.error(Code.SYNTAX, place, "this is not YAML: " + sentence(e.getProblem()), "");
    } catch (YamlEngineException e) {
      problems.error(
          Code.SYNTAX,
          Place.of(file),
          "this is not YAML: " + sentence(String.valueOf(e.getMessage())),
          "");
    }
    return Optional.empty();
  }

  private static String sentence(String problem) {
    String line = problem.lines().findFirst().orElse("").strip();
    return line.endsWith(".") ? line : line + ".";
  }

  private Node node(org.snakeyaml.engine.v2.nodes.Node node, int depth) {
    Place place = node.getStartMark().map(this::place).orElse(Place.of(file));
    if (depth > DEEPEST || node.isRecursive()) {
      problems.error(
          Code.SYNTAX,
          place,
          "this is nested too deeply.",
          "flatten it; no blueprint needs " + DEEPEST + " levels.");
      return new Node.Scalar(place, Node.Form.NULL, "");
    }
    return switch (node) {
      case ScalarNode scalar -> new Node.Scalar(place, form(scalar), scalar.getValue());
      case SequenceNode sequence -> {
        List<Node> items = new ArrayList<>();
        sequence.getValue().forEach(item -> items.add(node(item, depth + 1)));
        yield new Node.Sequence(place, items);
      }
      case MappingNode mapping -> mapping(place, mapping, depth);
      default -> throw new IllegalStateException("a YAML node of " + node.getClass());
    };
  }

  private Node mapping(Place place, MappingNode mapping, int depth) {
    SequencedMap<String, Node.Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Place keyPlace = tuple.getKeyNode().getStartMark().map(this::place).orElse(place);
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.error(Code.WRONG_TYPE, keyPlace, "a key must be text.", "");
        continue;
      }
      Node.Entry before = entries.get(key.getValue());
      if (before != null) {
        problems.error(
            Code.DUPLICATE,
            keyPlace,
            "`"
                + key.getValue()
                + "` stands here twice; the first is in line "
                + before.key().line()
                + ".",
            "remove one of them, or merge the two.");
        continue;
      }
      entries.put(key.getValue(), new Node.Entry(keyPlace, node(tuple.getValueNode(), depth + 1)));
    }
    return new Node.Mapping(place, entries);
  }

  private static Node.Form form(ScalarNode scalar) {
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return Node.Form.NULL;
    }
    if (tag.equals(Tag.BOOL)) {
      return Node.Form.FLAG;
    }
    return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? Node.Form.NUMBER : Node.Form.TEXT;
  }

  private Place place(Mark mark) {
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
