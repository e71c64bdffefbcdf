/// Silences: which alerts are kept from people for a while, by whose wish and why.
///
/// They lie on the monitor's own topic beside the alerts, so they outlive it. May not enter: how
/// people are told. ADR 39.
@NullMarked
package io.gantry.monitor.silence;

import org.jspecify.annotations.NullMarked;
