package dev.groundwork.emulator.storage;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.storage.Contents.Content;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Makes objects of other objects: a copy, or several put together.
final class Copies {
  private static final int MOST_PARTS = 32;

  private final Objects objects;
  private final Contents contents;

  Copies(Objects objects, Contents contents) {
    this.objects = objects;
    this.contents = contents;
  }

  /// Copies, whatever the size, in one step.
  Reply rewrite(Ask ask) {
    Fields made = make(ask);
    String size = made.text("size").orElseThrow();
    return Reply.ok(
        Fields.EMPTY
            .with("kind", "storage#rewriteResponse")
            .with("totalBytesRewritten", size)
            .with("objectSize", size)
            .with("done", true)
            .with("resource", made));
  }

  Reply copy(Ask ask) {
    return Reply.ok(make(ask));
  }

  private Fields make(Ask ask) {
    Entry source = objects.find(ask, "sourceGeneration");
    Preconditions.of(ask, "ifSource").check(Optional.of(source.body()));
    // a description takes the place of the source's
    Fields described = ask.body().isEmpty() ? source.body().without("storageClass") : ask.body();
    described =
        described.text("contentType").isEmpty()
            ? with(described, "contentType", source.body())
            : described;
    Fields more = with(Fields.EMPTY, "componentCount", source.body());
    more = source.body().get("md5Hash").isPresent() ? more : more.with("md5Hash", new Value.Null());
    return objects.put(
        ask.path("toBucket"),
        ask.path("toObject"),
        withoutSums(described),
        contents.write(open(source)),
        Preconditions.of(ask),
        more);
  }

  /// Clients send sums of other bytes along, a part's or the source's; Google does not look at
  /// them.
  private static Fields withoutSums(Fields described) {
    return described.without("md5Hash").without("crc32c");
  }

  private static Fields with(Fields fields, String field, Fields from) {
    return from.get(field).map(value -> fields.with(field, value)).orElse(fields);
  }

  private InputStream open(Entry object) {
    return contents
        .open(Objects.file(object))
        .orElseThrow(() ->
            Refusal.notFound(
                    "No such object: "
                        + object.body().text("bucket").orElse("")
                        + "/"
                        + object.body().text("name").orElse(""))
                .asException());
  }

  Reply compose(Ask ask) {
    List<Value> named = ask.body().items("sourceObjects");
    if (named.isEmpty() || named.size() > MOST_PARTS) {
      throw Refusal.invalid(
              "The number of source components provided ("
                  + named.size()
                  + ") must be between 1 and "
                  + MOST_PARTS
                  + ".")
          .asException();
    }
    List<Entry> sources =
        named.stream()
            .map(n -> n instanceof Fields f ? f : Fields.EMPTY)
            .map(n -> source(ask, n))
            .toList();
    List<InputStream> streams = new ArrayList<>();
    sources.forEach(source -> streams.add(open(source)));
    Content content = contents.write(new SequenceInputStream(Collections.enumeration(streams)));
    long components =
        sources.stream()
            .mapToLong(s ->
                s.body()
                    .get("componentCount")
                    .map(c -> c instanceof Value.Num(var n) ? n.longValue() : 1L)
                    .orElse(1L))
            .sum();
    // an object put together has no MD5
    Fields more = Fields.EMPTY.with("componentCount", components).with("md5Hash", new Value.Null());
    return Reply.ok(
        objects.put(
            ask.path("bucket"),
            ask.path("object"),
            withoutSums(ask.body().fields("destination")),
            content,
            Preconditions.of(ask),
            more));
  }

  private Entry source(Ask ask, Fields named) {
    Map<String, String> path = new TreeMap<>(ask.path());
    path.put("object", named.text("name").orElse(""));
    Entry source = objects.find(ask.withPath(path));
    Optional<String> generation = named.text("generation");
    if (generation.isPresent() && !source.body().text("generation").equals(generation)) {
      throw Refusal.notFound(
              "Object "
                  + named.text("name").orElse("")
                  + " (generation: "
                  + generation.get()
                  + ") not found.")
          .asException();
    }
    return source;
  }
}
