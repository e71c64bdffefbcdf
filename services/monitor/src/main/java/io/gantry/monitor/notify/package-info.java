/// How alerts reach people: Alertmanager and webhooks.
///
/// Each receiver has a thread and a bounded memory of its own, so one that does not answer delays
/// nobody; silences keep alerts from all of them. URLs and headers may hold secrets and are never
/// logged, receivers go by their names. May not enter: what an alert is. ADR 39.
@NullMarked
package io.gantry.monitor.notify;

import org.jspecify.annotations.NullMarked;
