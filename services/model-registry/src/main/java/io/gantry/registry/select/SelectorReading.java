package io.gantry.registry.select;

/// What the text of a selector turned out to be.
///
/// @param <S> what it selects by
public sealed interface SelectorReading<S extends Selector> {

    record Read<S extends Selector>(S selector) implements SelectorReading<S> {}

    /// No selector; the message says why and how one is written.
    record Wrong<S extends Selector>(String message) implements SelectorReading<S> {}
}
