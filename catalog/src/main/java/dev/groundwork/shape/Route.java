package dev.groundwork.shape;

/// One REST method as Google's descriptor routes it.
///
/// @param method the full method name, `google.pubsub.v1.Publisher.CreateTopic`
/// @param verb the HTTP verb
/// @param path the path template as Google writes it, `/v1/{name=projects/*/topics/*}`
/// @param body the field that the body fills, `*` for the whole request, empty for none
/// @param request shape name of the request
/// @param response shape name of the answer
public record Route(
    String method, String verb, String path, String body, String request, String response) {}
