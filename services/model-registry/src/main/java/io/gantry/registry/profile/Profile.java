package io.gantry.registry.profile;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a request leaves out, for two ways to use a model.
public enum Profile {
    /// Sleeps when nobody asks, and leaves room on the GPU for others.
    DEVELOPMENT("development", new Defaults(0, 3, new BigDecimal("0.8"), 60, 80, "PVC")),
    /// Two replicas at all times, and room for more requests before another is started.
    PRODUCTION("production", new Defaults(2, 10, new BigDecimal("0.95"), 300, 60, "S3 or GCS"));

    /// Annotation of an InferenceService with the name of the profile that it was written with.
    public static final String ANNOTATION = "serving.gantry.io/profile";

    private final String word;

    @SuppressWarnings("ImmutableEnumChecker") // A record of values that do not change.
    private final Defaults defaults;

    Profile(String word, Defaults defaults) {
        this.word = word;
        this.defaults = defaults;
    }

    /// The profile of that name, as requests write it.
    public static Optional<Profile> of(String word) {
        return Arrays.stream(values()).filter(profile -> profile.word.equals(word)).findFirst();
    }

    /// The names of all, for sentences.
    public static String words() {
        return Arrays.stream(values()).map(Profile::word).collect(Collectors.joining(" or "));
    }

    public String word() {
        return word;
    }

    public Defaults defaults() {
        return defaults;
    }

    /// @param gpuMemoryUtilization share of a GPU's memory that an LLM runtime may take, 0 to 1
    /// @param timeoutSeconds until when a request must have begun to be answered
    /// @param targetUtilizationPercentage how much of what a replica can carry is to be used before
    ///   another one is started
    /// @param storage where the files are best kept; advice
    public record Defaults(
            int minReplicas,
            int maxReplicas,
            BigDecimal gpuMemoryUtilization,
            long timeoutSeconds,
            int targetUtilizationPercentage,
            String storage) {}
}
