/// The monitor with many models under traffic: what it costs, and how soon it decides.
///
/// May not enter: other services, whose time would be counted, too.
@NullMarked
package io.gantry.bench.monitor;

import org.jspecify.annotations.NullMarked;
