package dev.groundwork.blueprint;

import dev.groundwork.component.ComponentType;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.ResourceType;
import java.util.Optional;

/// A component or resource of the blueprint, as references see it.
///
/// @param name what the blueprint calls it
/// @param type the resource type that its name alone stands for
/// @param component its type when it is a component
/// @param settings what the blueprint says of it
/// @param place where its name stands
record Thing(
    String name,
    ResourceType type,
    Optional<ComponentType> component,
    Node.Mapping settings,
    Place place) {

  Address address() {
    return new Address(type.name(), name);
  }

  String kind() {
    return component.map(ComponentType::name).orElse(type.name());
  }
}
