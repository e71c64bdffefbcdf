/// Alerts: what a person should know, opened once, updated when something changes that they would
/// act on, and resolved once.
///
/// Pure: conditions give [io.gantry.monitor.alert.Finding]s, and
/// [io.gantry.monitor.alert.AlertCase] turns these into events with hysteresis. The monitor's own
/// topic tells it after a restart which alerts are open. May not enter: how rules are written, and
/// how alerts reach people.
@NullMarked
package io.gantry.monitor.alert;

import org.jspecify.annotations.NullMarked;
