package io.gantry.cli.render;

/// Where a document stands, for people.
///
/// @param document counted from 1; empty documents are not counted
record Place(String file, int document) {
    @Override
    public String toString() {
        return "%s, document %d".formatted(file, document);
    }
}
