package dev.groundwork.resource;

/// What can be done to a resource.
public enum Action {
  CREATE,
  READ,
  LIST,
  UPDATE,
  DELETE
}
