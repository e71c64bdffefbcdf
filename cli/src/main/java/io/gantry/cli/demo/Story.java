package io.gantry.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.cli.CliException;
import io.gantry.cli.client.RegistryClient;
import io.gantry.cli.suite.Service;
import io.gantry.cli.suite.SuiteState;
import io.gantry.events.ArtifactCached;
import io.gantry.events.ArtifactEvicted;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceDeleted;
import io.gantry.events.PredictorObserved;
import io.gantry.events.PredictorRemoved;
import io.gantry.events.ScalingDecided;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/// The demo's steps. Each waits for what it tells and throws when that does not come.
final class Story {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration QUIET = Duration.ofSeconds(90);

    private static final String CAT = "A cat sleeps on the sofa.";
    private static final String KITTEN = "The kitten is napping on the couch.";
    private static final String BUDGET = "The committee approved the annual budget.";

    private final Path modelDirectory;
    private final SampleModel model;
    private final RegistryClient registry;
    private final Timeline timeline;

    Story(Path modelDirectory, SuiteState suite, Timeline timeline) {
        this.modelDirectory = modelDirectory;
        this.model = new SampleModel(suite.url(Service.INFERENCE_PROXY));
        this.registry = new RegistryClient(suite.url(Service.MODEL_REGISTRY));
        this.timeline = timeline;
    }

    void tell(boolean keepModel) {
        register();
        ask();
        scaleToZero();
        comeBack();
        if (!keepModel) {
            delete();
        }
    }

    private void register() {
        timeline.step("Registering %s by POST /v1/models".formatted(SampleModel.NAME));
        registry.post("/v1/models", "application/json", SampleModel.registration(modelDirectory));
        timeline.await(
                InferenceServiceApplied.class,
                event -> true,
                "the registry announces the model",
                SOON);
        timeline.await(
                ArtifactCached.class, event -> true, "the loader has the model's files", SOON);
        timeline.awaitReadyPredictor(SOON);
        timeline.say("ready %.1f s after the POST", timeline.sinceStep().toMillis() / 1000.0);
    }

    private void ask() {
        timeline.step("Asking for embeddings by POST /v1/embeddings");
        double[][] vectors = model.embed(CAT, KITTEN, BUDGET);
        double like = Similarity.cosine(vectors[0], vectors[1]);
        double unlike = Similarity.cosine(vectors[0], vectors[2]);
        timeline.say("%.3f  \"%s\"  ~  \"%s\"", like, CAT, KITTEN);
        timeline.say("%.3f  \"%s\"  ~  \"%s\"", unlike, CAT, BUDGET);
        if (like <= unlike) {
            throw CliException.failed(
                    "Sentences of like meaning should score closer than others; they scored %.3f and %.3f"
                            .formatted(like, unlike));
        }
        timeline.step(
                "Asking the same by the Open Inference Protocol, POST /v2/models/%s/infer"
                        .formatted(SampleModel.NAME));
        // Asked alone: the model quantizes over a whole batch, which moves the last digits.
        double first = model.embed(CAT)[0][0];
        JsonNode output = model.infer(CAT).path("outputs").path(0);
        timeline.say(
                "%s %s %s, first numbers %s, %s",
                output.path("name").asText(),
                output.path("datatype").asText(),
                output.path("shape"),
                output.path("data").path(0),
                output.path("data").path(1));
        if (Math.abs(output.path("data").path(0).asDouble() - first) > 1e-4) {
            throw CliException.failed(
                    "Both protocols should give the same embedding; the first numbers are %s and %s"
                            .formatted(output.path("data").path(0), first));
        }
    }

    private void scaleToZero() {
        timeline.step("Leaving it alone until it is scaled to zero");
        timeline.await(
                ScalingDecided.class,
                decided -> decided.replicas() == 0,
                "the monitor wants no replica",
                QUIET);
        timeline.await(
                PredictorObserved.class,
                observed -> observed.endpoints().isEmpty(),
                "no replica is left",
                SOON);
    }

    private void comeBack() {
        timeline.step("Asking again: the request waits while a replica starts");
        model.embed(CAT);
        timeline.say("answered from zero after %d ms", timeline.sinceStep().toMillis());
        timeline.await(
                ScalingDecided.class,
                decided -> decided.replicas() > 0,
                "the monitor wants a replica",
                SOON);
        timeline.awaitReadyPredictor(SOON);
    }

    private void delete() {
        timeline.step("Deleting it by DELETE /v1/models/default/%s".formatted(SampleModel.NAME));
        registry.delete("/v1/models/default/" + SampleModel.NAME);
        timeline.await(
                InferenceServiceDeleted.class,
                event -> true,
                "the registry announces the deletion",
                SOON);
        timeline.awaitAll(Set.of(PredictorRemoved.class, ArtifactEvicted.class), SOON);
    }
}
