package dev.groundwork.emulator.control;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The behaviours of all types, by name; nothing special for a type that has none.
final class Behaviors {
  private static final Behavior PLAIN = new Behavior() {};

  private final Map<String, Behavior> byType = new ConcurrentHashMap<>();

  void add(String type, Behavior behavior) {
    byType.put(type, behavior);
  }

  Behavior of(String type) {
    return byType.getOrDefault(type, PLAIN);
  }
}
