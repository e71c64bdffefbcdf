package io.gantry.registry.profile;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// The profiles that there are.
@Schema(name = "ProfileList", description = "The profiles that a model can be written with")
@RegisterForReflection
record ProfileList(List<Item> profiles) {

    ProfileList {
        profiles = List.copyOf(profiles);
    }

    static ProfileList all() {
        return new ProfileList(Arrays.stream(Profile.values()).map(Item::of).toList());
    }

    @Schema(name = "Profile", description = "What a request gets for the fields that it leaves out")
    @RegisterForReflection
    record Item(
            String name,
            int minReplicas,
            int maxReplicas,
            @Schema(
                            description =
                                    "Share of a GPU's memory that the runtime may take, for models in the formats huggingface and vLLM")
                    BigDecimal gpuMemoryUtilization,
            long timeoutSeconds,
            @Schema(
                            description =
                                    "How much of what a replica can carry is used before another one is started, in percent")
                    int targetUtilizationPercentage,
            @Schema(description = "Where the files are best kept; advice that changes nothing")
                    String storage) {

        static Item of(Profile profile) {
            Profile.Defaults defaults = profile.defaults();
            return new Item(
                    profile.word(),
                    defaults.minReplicas(),
                    defaults.maxReplicas(),
                    defaults.gpuMemoryUtilization(),
                    defaults.timeoutSeconds(),
                    defaults.targetUtilizationPercentage(),
                    defaults.storage());
        }
    }
}
