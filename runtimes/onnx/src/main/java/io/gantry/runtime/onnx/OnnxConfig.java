package io.gantry.runtime.onnx;

import io.gantry.runtime.onnx.text.Pooling;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// All settings of the server; the command line sets the same ones under shorter names.
@ConfigMapping(prefix = "gantry.onnx")
public interface OnnxConfig {

    /// The name under which clients ask for the model.
    @WithDefault("model")
    String modelName();

    /// The version that the protocols' version paths know.
    @WithDefault("1")
    String modelVersion();

    /// The directory that holds the model.
    @WithDefault("/mnt/models")
    Path modelDir();

    /// Requests computed at the same time; unset: one a core.
    OptionalInt threads();

    /// Requests that wait for a thread before further ones are refused with 503.
    @WithDefault("64")
    int queueSize();

    /// Where the libraries' native code is unpacked once for all starts.
    @WithDefault("${user.home}/.cache/gantry/native")
    Path nativeDir();

    /// Whether the process only asks itself a few questions and ends, to train the JDK's AOT cache.
    @WithDefault("false")
    boolean training();

    Text text();

    /// How texts are treated by a model that reads text.
    interface Text {

        /// The tokenizer file, `none` to serve the model on token ids alone; unset: found beside
        /// the model.
        Optional<String> tokenizer();

        /// Tokens of one text at most; unset: what the model's files say.
        OptionalInt maxTokens();

        /// How token vectors become one vector; unset: what the model's files say, else mean.
        Optional<Pooling> pooling();

        /// Whether embeddings are scaled to length 1; unset: what the model's files say, else yes.
        Optional<Boolean> normalize();

        /// Texts that go through the model in one pass; longer requests are split.
        @WithDefault("32")
        int maxBatchSize();

        /// Texts times padded tokens of one pass, which bounds its memory.
        @WithDefault("8192")
        int maxBatchTokens();
    }
}
