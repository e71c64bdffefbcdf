package io.gantry.kserve.defaults;

import io.gantry.kserve.api.ServingRuntime;
import org.jspecify.annotations.Nullable;

/// Which model server a runtime runs, where KServe treats some of them specially: by annotation, or
/// by the name of the runtime that KServe ships.
public final class ServerType {
    public static final String MLSERVER = "mlserver";
    public static final String TORCHSERVE = "torchserve";
    public static final String TRITON = "tritonserver";
    public static final String TENSORFLOW = "tensorflow-serving";
    public static final String HUGGINGFACE = "huggingfaceserver";
    public static final String VLLM = "vllmserver";

    private static final String SHIPPED = "kserve-";

    private ServerType() {}

    /// The runtime's server type, or null if nothing says.
    public static @Nullable String of(ServingRuntime runtime) {
        String annotated =
                runtime.metadata() == null
                        ? null
                        : runtime.metadata().annotation(Annotations.SERVER_TYPE);
        return annotated == null || annotated.isEmpty() ? ofName(runtime.name()) : annotated;
    }

    private static @Nullable String ofName(String name) {
        if (!name.startsWith(SHIPPED)) {
            return null;
        }
        String server = name.substring(SHIPPED.length());
        return switch (server) {
            case MLSERVER, TORCHSERVE, TRITON, TENSORFLOW, HUGGINGFACE, VLLM -> server;
            case HUGGINGFACE + "-multinode" -> HUGGINGFACE;
            default -> null;
        };
    }
}
