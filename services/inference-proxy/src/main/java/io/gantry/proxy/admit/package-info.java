/// When a request may go to a replica, and which one: exact counts of what is outstanding at each,
/// the limit of `containerConcurrency`, and a bounded line for those that have to wait.
///
/// One [io.gantry.proxy.admit.Gate] for each service. The way in without waiting takes no lock; the
/// order of "count down, then look for waiters" and "join the line, then try again" is what keeps a
/// waiter from being forgotten. May not enter: HTTP, Kafka, timers (who waits keeps its own
/// deadline and leaves the line by [io.gantry.proxy.admit.Gate#leave]).
@NullMarked
package io.gantry.proxy.admit;

import org.jspecify.annotations.NullMarked;
