package io.gantry.runtime.llamacpp.engine;

import java.nio.file.Path;
import java.util.OptionalInt;

/// How a model is loaded.
///
/// @param maxTokens of a prompt and its answer together; empty for what the model says
/// @param slots answers at the same time
/// @param threads that compute
/// @param nativeDir where llama.cpp is unpacked
public record EngineOptions(OptionalInt maxTokens, int slots, int threads, Path nativeDir) {}
