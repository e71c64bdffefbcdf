package io.gantry.runtime.llamacpp.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.LogLevel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.LogFormat;
import io.gantry.runtime.llamacpp.gguf.GgufHeader;
import io.gantry.runtime.llamacpp.gguf.UnusableModelException;
import io.quarkus.logging.Log;
import java.nio.file.Path;
import java.util.List;

/// A model in memory. Safe for use by several threads; llama.cpp itself batches what is generated
/// at the same time.
public final class Engine implements AutoCloseable {

    private static final int LONGEST_BY_DEFAULT = 4096;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LlamaModel model;
    private final int maxTokens;

    private Engine(LlamaModel model, int maxTokens) {
        this.model = model;
        this.maxTokens = maxTokens;
    }

    /// A message of a conversation.
    public record Message(String role, String content) {}

    /// @param file the first, of a model in several
    public static Engine load(Path file, EngineOptions options) throws UnusableModelException {
        GgufHeader header = GgufHeader.read(file);
        int maxTokens = maxTokens(file, header, options);
        Library.prepare(options.nativeDir());
        LlamaModel.setLogger(LogFormat.TEXT, Engine::log);
        try {
            return new Engine(new LlamaModel(parameters(file, options, maxTokens)), maxTokens);
        } catch (RuntimeException broken) {
            throw new UnusableModelException(
                    "llama.cpp cannot load %s (%s): check that the file is whole, and that the machine has memory for it and for %d × %d tokens (--max-num-seqs, --max-model-len)."
                            .formatted(file, broken.getMessage(), options.slots(), maxTokens),
                    broken);
        }
    }

    /// Tokens of a prompt and its answer together.
    public int maxTokens() {
        return maxTokens;
    }

    /// How many tokens the model reads a text as.
    public int tokens(String text) {
        return text.isEmpty() ? 0 : model.encode(text).length;
    }

    /// A conversation as the model was trained to read it, up to where its answer begins.
    ///
    /// @throws InvalidConversationException when its template refuses it
    public String prompt(List<Message> messages) throws InvalidConversationException {
        ObjectNode request = JSON.createObjectNode();
        ArrayNode array = request.putArray("messages");
        messages.forEach(
                each -> array.addObject().put("role", each.role()).put("content", each.content()));
        try {
            return model.applyTemplate(request.toString());
        } catch (RuntimeException refused) {
            throw new InvalidConversationException(String.valueOf(refused.getMessage()), refused);
        }
    }

    /// Begins to answer.
    ///
    /// @throws InvalidSchemaException when there is no grammar for the schema
    public Generation generate(String prompt, Sampling sampling) throws InvalidSchemaException {
        InferenceParameters parameters =
                new InferenceParameters(prompt)
                        .setNPredict(sampling.maxTokens())
                        .setTemperature(sampling.temperature())
                        .setTopP(sampling.topP())
                        .setTopK(sampling.topK())
                        .setMinP(sampling.minP())
                        .setPresencePenalty(sampling.presencePenalty())
                        .setFrequencyPenalty(sampling.frequencyPenalty())
                        .setRepeatPenalty(sampling.repetitionPenalty())
                        .setIgnoreEos(sampling.ignoreEos())
                        .setCachePrompt(true);
        sampling.seed().ifPresent(parameters::setSeed);
        if (!sampling.stop().isEmpty()) {
            parameters.setStopStrings(sampling.stop().toArray(String[]::new));
        }
        if (!sampling.bias().isEmpty()) {
            parameters.setTokenIdBias(sampling.bias());
        }
        if (sampling.schema() != null) {
            parameters.setGrammar(grammar(sampling.schema()));
        }
        return new Generation(model.generate(parameters).iterator());
    }

    @Override
    public void close() {
        model.close();
    }

    private static String grammar(String schema) throws InvalidSchemaException {
        try {
            return LlamaModel.jsonSchemaToGrammar(schema);
        } catch (RuntimeException refused) {
            throw new InvalidSchemaException(String.valueOf(refused.getMessage()), refused);
        }
    }

    private static int maxTokens(Path file, GgufHeader header, EngineOptions options)
            throws UnusableModelException {
        int trained = header.contextLength().orElse(LONGEST_BY_DEFAULT);
        int wanted = options.maxTokens().orElse(Math.min(trained, LONGEST_BY_DEFAULT));
        if (wanted < 1 || wanted > trained) {
            throw new UnusableModelException(
                    "--max-model-len is %d: %s was trained with %d tokens at most."
                            .formatted(wanted, file.getFileName(), trained));
        }
        return wanted;
    }

    private static ModelParameters parameters(Path file, EngineOptions options, int maxTokens) {
        return new ModelParameters()
                .setModel(file.toString())
                .setCtxSize(maxTokens * options.slots())
                .setParallel(options.slots())
                .setThreads(options.threads())
                .setThreadsBatch(options.threads())
                .enableContBatching()
                // What does not fit ends the answer; it is not forgotten from its beginning.
                .disableContextShift()
                .enableJinja();
    }

    private static void log(LogLevel level, String text) {
        String line = text.strip();
        if (line.isEmpty()) {
            return;
        }
        switch (level) {
            case ERROR -> Log.error(line);
            case WARN -> Log.warn(line);
            default -> Log.debug(line);
        }
    }
}
