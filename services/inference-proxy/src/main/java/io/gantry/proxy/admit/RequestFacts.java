package io.gantry.proxy.admit;

import io.gantry.proxy.route.Protocol;
import org.jspecify.annotations.Nullable;

/// What a picker may know of a request. Each fact is looked up when it is asked for, so that none
/// costs anything where nobody does; any thread may ask.
public interface RequestFacts {

    /// `namespace/name` of the service.
    String model();

    Protocol protocol();

    /// What the predictor gets as path.
    String path();

    /// How large its body is; -1 where the client did not say.
    long bytes();

    /// What the client said of it: its session, its tenant, how urgent it is. Null for nothing.
    @Nullable String header(String name);
}
