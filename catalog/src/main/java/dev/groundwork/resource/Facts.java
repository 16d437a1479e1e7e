package dev.groundwork.resource;

import dev.groundwork.resource.ResourceType.Follows;
import dev.groundwork.resource.ResourceType.Identity;
import dev.groundwork.resource.ResourceType.Listing;
import dev.groundwork.resource.ResourceType.Mending;
import dev.groundwork.resource.ResourceType.Meter;
import dev.groundwork.resource.ResourceType.Naming;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.ResourceType.PolicyMember;
import dev.groundwork.resource.ResourceType.Refers;
import dev.groundwork.resource.ResourceType.Revelation;
import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.resource.ResourceType.Stamp;
import dev.groundwork.resource.ResourceType.Surface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What has been stated of a type so far; `ResourceType` says what each fact means. A field is set
/// only on a copy that nobody else has seen yet, and a collection is never changed but replaced, so
/// that copies share them: a catalog of some hundred types is made on every start.
final class Facts implements Cloneable {
  String name = "";
  String summary = "";
  String shape = "";
  String description = "";
  Surface surface = Surface.GOOGLE;
  String host = "";
  String api = "";
  String path = "";
  SequencedMap<Action, Call> calls = none();
  SequencedMap<String, Call> fieldUpdates = none();
  Optional<Listing> listing = Optional.empty();
  Optional<Listing> wideListing = Optional.empty();
  Optional<Identity> identity = Optional.empty();
  boolean readByListing;
  SortedSet<Integer> absentStatuses = Collections.unmodifiableSortedSet(new TreeSet<>(Set.of(404)));
  Optional<PolicyMember> policyMember = Optional.empty();
  Optional<Revelation> revelation = Optional.empty();
  Operations operations = Operations.NONE;
  Set<Action> awaited = Set.of();
  SequencedSet<String> required = nothing();
  SequencedSet<String> immutable = nothing();
  SequencedSet<String> outputOnly = nothing();
  SequencedSet<String> serverSets = nothing();
  SequencedMap<String, Value> defaults = none();
  SequencedMap<String, Value> absentMeans = none();
  SequencedMap<String, SequencedSet<String>> allowed = none();
  SequencedSet<String> sensitive = nothing();
  SequencedSet<String> writeOnly = nothing();
  SequencedSet<String> onlyGrows = nothing();
  SequencedMap<String, Refers> references = none();
  List<Follows> follows = List.of();
  SequencedMap<String, String> predicted = none();
  SequencedMap<String, Stamp> stamps = none();
  SequencedMap<String, Sameness> samenesses = none();
  SequencedMap<String, Set<String>> existsWhile = none();
  SequencedMap<Action, Duration> durations = none();
  SequencedMap<Action, Duration> timeouts = none();
  SequencedMap<Action, SortedSet<String>> permissions = none();
  SequencedMap<Action, SortedMap<String, SortedSet<String>>> permissionsElsewhere = none();
  SequencedSet<String> goesWith = nothing();
  Optional<Naming> naming = Optional.empty();
  Optional<Duration> nameTaken = Optional.empty();
  Optional<Call> restore = Optional.empty();
  Optional<Mending> mending = Optional.empty();
  boolean serverNamed;
  boolean holdsData;
  boolean outlivesDescription;
  String labels = "";
  String terraform = "";
  String asset = "";
  List<Meter> meters = List.of();
  List<String> sources = List.of();

  Facts copy() {
    try {
      return (Facts) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  private static <K, V> SequencedMap<K, V> none() {
    return Collections.unmodifiableSequencedMap(new LinkedHashMap<>());
  }

  static SequencedSet<String> nothing() {
    return Collections.unmodifiableSequencedSet(new LinkedHashSet<>());
  }

  static <K, V> SequencedMap<K, V> with(SequencedMap<K, V> map, K key, V value) {
    SequencedMap<K, V> more = new LinkedHashMap<>(map);
    more.put(key, value);
    return Collections.unmodifiableSequencedMap(more);
  }

  static <K, V> SequencedMap<K, V> without(SequencedMap<K, V> map, K key) {
    SequencedMap<K, V> less = new LinkedHashMap<>(map);
    less.remove(key);
    return Collections.unmodifiableSequencedMap(less);
  }

  static SequencedSet<String> with(SequencedSet<String> set, String... values) {
    SequencedSet<String> more = new LinkedHashSet<>(set);
    more.addAll(List.of(values));
    return Collections.unmodifiableSequencedSet(more);
  }

  static <T> List<T> with(List<T> list, T value) {
    List<T> more = new ArrayList<>(list);
    more.add(value);
    return Collections.unmodifiableList(more);
  }

  static SortedSet<String> sorted(String... values) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(List.of(values)));
  }

  static <V> SortedMap<String, V> with(SortedMap<String, V> map, String key, V value) {
    SortedMap<String, V> more = new TreeMap<>(map);
    more.put(key, value);
    return Collections.unmodifiableSortedMap(more);
  }
}
