/// Measurements, run as `./gantry bench NAME [--quick]`: a table for people, and as the last line
/// one JSON object.
///
/// Every figure comes as a median with its spread and stands beside a peer's from the same run. May
/// not enter: assertions on speed.
@NullMarked
package io.gantry.bench;

import org.jspecify.annotations.NullMarked;
