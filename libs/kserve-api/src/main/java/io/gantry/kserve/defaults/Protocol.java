package io.gantry.kserve.defaults;

import io.gantry.kserve.api.ModelSpec;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The inference protocols by KServe's names, in the order in which runtimes are ranked by them.
public final class Protocol {
    public static final String V1 = "v1";
    public static final String V2 = "v2";
    public static final String GRPC_V1 = "grpc-v1";
    public static final String GRPC_V2 = "grpc-v2";

    private static final List<String> RANKED = List.of(V1, V2, GRPC_V1, GRPC_V2);

    private Protocol() {}

    /// The protocol that a model asks for; v1 where it does not say.
    public static String of(ModelSpec model) {
        return model.protocolVersion() == null ? V1 : model.protocolVersion();
    }

    /// The rank of the lowest of these protocols; no protocols, or only unknown ones, rank last.
    public static int rank(@Nullable Collection<String> protocols) {
        if (protocols == null) {
            return RANKED.size();
        }
        return protocols.stream().mapToInt(Protocol::rank).min().orElse(RANKED.size());
    }

    /// The lowest of these protocols, or null if there are none.
    public static @Nullable String lowest(@Nullable Collection<String> protocols) {
        return protocols == null
                ? null
                : protocols.stream().min(Comparator.comparingInt(Protocol::rank)).orElse(null);
    }

    private static int rank(String protocol) {
        int index = RANKED.indexOf(protocol);
        return index < 0 ? RANKED.size() : index;
    }
}
