package io.gantry.monitor.query;

/// What came of a question.
public sealed interface Answer {

    /// One number.
    record Value(double value) implements Answer {}

    /// None.
    ///
    /// @param why as it reads after the query
    record None(String why) implements Answer {}
}
