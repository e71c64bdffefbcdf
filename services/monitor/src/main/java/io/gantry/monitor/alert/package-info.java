/// Alerts: what a person should know about a service, opened once and resolved once.
///
/// Pure: the rules give [io.gantry.monitor.alert.Finding]s, and [io.gantry.monitor.alert.AlertCase]
/// turns these into events with hysteresis. The monitor's own topic tells it after a restart which
/// alerts are open (as long as the topic keeps them, which is seven days). May not enter: how
/// alerts reach people.
@NullMarked
package io.gantry.monitor.alert;

import org.jspecify.annotations.NullMarked;
