package io.gantry.cli.output;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Rows in columns as wide as their widest cell, in the manner of kubectl.
public final class Table {

    private static final String GAP = "   ";

    private final List<List<String>> rows = new ArrayList<>();
    private final int columns;

    public Table(String... header) {
        this.columns = header.length;
        rows.add(List.of(header));
    }

    /// @throws IllegalArgumentException when there are not as many cells as columns
    public Table row(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException(
                    "%d cells for %d columns".formatted(cells.length, columns));
        }
        rows.add(List.of(cells));
        return this;
    }

    @Override
    public String toString() {
        List<Integer> widths = new ArrayList<>(Collections.nCopies(columns, 0));
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths.set(i, Math.max(widths.get(i), row.get(i).length()));
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i))
                        .repeat(' ', widths.get(i) - row.get(i).length())
                        .append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
