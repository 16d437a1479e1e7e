package dev.groundwork.emulator.run;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// The pages with which Google itself answers in a service's place.
final class Pages {
  private Pages() {}

  /// Why a caller is not let through.
  enum Refused {
    /// No token at all.
    NOBODY,
    /// A token that is no identity token, is forged or expired, or is meant for another.
    UNKNOWN,
    /// A caller without the invoker's role.
    FORBIDDEN
  }

  static void write(HttpExchange exchange, Refused refused, String path) throws IOException {
    switch (refused) {
      case NOBODY -> forbidden(exchange, path);
      case UNKNOWN -> {
        exchange
            .getResponseHeaders()
            .set(
                "WWW-Authenticate",
                "Bearer error=\"invalid_token\" error_description=\"The access token could not be verified\"");
        page(
            exchange,
            401,
            "401 Unauthorized",
            "Error: Unauthorized",
            "Your client does not have permission to the requested URL <code>"
                + escaped(path)
                + "</code>.");
      }
      case FORBIDDEN -> {
        exchange
            .getResponseHeaders()
            .set(
                "WWW-Authenticate",
                "Bearer error=\"insufficient_scope\" error_description=\"The access token does not have the required permission\"");
        forbidden(exchange, path);
      }
    }
  }

  private static void forbidden(HttpExchange exchange, String path) throws IOException {
    page(
        exchange,
        403,
        "403 Forbidden",
        "Error: Forbidden",
        "Your client does not have permission to get URL <code>"
            + escaped(path)
            + "</code> from this server.");
  }

  static int notFound(HttpExchange exchange) throws IOException {
    return page(
        exchange,
        404,
        "404 Page not found",
        "Error: Page not found",
        "The requested URL was not found on this server.");
  }

  /// No revision is ready.
  static int unavailable(HttpExchange exchange) throws IOException {
    return page(
        exchange,
        503,
        "503 Server Error",
        "Error: Server Error",
        "The service you requested is not available yet.<p>Please try again in 30 seconds.");
  }

  /// Every instance is busy.
  static int full(HttpExchange exchange) throws IOException {
    return text(exchange, 429, "Rate exceeded.");
  }

  /// The request took longer than the service allows.
  static int late(HttpExchange exchange) throws IOException {
    return text(exchange, 504, "upstream request timeout");
  }

  /// The instance ended, or said nothing that is HTTP.
  static int broken(HttpExchange exchange) throws IOException {
    return text(
        exchange,
        503,
        "upstream connect error or disconnect/reset before headers. reset reason: connection termination");
  }

  private static int page(
      HttpExchange exchange, int status, String title, String heading, String text)
      throws IOException {
    String html =
        "\n<html><head>\n<meta http-equiv=\"content-type\" content=\"text/html;charset=utf-8\">\n<title>"
            + title
            + "</title>\n</head>\n<body text=#000000 bgcolor=#ffffff>\n<h1>"
            + heading
            + "</h1>\n<h2>"
            + text
            + "</h2>\n<h2></h2>\n</body></html>\n";
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=UTF-8");
    return send(exchange, status, html);
  }

  private static int text(HttpExchange exchange, int status, String text) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/plain");
    return send(exchange, status, text);
  }

  private static int send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Server", "Google Frontend");
    boolean bodiless = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, bodiless ? -1 : bytes.length);
    if (!bodiless) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    }
    return status;
  }

  private static String escaped(String path) {
    return path.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
