package io.gantry.runtime.llamacpp;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// All settings of the server; the command line sets the same ones under shorter names.
@ConfigMapping(prefix = "gantry.llamacpp")
public interface LlamaConfig {

    /// The name under which clients ask for the model.
    @WithDefault("model")
    String modelName();

    /// The directory that holds the model.
    @WithDefault("/mnt/models")
    Path modelDir();

    /// Its file, relative to the directory; unset: the only `.gguf` there is, or the first of a
    /// model in several.
    Optional<String> modelFile();

    /// Tokens of a prompt and its answer together; unset: as many as the model was trained with, at
    /// most 4096.
    OptionalInt maxModelLen();

    /// Requests that are generated for at the same time. Each has memory for `max-model-len`
    /// tokens.
    @WithDefault("4")
    int maxNumSeqs();

    /// Requests that wait for a slot before further ones are refused with 503.
    @WithDefault("64")
    int queueSize();

    /// Threads that compute; unset: one a core.
    OptionalInt threads();

    /// Where llama.cpp's native code is unpacked once for all starts.
    @WithDefault("${user.home}/.cache/gantry/native")
    Path nativeDir();
}
