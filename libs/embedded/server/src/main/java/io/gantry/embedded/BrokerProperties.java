package io.gantry.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/// The settings of a broker that has one machine, little memory and impatient people in front of
/// it.
final class BrokerProperties {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private BrokerProperties() {}

    static Properties of(ListenAddress address, int controllerPort, Path log) {
        Properties properties = new Properties();
        properties.putAll(network(address, controllerPort));
        properties.putAll(singleNode());
        properties.putAll(small());
        properties.setProperty("log.dirs", log.toString());
        return properties;
    }

    private static Map<String, String> network(ListenAddress address, int controllerPort) {
        String controller = ListenAddress.LOOPBACK + ":" + controllerPort;
        String broker = address.host() + ":" + address.port();
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(NODE_ID),
                "controller.quorum.voters",
                NODE_ID + "@" + controller,
                "controller.listener.names",
                CONTROLLER_LISTENER,
                "listeners",
                "PLAINTEXT://%s,CONTROLLER://%s".formatted(broker, controller),
                "advertised.listeners",
                "PLAINTEXT://" + address.clientHost() + ":" + address.port(),
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name",
                "PLAINTEXT");
    }

    private static Map<String, String> singleNode() {
        return Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "auto.create.topics.enable", "false",
                // The first consumer of a group need not wait for a second one.
                "group.initial.rebalance.delay.ms", "0");
    }

    private static Map<String, String> small() {
        return Map.of(
                "num.network.threads", "2",
                "num.io.threads", "4",
                "background.threads", "2",
                // Allocated at start; the default of 128 MiB would be half of the heap.
                "log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20),
                "log.segment.bytes", Integer.toString(64 << 20),
                // So that compacted topics are seen compacted within a session of work, not after a
                // week.
                "log.roll.hours", "24",
                // After a kill -9 the broker's previous session has to end before it may register
                // again.
                "broker.session.timeout.ms", "3000",
                "broker.heartbeat.interval.ms", "500");
    }
}
