package dev.groundwork.apply;

import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Random descriptions: resources of all simulated types that need each other in all the ways there
/// are.
final class SimSystem {
  private static final List<ResourceType> KINDS =
      List.of(
          SimTypes.QUICK,
          SimTypes.SLOW,
          SimTypes.WHOLE,
          SimTypes.PART,
          SimTypes.NUMBERED,
          SimTypes.LONELY,
          SimTypes.READER,
          SimTypes.SECRET,
          SimTypes.QUICK);

  private final Random random;
  private int counter;

  SimSystem(Random random) {
    this.random = random;
  }

  /// A description of up to `most` resources, in an order in which each only needs those before it.
  List<Resource> describe(int most) {
    List<Resource> described = new ArrayList<>();
    int count = 1 + random.nextInt(most);
    while (described.size() < count) {
      add(described);
    }
    return described;
  }

  private void add(List<Resource> described) {
    ResourceType type = KINDS.get(random.nextInt(KINDS.size()));
    String name = "r" + counter++;
    Optional<Resource> parent =
        type == SimTypes.PART
            ? pick(described, SimTypes.WHOLE)
            : type == SimTypes.READER ? pick(described, SimTypes.SECRET) : Optional.empty();
    if ((type == SimTypes.PART || type == SimTypes.READER) && parent.isEmpty()) {
      return;
    }
    Map<String, Value> path = new TreeMap<>(Map.of("project", Value.of("p")));
    if (!type.isServerNamed()) {
      path.put("name", Value.of(name));
    }
    Fields body = Value.fields();
    if (type == SimTypes.PART) {
      path.put("instance", new Value.Reference(parent.orElseThrow().address(), "name"));
    }
    if (type == SimTypes.READER) {
      body =
          body.with("password", new Value.Secret(parent.orElseThrow().address()))
              .with("reads", new Value.Reference(parent.get().address(), "name"));
    }
    if (type == SimTypes.NUMBERED) {
      body = body.with("title", name);
    }
    body = body.with("size", random.nextInt(5)).with("fixed", "f" + random.nextInt(3));
    body = body.with("labels.a", "x" + random.nextInt(3));
    SortedSet<Address> dependsOn = new TreeSet<>();
    for (int i = 0; i < random.nextInt(4) && !described.isEmpty(); i++) {
      Resource used = described.get(random.nextInt(described.size()));
      if (random.nextInt(4) == 0) {
        dependsOn.add(used.address());
      } else if (used.type() != SimTypes.VERSION) {
        boolean byNumber = used.type().isServerNamed() || random.nextInt(3) == 0;
        body =
            body.with(
                "refs.x" + i, new Value.Reference(used.address(), byNumber ? "number" : "id"));
      }
    }
    Resource made =
        new Resource(new Address(type.name(), name), type, path, body, dependsOn, Place.of("sim"));
    described.add(made);
    if (type == SimTypes.SECRET) {
      Map<String, Value> of =
          Map.of("project", Value.of("p"), "secret", new Value.Reference(made.address(), "name"));
      described.add(
          new Resource(
              new Address(SimTypes.VERSION.name(), name),
              SimTypes.VERSION,
              of,
              Value.fields().with("payload.data", new Value.Generated(20)),
              new TreeSet<>(),
              Place.of("sim")));
    }
  }

  private Optional<Resource> pick(List<Resource> described, ResourceType type) {
    List<Resource> fitting = described.stream().filter(r -> r.type() == type).toList();
    return fitting.isEmpty()
        ? Optional.empty()
        : Optional.of(fitting.get(random.nextInt(fitting.size())));
  }

  /// The description a week later: some resources changed, some gone, some new.
  List<Resource> rework(List<Resource> before) {
    SortedSet<Address> gone = new TreeSet<>();
    List<Resource> after = new ArrayList<>();
    for (Resource r : before) {
      boolean isSecretary = r.type() == SimTypes.SECRET || r.type() == SimTypes.VERSION;
      boolean misses =
          r.path().values().stream().anyMatch(v -> needsGone(v, gone))
              || r.body().values().entrySet().stream()
                  .anyMatch(e -> !e.getKey().equals("refs") && needsGone(e.getValue(), gone));
      if (misses || (!isSecretary && random.nextInt(6) == 0)) {
        gone.add(r.address());
        continue;
      }
      Fields body = r.body();
      for (var ref : body.fields("refs").values().entrySet()) {
        if (needsGone(ref.getValue(), gone)) {
          body = body.without("refs." + ref.getKey());
        }
      }
      if (body.fields("refs").isEmpty()) {
        body = body.without("refs");
      }
      if (r.type() != SimTypes.VERSION) {
        switch (random.nextInt(7)) {
          case 0 -> body = body.with("size", random.nextInt(5));
          case 1 ->
              body =
                  r.type() == SimTypes.NUMBERED
                      ? body
                      : body.with("fixed", "f" + random.nextInt(3));
          case 2 -> body = body.without("labels");
          case 3 -> body = body.with("labels.b", "y");
          default -> {}
        }
      }
      SortedSet<Address> dependsOn = new TreeSet<>(r.dependsOn());
      dependsOn.removeAll(gone);
      after.add(new Resource(r.address(), r.type(), r.path(), body, dependsOn, r.place()));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      add(after);
    }
    return after;
  }

  private static boolean needsGone(Value value, SortedSet<Address> gone) {
    boolean[] found = {false};
    value.walk(v -> {
      if (v instanceof Value.Reference(var target, _) && gone.contains(target)) {
        found[0] = true;
      }
      if (v instanceof Value.Secret(var secret) && gone.contains(secret)) {
        found[0] = true;
      }
    });
    return found[0];
  }
}
