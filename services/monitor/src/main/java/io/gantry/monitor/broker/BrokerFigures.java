package io.gantry.monitor.broker;

import java.util.Map;

/// What the broker told at one time.
///
/// @param lag by consumer, for example `deployer-scaling`, how many records it has before it; of
///   several instances of a service, those of the one that is furthest behind
/// @param deadLetters by topic of dead letters, how many it holds
public record BrokerFigures(Map<String, Long> lag, Map<String, Long> deadLetters) {

    public BrokerFigures {
        lag = Map.copyOf(lag);
        deadLetters = Map.copyOf(deadLetters);
    }
}
