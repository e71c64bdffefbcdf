package io.gantry.proxy.admit;

import io.gantry.proxy.route.Protocol;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request of which little is known.
record Facts(Map<String, String> headers) implements RequestFacts {

    static final Facts OF_NOTHING = new Facts(Map.of());

    @Override
    public String model() {
        return "default/m";
    }

    @Override
    public Protocol protocol() {
        return Protocol.V1;
    }

    @Override
    public String path() {
        return "/v1/models/m:predict";
    }

    @Override
    public long bytes() {
        return -1;
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }
}
