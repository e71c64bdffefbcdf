package io.gantry.proxy.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gantry.events.Endpoint;
import io.gantry.events.Failure;
import io.gantry.events.InferenceGraphApplied;
import io.gantry.events.InferenceGraphDeleted;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceDeleted;
import io.gantry.events.PredictorObserved;
import io.gantry.events.PredictorObserved.Phase;
import io.gantry.events.PredictorRemoved;
import io.gantry.events.Revision;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The events of the registry and the deployer, each newer than the one before.
public final class Events {

    private static final AtomicLong GENERATION = new AtomicLong(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private Events() {}

    public static Revision revision(String service, int number, int percent) {
        return revision(service, number, percent, "{}");
    }

    /// @param predictor KServe's predictor as JSON
    public static Revision revision(String service, int number, int percent, String predictor) {
        return new Revision(
                Revision.nameOf(service, number), number, percent, json(predictor), List.of());
    }

    public static InferenceServiceApplied applied(
            String namespace, String service, Revision... revisions) {
        return new InferenceServiceApplied(
                namespace,
                service,
                "uid-" + service,
                GENERATION.incrementAndGet(),
                List.of(revisions),
                JsonNodeFactory.instance.objectNode());
    }

    /// @param manifest of the service, as JSON
    public static InferenceServiceApplied appliedAs(
            String manifest, String namespace, String service, Revision... revisions) {
        return new InferenceServiceApplied(
                namespace,
                service,
                "uid-" + service,
                GENERATION.incrementAndGet(),
                List.of(revisions),
                json(manifest));
    }

    /// @param spec of the graph, as JSON
    public static InferenceGraphApplied graph(String namespace, String name, String spec) {
        return new InferenceGraphApplied(
                namespace, name, "uid-" + name, GENERATION.incrementAndGet(), json(spec));
    }

    public static InferenceGraphDeleted graphDeleted(String namespace, String name) {
        return new InferenceGraphDeleted(
                namespace, name, "uid-" + name, GENERATION.incrementAndGet());
    }

    public static InferenceServiceDeleted deleted(String namespace, String service) {
        return new InferenceServiceDeleted(
                namespace, service, "uid-" + service, GENERATION.incrementAndGet());
    }

    public static PredictorObserved ready(
            String namespace, String service, int revision, Endpoint... endpoints) {
        return observed(namespace, service, revision, Phase.READY, null, endpoints);
    }

    /// Ready, behind other components of the service.
    ///
    /// @param components `host:port` by the component's name
    public static PredictorObserved behind(
            Map<String, String> components, String service, Endpoint... endpoints) {
        return new PredictorObserved(
                "default",
                service,
                Revision.nameOf(service, 1),
                GENERATION.incrementAndGet(),
                endpoints.length == 0 ? Phase.STANDBY : Phase.READY,
                endpoints.length,
                List.of(endpoints),
                "test-runtime",
                null,
                components);
    }

    public static PredictorObserved inPhase(
            String namespace, String service, int revision, Phase phase) {
        return observed(namespace, service, revision, phase, null);
    }

    /// In a phase before it is ready, with replicas that are not.
    public static PredictorObserved notReady(
            String namespace, String service, int revision, Phase phase, Endpoint... endpoints) {
        Endpoint[] starting =
                Stream.of(endpoints)
                        .map(each ->
                                new Endpoint(
                                        each.id(),
                                        each.host(),
                                        each.port(),
                                        each.node(),
                                        false,
                                        null,
                                        each.grpcPort()))
                        .toArray(Endpoint[]::new);
        return observed(namespace, service, revision, phase, null, starting);
    }

    public static PredictorObserved failed(
            String namespace, String service, int revision, Failure failure) {
        return observed(namespace, service, revision, Phase.FAILED, failure);
    }

    public static PredictorRemoved removed(String namespace, String service, int revision) {
        return new PredictorRemoved(
                namespace,
                service,
                Revision.nameOf(service, revision),
                GENERATION.incrementAndGet());
    }

    private static PredictorObserved observed(
            String namespace,
            String service,
            int revision,
            Phase phase,
            @Nullable Failure failure,
            Endpoint... endpoints) {
        return new PredictorObserved(
                namespace,
                service,
                Revision.nameOf(service, revision),
                GENERATION.incrementAndGet(),
                phase,
                endpoints.length,
                List.of(endpoints),
                "test-runtime",
                failure);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
