package io.gantry.monitor.scrape;

import io.gantry.monitor.fleet.RevisionId;
import java.net.URI;
import java.util.Set;

/// Where one replica tells its metrics.
///
/// @param replica its id
/// @param named metrics that its service names, beside vLLM's
public record ScrapeTarget(RevisionId revision, String replica, URI address, Set<String> named) {

    public ScrapeTarget {
        named = Set.copyOf(named);
    }
}
