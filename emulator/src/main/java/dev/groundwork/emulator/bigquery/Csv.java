package dev.groundwork.emulator.bigquery;

import java.util.ArrayList;
import java.util.List;

/// Takes CSV apart (RFC 4180); a quoted cell may hold line ends.
final class Csv {
  private Csv() {}

  record Cell(String text, boolean quoted) {}

  /// @param quote 0 for none
  /// @return the rows; lines without anything are none
  static List<List<Cell>> read(String text, char delimiter, char quote) {
    List<List<Cell>> rows = new ArrayList<>();
    List<Cell> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    boolean inside = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (inside) {
        if (c != quote) {
          cell.append(c);
        } else if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
          cell.append(quote);
          i++;
        } else {
          inside = false;
        }
      } else if (quote != 0 && c == quote && cell.isEmpty()) {
        inside = true;
        quoted = true;
      } else if (c == delimiter) {
        row.add(new Cell(cell.toString(), quoted));
        cell.setLength(0);
        quoted = false;
      } else if (c == '\n') {
        end(rows, row, cell, quoted);
        row = new ArrayList<>();
        cell.setLength(0);
        quoted = false;
      } else if (c != '\r' || i + 1 >= text.length() || text.charAt(i + 1) != '\n') {
        cell.append(c);
      }
    }
    end(rows, row, cell, quoted);
    return rows;
  }

  private static void end(
      List<List<Cell>> rows, List<Cell> row, StringBuilder cell, boolean quoted) {
    if (row.isEmpty() && cell.isEmpty() && !quoted) {
      return;
    }
    row.add(new Cell(cell.toString(), quoted));
    rows.add(List.copyOf(row));
  }
}
