package io.gantry.runtime.llamacpp.serve;

import io.gantry.runtime.llamacpp.LlamaConfig;
import io.gantry.runtime.llamacpp.LlamaServer;
import io.gantry.runtime.llamacpp.engine.Engine;
import io.gantry.runtime.llamacpp.engine.EngineOptions;
import io.gantry.runtime.llamacpp.gguf.ModelFile;
import io.gantry.runtime.llamacpp.gguf.UnusableModelException;
import io.gantry.runtime.server.process.LastWord;
import io.gantry.runtime.server.refusal.Reason;
import io.gantry.runtime.server.refusal.RefusedException;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Holds the one model of this process. It loads beside the HTTP server's start, so that probes are
/// answered from the first moment; a model that cannot be served ends the process.
@ApplicationScoped
public class ModelSlot {

    private static final int EXIT_UNUSABLE_MODEL = 1;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

    private final LlamaConfig config;
    private final Slots slots;
    private final ServingMetrics metrics;
    private final InstantSource time = InstantSource.system();
    private final Instant started = time.instant();
    private final Thread loader =
            Thread.ofPlatform().name("model-loader").daemon().unstarted(this::load);
    private volatile ServingState state = new ServingState.Loading();

    ModelSlot(LlamaConfig config, Slots slots, ServingMetrics metrics) {
        this.config = config;
        this.slots = slots;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent event) {
        // A platform thread: native code would pin a virtual one for all of the loading.
        loader.start();
    }

    /// Native code that is left running while the JVM ends would crash it.
    @PreDestroy
    void stop() throws InterruptedException {
        loader.join(STOP_PATIENCE);
        if (slots.end() && state instanceof ServingState.Ready(Engine engine)) {
            engine.close();
        }
    }

    public boolean isReady() {
        return state instanceof ServingState.Ready;
    }

    public String modelName() {
        return config.modelName();
    }

    /// When the process was started.
    public Instant started() {
        return started;
    }

    /// The model under the name that a client asked for.
    public Engine engine(String name) {
        if (!name.equals(config.modelName())) {
            throw new RefusedException(
                    Reason.UNKNOWN,
                    "The model %s does not exist: this server has %s."
                            .formatted(name, config.modelName()));
        }
        return engine();
    }

    public Engine engine() {
        return switch (state) {
            case ServingState.Ready(Engine engine) -> engine;
            case ServingState.Loading() ->
                    throw new RefusedException(
                            Reason.NOT_READY,
                            "The model %s is not ready: it is still being loaded."
                                    .formatted(config.modelName()));
            case ServingState.Failed(String explanation) ->
                    throw new RefusedException(Reason.NOT_READY, explanation);
        };
    }

    private void load() {
        Instant begin = time.instant();
        try {
            Path file = ModelFile.in(config.modelDir(), config.modelFile());
            Engine engine =
                    Engine.load(
                            file,
                            new EngineOptions(
                                    config.maxModelLen(),
                                    config.maxNumSeqs(),
                                    config.threads()
                                            .orElse(Runtime.getRuntime().availableProcessors()),
                                    config.nativeDir()));
            metrics.capacity((long) engine.maxTokens() * config.maxNumSeqs());
            state = new ServingState.Ready(engine);
            Log.infof(
                    "Model ready model=%s file=%s max_model_len=%d load_ms=%d",
                    config.modelName(),
                    file,
                    engine.maxTokens(),
                    Duration.between(begin, time.instant()).toMillis());
        } catch (UnusableModelException unusable) {
            end(String.valueOf(unusable.getMessage()));
        } catch (LinkageError unloadable) {
            Log.error("The native library cannot be loaded", unloadable);
            end(
                    "llama.cpp cannot be loaded: %s. On Linux it wants glibc and libgomp.so.1 (Debian: apt install libgomp1)."
                            .formatted(unloadable.getMessage()));
        } catch (RuntimeException broken) {
            Log.error("Loading failed unexpectedly", broken);
            end("The model in %s cannot be loaded: %s.".formatted(config.modelDir(), broken));
        }
    }

    private void end(String explanation) {
        state = new ServingState.Failed(explanation);
        LastWord.say(LlamaServer.PROGRAM, explanation);
        Quarkus.asyncExit(EXIT_UNUSABLE_MODEL);
    }
}
