/// How well services are served: what became of their requests and how long they took.
///
/// Lives here: requests, and the bad ones among them, over windows, by revision. May not enter:
/// when somebody has to be told.
@NullMarked
package io.gantry.monitor.slo;

import org.jspecify.annotations.NullMarked;
