package io.gantry.bench.scaling;

/// A request of a trace.
///
/// @param at when it comes, in seconds since the trace's begin
/// @param prompt tokens to be read
/// @param output tokens to be generated, at least one
record Request(double at, int prompt, int output) {}
