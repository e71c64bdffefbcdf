package io.gantry.runtime.onnx.serve;

import io.gantry.runtime.onnx.OnnxConfig;
import io.gantry.runtime.onnx.OnnxServer;
import io.gantry.runtime.onnx.model.UnusableModelException;
import io.gantry.runtime.server.process.LastWord;
import io.gantry.runtime.server.refusal.Reason;
import io.gantry.runtime.server.refusal.RefusedException;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;

/// Holds the one model of this process. It loads beside the HTTP server's start, so that probes are
/// answered from the first moment; a model that cannot be served ends the process.
@ApplicationScoped
public class ModelSlot {

    private static final int EXIT_UNUSABLE_MODEL = 1;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

    private final OnnxConfig config;
    private final ServingMetrics metrics;
    private final Event<ServedModel> ready;
    private final Thread loader =
            Thread.ofPlatform().name("model-loader").daemon().unstarted(this::load);
    private volatile ServingState state = new ServingState.Loading();

    ModelSlot(OnnxConfig config, ServingMetrics metrics, Event<ServedModel> ready) {
        this.config = config;
        this.metrics = metrics;
        this.ready = ready;
    }

    void start(@Observes StartupEvent event) {
        // A platform thread: native code would pin a virtual one for all of the loading.
        loader.start();
    }

    /// Native code that is left running while the JVM ends would crash it.
    @PreDestroy
    void stop() throws InterruptedException {
        loader.join(STOP_PATIENCE);
    }

    public ServingState state() {
        return state;
    }

    public String modelName() {
        return config.modelName();
    }

    public boolean isReady() {
        return state instanceof ServingState.Ready;
    }

    /// The model under the name that a client asked for.
    public ServedModel model(String name) {
        if (!name.equals(config.modelName())) {
            throw new RefusedException(
                    Reason.UNKNOWN,
                    "Model with name %s does not exist: this server has %s."
                            .formatted(name, config.modelName()));
        }
        return switch (state) {
            case ServingState.Ready(ServedModel model) -> model;
            case ServingState.Loading() ->
                    throw new RefusedException(
                            Reason.NOT_READY,
                            "Model with name %s is not ready: it is still being loaded."
                                    .formatted(name));
            case ServingState.Failed(String explanation) ->
                    throw new RefusedException(Reason.NOT_READY, explanation);
        };
    }

    /// The model in one of its versions.
    public ServedModel model(String name, String version) {
        ServedModel model = model(name);
        if (!version.equals(model.version())) {
            throw new RefusedException(
                    Reason.UNKNOWN,
                    "Model %s has no version %s: this server has version %s."
                            .formatted(name, version, model.version()));
        }
        return model;
    }

    private void load() {
        try {
            ServedModel model = new ModelLoader(config, Clock.systemUTC()).load();
            metrics.loaded(model.loadTime());
            state = new ServingState.Ready(model);
            Log.infof(
                    "Model ready model=%s file=%s text=%s load_ms=%d",
                    model.name(),
                    config.modelDir(),
                    model.text().isPresent(),
                    model.loadTime().toMillis());
            ready.fire(model);
        } catch (UnusableModelException unusable) {
            end(String.valueOf(unusable.getMessage()));
        } catch (RuntimeException | LinkageError broken) {
            Log.error("Loading failed unexpectedly", broken);
            end("The model in %s cannot be loaded: %s.".formatted(config.modelDir(), broken));
        }
    }

    private void end(String explanation) {
        state = new ServingState.Failed(explanation);
        LastWord.say(OnnxServer.PROGRAM, explanation);
        Quarkus.asyncExit(EXIT_UNUSABLE_MODEL);
    }
}
