package dev.groundwork.plan;

import dev.groundwork.resource.Address;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// What the user allows and leaves out.
///
/// @param destroy plan the end of everything recorded
/// @param targets only these, and what they need; all when empty
/// @param excludes not these, nor what needs them
/// @param dataLoss these may be deleted or replaced although they hold data
/// @param anyDataLoss everything may
public record Options(
    boolean destroy,
    SortedSet<Address> targets,
    SortedSet<Address> excludes,
    SortedSet<Address> dataLoss,
    boolean anyDataLoss) {
  public static final Options NONE =
      new Options(false, new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), false);

  public Options {
    targets = Collections.unmodifiableSortedSet(new TreeSet<>(targets));
    excludes = Collections.unmodifiableSortedSet(new TreeSet<>(excludes));
    dataLoss = Collections.unmodifiableSortedSet(new TreeSet<>(dataLoss));
  }

  public Options destroying() {
    return new Options(true, targets, excludes, dataLoss, anyDataLoss);
  }

  public Options targeting(SortedSet<Address> addresses) {
    return new Options(destroy, addresses, excludes, dataLoss, anyDataLoss);
  }

  public Options excluding(SortedSet<Address> addresses) {
    return new Options(destroy, targets, addresses, dataLoss, anyDataLoss);
  }

  public Options allowingDataLoss(SortedSet<Address> addresses) {
    return new Options(destroy, targets, excludes, addresses, anyDataLoss);
  }

  public Options allowingAnyDataLoss() {
    return new Options(destroy, targets, excludes, dataLoss, true);
  }

  boolean allowsDataLoss(Address address) {
    return anyDataLoss || dataLoss.contains(address);
  }
}
