/// How well services are served: what became of their requests and how long they took.
///
/// Lives here: requests, failures and durations over a window, by revision. May not enter: when
/// somebody has to be told.
@NullMarked
package io.gantry.monitor.slo;

import org.jspecify.annotations.NullMarked;
