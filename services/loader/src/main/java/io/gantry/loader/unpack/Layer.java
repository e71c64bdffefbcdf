package io.gantry.loader.unpack;

import java.nio.file.Path;

/// A tar, plain or compressed by gzip or zstd, that makes up a model together with others.
///
/// @param image whether it is a layer of a container image: then the model is what lies in
///   `/models`, as in KServe's modelcars, and whiteouts take away what earlier layers brought
public record Layer(Path file, boolean image) {}
