package io.gantry.bench.proxy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gantry.bench.EventPublisher;
import io.gantry.cli.suite.GantryDirectory;
import io.gantry.cli.suite.Installation;
import io.gantry.cli.suite.Service;
import io.gantry.cli.suite.ServiceConfiguration;
import io.gantry.cli.suite.ServiceLauncher;
import io.gantry.cli.suite.UpSettings;
import io.gantry.embedded.InfrastructureConnection;
import io.gantry.events.Endpoint;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.PredictorObserved;
import io.gantry.events.Revision;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Gantry's proxy with all that it does in use: it knows of models by Kafka, and reports traffic.
final class GantryProxy {

    /// As a container of 512 MiB has them.
    private static final List<String> OPTIONS =
            List.of("-XX:+UseCompactObjectHeaders", "-XX:+UseSerialGC", "-Xmx307m");

    private static final int PORT_OFFSET = 24_000;

    private GantryProxy() {}

    /// Knows the models that were published before it is ready.
    static Target start(GantryDirectory directory, InfrastructureConnection infrastructure)
            throws IOException, InterruptedException {
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

    /// A model with one replica.
    ///
    /// @param port where it answers
    static void publish(EventPublisher events, String model, int port) {
        publish(events, model, port, 1);
    }

    /// @param replicas all of them at that port
    static void publish(EventPublisher events, String model, int port, int replicas) {
        String revision = Revision.nameOf(model, 1);
        events.publish(
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
        events.publish(
                new PredictorObserved(
                        "default",
                        model,
                        revision,
                        1,
                        PredictorObserved.Phase.READY,
                        replicas,
                        IntStream.range(0, replicas)
                                .mapToObj(each ->
                                        new Endpoint(
                                                "replica-" + each,
                                                "127.0.0.1",
                                                port,
                                                "local",
                                                true,
                                                1L))
                                .toList(),
                        "bench",
                        null));
    }
}
