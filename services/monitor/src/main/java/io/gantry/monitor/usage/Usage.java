package io.gantry.monitor.usage;

/// What a process and all that it has started use.
///
/// @param cores of CPU, averaged over a while
/// @param bytes of memory that are resident; what processes share counts for each of them
public record Usage(double cores, double bytes) {}
