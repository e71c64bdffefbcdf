package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The further nodes of a model that is served by several. The rest of the PodSpec is in `unknown`.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkerSpec(
        @Nullable Integer pipelineParallelSize,
        @Nullable Integer tensorParallelSize,
        @Nullable List<Container> containers,
        @Nullable List<Container> initContainers,
        @Rest Map<String, JsonNode> unknown) {

    public WorkerSpec {
        containers = Copies.list(containers);
        initContainers = Copies.list(initContainers);
        unknown = Copies.unknown(unknown);
    }
}
