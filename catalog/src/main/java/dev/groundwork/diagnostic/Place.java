package dev.groundwork.diagnostic;

import java.util.Comparator;

/// A place in a text file.
///
/// @param file the file's path as the user named it, relative where they wrote it relative
/// @param line counted from 1; 0 when the whole file is meant
/// @param column counted from 1; 0 when the whole line or file is meant
public record Place(String file, int line, int column) implements Comparable<Place> {

  /// A place that is no file: a command line, an environment, a remote answer.
  public static Place of(String what) {
    return new Place(what, 0, 0);
  }

  @Override
  public int compareTo(Place other) {
    return Comparator.comparing(Place::file)
        .thenComparingInt(Place::line)
        .thenComparingInt(Place::column)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
