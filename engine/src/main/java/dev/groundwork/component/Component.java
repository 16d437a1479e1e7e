package dev.groundwork.component;

/// A high-level part of a system, as its user describes it.
public sealed interface Component
    permits Network,
        Postgres,
        Secret,
        Project,
        Identity,
        Bucket,
        Service,
        Job,
        Schedule,
        Dataset,
        Topic,
        Key,
        Redis,
        Connector,
        Monitoring,
        Registry,
        Pipeline {

  /// The resources that it consists of, what must be verified of them, and what users of the system
  /// need to know of it.
  Expansion expand(Context context);
}
