package io.gantry.bench.proxy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gantry.cli.suite.GantryDirectory;
import io.gantry.cli.suite.Installation;
import io.gantry.cli.suite.Service;
import io.gantry.cli.suite.ServiceConfiguration;
import io.gantry.cli.suite.ServiceLauncher;
import io.gantry.cli.suite.UpSettings;
import io.gantry.embedded.InfrastructureConnection;
import io.gantry.events.EncodedEvent;
import io.gantry.events.Endpoint;
import io.gantry.events.Event;
import io.gantry.events.EventCodec;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.PredictorObserved;
import io.gantry.events.Revision;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Gantry's proxy with all that it does in use: it knows of models by Kafka, and reports traffic.
final class GantryProxy {

    /// As a container of 512 MiB has them.
    private static final List<String> OPTIONS =
            List.of("-XX:+UseCompactObjectHeaders", "-XX:+UseSerialGC", "-Xmx307m");

    private static final int PORT_OFFSET = 24_000;
    private static final EventCodec CODEC = new EventCodec("/bench", InstantSource.system());

    private GantryProxy() {}

    static Target start(
            GantryDirectory directory, InfrastructureConnection infrastructure, Target backend)
            throws IOException, InterruptedException {
        publish(infrastructure.kafkaBootstrapServers(), "small", backend.small());
        publish(infrastructure.kafkaBootstrapServers(), "streams", backend.streams());
        Installation installation = Installation.current();
        UpSettings settings = new UpSettings("127.0.0.1", PORT_OFFSET, Map.of());
        int port = settings.port(Service.INFERENCE_PROXY);
        // One that an earlier benchmark has left would answer in its place.
        ServiceLauncher.requireFree(settings.host(), port, "the proxy");
        ServiceLauncher launcher = new ServiceLauncher(installation, directory);
        Process process =
                launcher.launch(
                        Service.INFERENCE_PROXY,
                        new ServiceConfiguration(installation, directory, settings)
                                .environment(Service.INFERENCE_PROXY, infrastructure),
                        OPTIONS);
        launcher.awaitReady(
                Service.INFERENCE_PROXY, process, URI.create("http://127.0.0.1:" + port));
        Cores.measure(process.pid());
        return new Target("Gantry", port, port, process);
    }

    private static void publish(String kafka, String model, int port) {
        String revision = Revision.nameOf(model, 1);
        publish(
                kafka,
                new InferenceServiceApplied(
                        "default",
                        model,
                        "uid-" + model,
                        1,
                        List.of(
                                new Revision(
                                        revision,
                                        1,
                                        100,
                                        JsonNodeFactory.instance.objectNode(),
                                        List.of())),
                        JsonNodeFactory.instance.objectNode()));
        publish(
                kafka,
                new PredictorObserved(
                        "default",
                        model,
                        revision,
                        1,
                        PredictorObserved.Phase.READY,
                        1,
                        List.of(new Endpoint("one", "127.0.0.1", port, "local", true, 1L)),
                        "bench",
                        null));
    }

    private static void publish(String kafka, Event event) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            EncodedEvent encoded = CODEC.encode(event);
            ProducerRecord<String, byte[]> record =
                    new ProducerRecord<>(encoded.topic(), encoded.key(), encoded.value().bytes());
            encoded.headers()
                    .forEach((key, value) ->
                            record.headers().add(key, value.getBytes(StandardCharsets.UTF_8)));
            var _ = producer.send(record);
        }
    }
}
