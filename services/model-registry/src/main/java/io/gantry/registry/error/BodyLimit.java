package io.gantry.registry.error;

import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// Says why a body is refused, which Quarkus' own limit answers with nothing but 413.
@ApplicationScoped
class BodyLimit {

    /// Before the limit of Quarkus.
    private static final int PRIORITY = 1000;

    private final long limit;
    private final String words;

    BodyLimit(VertxHttpConfig config) {
        var size = config.limits().maxBodySize().orElseThrow();
        this.limit = size.asLongValue();
        this.words = size.asLongValue() / 1024 + " KiB";
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || !length.matches("\\d{1,18}") || Long.parseLong(length) <= limit) {
            request.next();
            return;
        }
        Refusal refusal = Refusal.tooLarge(words);
        String path = request.normalizedPath();
        if (request.request().version() != HttpVersion.HTTP_2) {
            // The rest of the body is not read, so the connection cannot be used again.
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
        }
        request.response()
                .setStatusCode(refusal.code())
                .putHeader(HttpHeaders.CONTENT_TYPE, refusal.mediaType(path))
                .end(refusal.body(path));
    }
}
