package dev.groundwork.gcp;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.Templates;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// One request, ready to be sent.
///
/// @param host the API's host
/// @param uri path and query, encoded, without leading slash
/// @param body empty for a request without body
/// @param etag the version that the change was made from, for the header `If-Match`
record Request(
    Call.Verb verb, String host, String uri, Optional<Fields> body, Optional<String> etag) {

  /// The request that a call of the catalog makes with these parameters and this resource.
  static Request of(String host, Call call, Map<String, String> parameters, Fields resource) {
    return new Request(
        call.verb(),
        host,
        call.uri(parameters),
        body(call, parameters, resource),
        Optional.empty());
  }

  static Request get(String host, String uri) {
    return new Request(Call.Verb.GET, host, uri, Optional.empty(), Optional.empty());
  }

  static Request post(String host, String uri, Fields body) {
    return new Request(Call.Verb.POST, host, uri, Optional.of(body), Optional.empty());
  }

  Request withBody(Fields fields) {
    return new Request(verb, host, uri, Optional.of(fields), etag);
  }

  /// To be refused when the resource has another etag by then.
  Request ifMatch(Optional<String> read) {
    return new Request(verb, host, uri, body, read);
  }

  /// With one more parameter in the query.
  Request with(String parameter, String value) {
    String separator = uri.contains("?") ? "&" : "?";
    return new Request(
        verb,
        host,
        uri + separator + parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8),
        body,
        etag);
  }

  /// The body of a call: the resource as the call wants it, and the call's own fields. A POST, PUT
  /// or PATCH has a body even when it says nothing.
  private static Optional<Fields> body(Call call, Map<String, String> parameters, Fields resource) {
    Fields own = Fields.EMPTY;
    for (Map.Entry<String, String> fixed : call.fixed().entrySet()) {
      own = own.with(fixed.getKey(), Templates.fill(fixed.getValue(), parameters));
    }
    return switch (call.verb()) {
      case GET, DELETE -> own.isEmpty() ? Optional.empty() : Optional.of(own);
      case POST, PUT, PATCH ->
          Optional.of(
              switch (call.body()) {
                case Call.Body.None _ -> own;
                case Call.Body.Whole _ -> merge(resource, own);
                case Call.Body.Wrapped(var field) ->
                    merge(Value.fields().with(field, resource), own);
              });
    };
  }

  /// `under` with everything of `over` laid on it, objects field by field.
  static Fields merge(Fields under, Fields over) {
    Map<String, Value> merged = new LinkedHashMap<>(under.values());
    over.values()
        .forEach((name, value) ->
            merged.merge(
                name,
                value,
                (below, above) ->
                    below instanceof Fields b && above instanceof Fields a ? merge(b, a) : above));
    return new Fields(merged);
  }
}
