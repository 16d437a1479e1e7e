package dev.groundwork.emulator.storage;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Refused;
import dev.groundwork.emulator.http.Payload;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// Hands out objects' bytes, whole or in part.
final class Downloads {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  private final Objects objects;
  private final Contents contents;

  Downloads(Objects objects, Contents contents) {
    this.objects = objects;
    this.contents = contents;
  }

  Reply download(Ask ask) {
    Entry object = objects.find(ask);
    Optional<Reply> unchanged = Preconditions.of(ask).unchanged(object.body());
    if (unchanged.isPresent()) {
      return unchanged.get();
    }
    Map<String, String> headers = headers(object.body());
    String type = object.body().text("contentType").orElse("application/octet-stream");
    boolean packed = object.body().text("contentEncoding").orElse("").equals("gzip");
    if (packed && !ask.request().header("accept-encoding").orElse("").contains("gzip")) {
      headers.remove("Content-Encoding");
      return new Reply(200, headers, new Reply.Content.Bytes(type, unpacked(object)));
    }
    long size = Long.parseLong(object.body().text("size").orElseThrow());
    Matcher range = RANGE.matcher(ask.request().header("range").orElse(""));
    boolean parted = range.matches() && !(range.group(1).isEmpty() && range.group(2).isEmpty());
    if (!parted) {
      return new Reply(
          200,
          headers,
          new Reply.Content.FilePart(type, contents.path(Objects.file(object)), 0, size));
    }
    return part(object, headers, type, size, range);
  }

  private Reply part(
      Entry object, Map<String, String> headers, String type, long size, Matcher range) {
    boolean fromEnd = range.group(1).isEmpty();
    long from =
        fromEnd
            ? Math.max(0, size - Long.parseLong(range.group(2)))
            : Long.parseLong(range.group(1));
    long to =
        fromEnd || range.group(2).isEmpty()
            ? size - 1
            : Math.min(size - 1, Long.parseLong(range.group(2)));
    if (from >= size || to < from) {
      throw new Refusal(
              416,
              "OUT_OF_RANGE",
              "requestedRangeNotSatisfiable",
              "Request range not satisfiable",
              java.util.List.of())
          .asException();
    }
    headers.put("Content-Range", "bytes " + from + "-" + to + "/" + size);
    return new Reply(
        206,
        headers,
        new Reply.Content.FilePart(type, contents.path(Objects.file(object)), from, to - from + 1));
  }

  private static Map<String, String> headers(Fields object) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("Accept-Ranges", "bytes");
    headers.put(
        "X-Goog-Hash",
        "crc32c="
            + object.text("crc32c").orElse("")
            + object.text("md5Hash").map(md5 -> ",md5=" + md5).orElse(""));
    headers.put(
        "X-Goog-Stored-Content-Encoding", object.text("contentEncoding").orElse("identity"));
    copy(object, "etag", headers, "ETag");
    copy(object, "generation", headers, "X-Goog-Generation");
    copy(object, "metageneration", headers, "X-Goog-Metageneration");
    copy(object, "storageClass", headers, "X-Goog-Storage-Class");
    copy(object, "size", headers, "X-Goog-Stored-Content-Length");
    copy(object, "cacheControl", headers, "Cache-Control");
    copy(object, "contentDisposition", headers, "Content-Disposition");
    copy(object, "contentEncoding", headers, "Content-Encoding");
    copy(object, "contentLanguage", headers, "Content-Language");
    return headers;
  }

  private static void copy(
      Fields object, String field, Map<String, String> headers, String header) {
    object.text(field).ifPresent(value -> headers.put(header, value));
  }

  /// Cloud Storage unpacks for clients that cannot.
  private Payload unpacked(Entry object) {
    try (InputStream in =
        new GZIPInputStream(
            contents
                .open(Objects.file(object))
                .orElseThrow(() -> Refusal.notFound("No such object").asException()))) {
      return new Payload(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// `GET /BUCKET/OBJECT`, as of the XML API.
  Reply plain(Ask ask) {
    if (ask.path("bucket").matches("storage|upload|download|batch")) {
      throw new Refusal(
              501,
              "UNIMPLEMENTED",
              "notImplemented",
              "Groundwork's emulator does not emulate " + ask.request() + ".",
              java.util.List.of())
          .asException();
    }
    try {
      return download(ask);
    } catch (Refused e) {
      String code =
          e.refusal().code() == 404
              ? e.refusal().message().startsWith("No such object") ? "NoSuchKey" : "NoSuchBucket"
              : "InvalidRequest";
      String xml =
          "<?xml version='1.0' encoding='UTF-8'?><Error><Code>"
              + code
              + "</Code><Message>"
              + escaped(e.refusal().message())
              + "</Message></Error>";
      return new Reply(
          e.refusal().code(),
          Map.of(),
          new Reply.Content.Bytes("application/xml; charset=UTF-8", Payload.of(xml)));
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
