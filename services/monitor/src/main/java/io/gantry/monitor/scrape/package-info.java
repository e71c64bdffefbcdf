/// What replicas say of themselves in Prometheus' text format: read, kept, and added up.
///
/// Pure but for [io.gantry.monitor.scrape.Scraper], which asks them. Missing is not zero: a replica
/// that does not answer keeps its last figures for a while and is unknown then. May not enter:
/// decisions.
@NullMarked
package io.gantry.monitor.scrape;

import org.jspecify.annotations.NullMarked;
