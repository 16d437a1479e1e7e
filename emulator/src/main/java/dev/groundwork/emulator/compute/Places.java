package dev.groundwork.emulator.compute;

import dev.groundwork.emulator.control.Regions;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Regions, their zones, and the range that a network in auto mode has in each.
final class Places {
  private static final SortedMap<String, Integer> AUTO = auto();

  private Places() {}

  /// Second and third byte of each region's range as one number: all are 10.x.0.0/20.
  private static SortedMap<String, Integer> auto() {
    SortedMap<String, Integer> second = new TreeMap<>();
    second.put("africa-south1", 218);
    second.put("asia-east1", 140);
    second.put("asia-east2", 170);
    second.put("asia-northeast1", 146);
    second.put("asia-northeast2", 174);
    second.put("asia-northeast3", 178);
    second.put("asia-south1", 160);
    second.put("asia-south2", 190);
    second.put("asia-southeast1", 148);
    second.put("asia-southeast2", 184);
    second.put("australia-southeast1", 152);
    second.put("australia-southeast2", 192);
    second.put("europe-central2", 186);
    second.put("europe-north1", 166);
    second.put("europe-north2", 226);
    second.put("europe-southwest1", 204);
    second.put("europe-west1", 132);
    second.put("europe-west10", 214);
    second.put("europe-west12", 210);
    second.put("europe-west2", 154);
    second.put("europe-west3", 156);
    second.put("europe-west4", 164);
    second.put("europe-west6", 172);
    second.put("europe-west8", 198);
    second.put("europe-west9", 200);
    second.put("me-central1", 212);
    second.put("me-central2", 216);
    second.put("me-west1", 208);
    second.put("northamerica-northeast1", 162);
    second.put("northamerica-northeast2", 188);
    second.put("northamerica-south1", 224);
    second.put("southamerica-east1", 158);
    second.put("southamerica-west1", 194);
    second.put("us-central1", 128);
    second.put("us-east1", 142);
    second.put("us-east4", 150);
    second.put("us-east5", 202);
    second.put("us-south1", 206);
    second.put("us-west1", 138);
    second.put("us-west2", 168);
    second.put("us-west3", 180);
    second.put("us-west4", 182);
    return Collections.unmodifiableSortedMap(second);
  }

  static List<String> regions() {
    return List.copyOf(AUTO.keySet());
  }

  /// The range of an auto mode network's subnetwork in a region.
  static Range range(String region) {
    Integer second = AUTO.get(region);
    if (second == null) {
      throw new IllegalArgumentException("no region " + region);
    }
    return Range.of((10L << 24) + ((long) second << 16), 20);
  }

  static boolean isRegion(String name) {
    return AUTO.containsKey(name);
  }

  static List<String> zones() {
    return regions().stream().flatMap(region -> Regions.zones(region).stream()).toList();
  }
}
