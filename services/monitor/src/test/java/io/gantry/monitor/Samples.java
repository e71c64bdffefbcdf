package io.gantry.monitor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.events.Endpoint;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.LatencyHistogram;
import io.gantry.events.PredictorObserved;
import io.gantry.events.Revision;
import io.gantry.events.TrafficSampled;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/// Events as the other services publish them.
public final class Samples {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Samples() {}

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /// A service with one revision, number 1.
    ///
    /// @param predictor JSON in which `'` stands for `"`
    public static InferenceServiceApplied service(String name, long generation, String predictor) {
        return service(name, generation, revision(name, 1, 100, predictor));
    }

    public static InferenceServiceApplied service(
            String name, long generation, Revision... revisions) {
        return new InferenceServiceApplied(
                "default",
                name,
                "uid-" + name,
                generation,
                List.of(revisions),
                json(
                        "{'apiVersion':'serving.kserve.io/v1beta1','kind':'InferenceService','metadata':{'name':'%s','namespace':'default'}}"
                                .formatted(name)));
    }

    public static Revision revision(String name, int number, int percent, String predictor) {
        return new Revision(
                Revision.nameOf(name, number), number, percent, json(predictor), List.of());
    }

    /// The first revision's predictor with so many replicas, all ready.
    public static PredictorObserved ready(String name, int replicas, long generation) {
        return new PredictorObserved(
                "default",
                name,
                Revision.nameOf(name, 1),
                generation,
                replicas > 0 ? PredictorObserved.Phase.READY : PredictorObserved.Phase.STANDBY,
                replicas,
                IntStream.range(0, replicas)
                        .mapToObj(i ->
                                new Endpoint("r" + i, "127.0.0.1", 9000 + i, "local", true, 5L))
                        .toList(),
                "onnx",
                null);
    }

    /// A sample of one second of the first revision's traffic.
    public static TrafficSampled sample(
            String name, Instant at, double concurrency, int inFlight, int queued) {
        return new TrafficSampled(
                "default",
                name,
                Revision.nameOf(name, 1),
                "proxy-1",
                at,
                1000,
                concurrency,
                inFlight,
                queued,
                (long) concurrency,
                0,
                0,
                LatencyHistogram.EMPTY);
    }
}
