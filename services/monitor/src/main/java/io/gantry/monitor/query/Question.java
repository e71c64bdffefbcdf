package io.gantry.monitor.query;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// A query (PromQL) and the server that it is for.
///
/// @param server null for the one that the monitor is set up with
public record Question(@Nullable URI server, String query) {}
