package io.gantry.runtime.llamacpp.serve;

/// What the model goes on from.
///
/// @param tokens how many the model reads it as
public record Prompt(String text, int tokens) {}
