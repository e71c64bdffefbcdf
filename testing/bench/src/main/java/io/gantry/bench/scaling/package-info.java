/// Autoscalers side by side: traces of requests replayed against a model of replicas.
///
/// The rules under test are the monitor's own, from `libs/autoscale`; of the peers only what they
/// document is here. Everything is computed, so a run gives the same figures on every machine. May
/// not enter: rules of Gantry's.
@NullMarked
package io.gantry.bench.scaling;

import org.jspecify.annotations.NullMarked;
