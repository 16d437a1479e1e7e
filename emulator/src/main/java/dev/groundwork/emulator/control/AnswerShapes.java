package dev.groundwork.emulator.control;

import dev.groundwork.emulator.http.Request;
import dev.groundwork.emulator.http.Router;
import dev.groundwork.shape.Route;
import dev.groundwork.shape.Shapes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which message answers a request, by Google's own routes.
final class AnswerShapes {
  /// `{name=projects/*/secrets/*}`, `{name}`, `{name=folders/**}`.
  private static final Pattern VARIABLE = Pattern.compile("\\{([\\w.]+)(?:=([^}]*))?}");

  private final Shapes shapes;
  private final Map<String, Router<String>> byHost = new ConcurrentHashMap<>();

  AnswerShapes(Shapes shapes) {
    this.shapes = shapes;
  }

  Optional<String> shape(Request request) {
    return byHost
        .computeIfAbsent(request.host(), this::router)
        .find(request.verb(), request.segments())
        .map(Router.Found::target);
  }

  private Router<String> router(String host) {
    Router<String> router = new Router<>();
    for (Route route : shapes.routes(host.substring(0, host.indexOf('.')))) {
      router.add(route.verb(), template(route.path()), route.response());
    }
    return router;
  }

  /// Google's template in our form: every star is a parameter of its own.
  static String template(String path) {
    Matcher variable = VARIABLE.matcher(path);
    StringBuilder plain = new StringBuilder();
    while (variable.find()) {
      variable.appendReplacement(
          plain, Matcher.quoteReplacement(variable.group(2) == null ? "*" : variable.group(2)));
    }
    variable.appendTail(plain);
    String text = plain.charAt(0) == '/' ? plain.substring(1) : plain.toString();
    StringBuilder template = new StringBuilder();
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '*') {
        template.append(text.charAt(i));
      } else if (i + 1 < text.length() && text.charAt(i + 1) == '*') {
        template.append("{+p").append(count++).append('}');
        i++;
      } else {
        template.append("{p").append(count++).append('}');
      }
    }
    return template.toString();
  }
}
