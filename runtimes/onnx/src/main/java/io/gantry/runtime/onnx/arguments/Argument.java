package io.gantry.runtime.onnx.arguments;

import java.util.Arrays;
import java.util.Optional;

/// An argument of the command line, and the setting it stands for.
enum Argument {
    MODEL_NAME("model-name", "gantry.onnx.model-name"),
    MODEL_DIR("model-dir", "gantry.onnx.model-dir"),
    MODEL_VERSION("model-version", "gantry.onnx.model-version"),
    HTTP_PORT("http-port", "quarkus.http.port"),
    HOST("host", "quarkus.http.host"),
    THREADS("threads", "gantry.onnx.threads"),
    QUEUE_SIZE("queue-size", "gantry.onnx.queue-size"),
    MAX_BATCH_SIZE("max-batch-size", "gantry.onnx.text.max-batch-size"),
    MAX_BATCH_TOKENS("max-batch-tokens", "gantry.onnx.text.max-batch-tokens"),
    MAX_TOKENS("max-tokens", "gantry.onnx.text.max-tokens"),
    TOKENIZER("tokenizer", "gantry.onnx.text.tokenizer"),
    POOLING("pooling", "gantry.onnx.text.pooling"),
    NORMALIZE("normalize", "gantry.onnx.text.normalize");

    private final String flag;
    private final String setting;

    Argument(String flag, String setting) {
        this.flag = flag;
        this.setting = setting;
    }

    String flag() {
        return flag;
    }

    String setting() {
        return setting;
    }

    boolean accepts(String value) {
        return value.matches(kind().pattern);
    }

    /// What it takes, in words.
    String takes() {
        return kind().words;
    }

    private Kind kind() {
        return switch (this) {
            case HTTP_PORT, THREADS, QUEUE_SIZE, MAX_BATCH_SIZE, MAX_BATCH_TOKENS, MAX_TOKENS ->
                    Kind.NUMBER;
            case POOLING -> Kind.POOLING;
            case NORMALIZE -> Kind.TRUTH;
            case MODEL_NAME, MODEL_DIR, MODEL_VERSION, HOST, TOKENIZER -> Kind.TEXT;
        };
    }

    private enum Kind {
        TEXT("(?s).*\\S.*", "a value"),
        NUMBER("\\d{1,9}", "a whole number"),
        POOLING("mean|cls|max|last", "one of mean, cls, max, last"),
        TRUTH("true|false", "one of true, false");

        private final String pattern;
        private final String words;

        Kind(String pattern, String words) {
            this.pattern = pattern;
            this.words = words;
        }
    }

    /// KServe's servers spell their arguments with underscores, so both are understood.
    static Optional<Argument> spelled(String flag) {
        String wanted = flag.replace('_', '-');
        return Arrays.stream(values()).filter(known -> known.flag.equals(wanted)).findFirst();
    }
}
