package io.gantry.registry.kube.select;

/// What the text of a selector turned out to be.
public sealed interface SelectorReading {

    record Read(Selector selector) implements SelectorReading {}

    /// No selector; the message says why and how one is written.
    record Wrong(String message) implements SelectorReading {}
}
