package io.gantry.autoscale.knative;

/// Demand on one revision, summed over all proxies: requests in flight or queued, or requests per
/// second.
///
/// @param stable averaged over the stable window
/// @param panic averaged over the panic window, the short one
public record Averages(double stable, double panic) {}
