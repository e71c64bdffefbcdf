package io.gantry.runtime.onnx.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/// Refuses a request that announces too large a body, before any of it is read. Quarkus itself
/// would answer without a word of explanation and cut the connection, which many clients see as a
/// broken pipe.
@ApplicationScoped
class BodyLimit {

    /// Just before Quarkus' own limit.
    private static final int ORDER = -3;

    private final Optional<MemorySize> limit;

    BodyLimit(VertxHttpConfig http) {
        this.limit = http.limits().maxBodySize();
    }

    void routes(@Observes Router router) {
        limit.ifPresent(most ->
                router.route().order(ORDER).handler(call -> check(call, most.asLongValue())));
    }

    private static void check(RoutingContext call, long most) {
        String announced = call.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (announced == null || Long.parseLong(announced) <= most) {
            call.next();
            return;
        }
        // What the client still sends is dropped, so that it gets to reading the answer.
        call.request().handler(dropped -> {}).resume();
        call.response()
                .setStatusCode(413)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(Buffer.buffer(ErrorMapping.body(explanation(announced, most))));
    }

    private static String explanation(String announced, long most) {
        return "The request has %s bytes, and the server takes at most %d: send fewer rows, or raise quarkus.http.limits.max-body-size."
                .formatted(announced, most);
    }
}
