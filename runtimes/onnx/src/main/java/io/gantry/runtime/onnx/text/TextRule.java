package io.gantry.runtime.onnx.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gantry.runtime.onnx.model.ModelFiles;
import io.gantry.runtime.onnx.model.UnusableModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/// How a model wants its texts treated, as the files beside it say in sentence-transformers'
/// format.
///
/// @param maxTokens what it was made for; longer texts are truncated
/// @param padding the id that fills rows
/// @param matryoshka whether the first dimensions of an embedding are an embedding themselves
record TextRule(
        int maxTokens, Pooling pooling, boolean normalize, long padding, boolean matryoshka) {

    private static final int USUAL_MAX_TOKENS = 512;
    private static final Map<String, Pooling> POOLING_KEYS =
            Map.of(
                    "pooling_mode_cls_token", Pooling.CLS,
                    "pooling_mode_mean_tokens", Pooling.MEAN,
                    "pooling_mode_max_tokens", Pooling.MAX,
                    "pooling_mode_lasttoken", Pooling.LAST);

    static TextRule read(ModelFiles files, Path tokenizer, TextOptions options, ObjectMapper mapper)
            throws UnusableModelException {
        Path directory = files.directory();
        JsonNode config = json(directory.resolve("config.json"), mapper);
        JsonNode sentences = json(directory.resolve("sentence_bert_config.json"), mapper);
        JsonNode modules = json(directory.resolve("modules.json"), mapper);
        TokenizerFile tokens = TokenizerFile.read(tokenizer, mapper);
        Path pooling = directory.resolve("1_Pooling").resolve("config.json");
        return new TextRule(
                options.maxTokens().orElseGet(() -> maxTokens(sentences, tokens, config)),
                options.pooling().isPresent()
                        ? options.pooling().get()
                        : pooling(pooling, json(pooling, mapper)),
                options.normalize().orElseGet(() -> normalizes(modules)),
                tokens.padding().orElse(config.path("pad_token_id").asLong(0)),
                config.path("is_matryoshka").asBoolean(config.has("matryoshka_dimensions")));
    }

    /// sentence-transformers' own figure, else that of the tokenizer, else the size of the model.
    private static int maxTokens(JsonNode sentences, TokenizerFile tokens, JsonNode config) {
        return IntStream.of(
                        sentences.path("max_seq_length").asInt(),
                        tokens.maxTokens().orElse(0),
                        config.path("max_position_embeddings").asInt())
                .filter(length -> length > 0)
                .findFirst()
                .orElse(USUAL_MAX_TOKENS);
    }

    private static Pooling pooling(Path file, JsonNode config) throws UnusableModelException {
        if (config.isMissingNode()) {
            return Pooling.MEAN;
        }
        for (Map.Entry<String, Pooling> known : POOLING_KEYS.entrySet()) {
            if (config.path(known.getKey()).asBoolean()) {
                return known.getValue();
            }
        }
        throw new UnusableModelException(
                "%s sets none of %s: choose one with --pooling=mean, cls, max or last."
                        .formatted(file, POOLING_KEYS.keySet().stream().sorted().toList()));
    }

    /// A model that lists its modules normalises only if one of them does; one that does not list
    /// them is compared by cosine all the same.
    private static boolean normalizes(JsonNode modules) {
        return modules.isMissingNode()
                || StreamSupport.stream(modules.spliterator(), false)
                        .anyMatch(module -> module.path("type").asText().endsWith(".Normalize"));
    }

    private static JsonNode json(Path file, ObjectMapper mapper) throws UnusableModelException {
        if (!Files.exists(file)) {
            return MissingNode.getInstance();
        }
        try {
            return mapper.readTree(file.toFile());
        } catch (IOException broken) {
            throw TokenizerFile.unreadable(file, broken);
        }
    }
}
