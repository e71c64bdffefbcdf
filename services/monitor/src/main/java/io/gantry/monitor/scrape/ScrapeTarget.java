package io.gantry.monitor.scrape;

import io.gantry.monitor.fleet.RevisionId;
import java.net.URI;
import java.util.Optional;

/// Where one replica tells its metrics.
///
/// @param replica its id
/// @param custom a metric that its service names, beside vLLM's
public record ScrapeTarget(
        RevisionId revision, String replica, URI address, Optional<String> custom) {}
