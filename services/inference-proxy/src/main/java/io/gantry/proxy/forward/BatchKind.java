package io.gantry.proxy.forward;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.proxy.route.Wish;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What requests have in common that can be put together: to the same service, with nothing that
/// the predictor could tell them apart by.
///
/// @param service `namespace/name`
/// @param likeness of their bodies
/// @param headers those that a predictor may go by, as `name: value`
record BatchKind(
        String service,
        Wish wish,
        String path,
        @Nullable String query,
        JsonNode likeness,
        List<String> headers) {

    /// Who asked, from where and how the body came: all that differs from request to request and
    /// changes nothing about the answer.
    private static final Set<String> APART =
            Set.of(
                    "host",
                    "user-agent",
                    "accept",
                    "accept-encoding",
                    "accept-language",
                    "connection",
                    "keep-alive",
                    "content-length",
                    "transfer-encoding",
                    "expect",
                    "te",
                    "via",
                    "forwarded",
                    "x-forwarded-for",
                    "x-forwarded-host",
                    "x-forwarded-port",
                    "x-forwarded-proto",
                    "x-real-ip",
                    RequestHeaders.REQUEST_ID,
                    "traceparent",
                    "tracestate");

    static BatchKind of(HttpServerRequest request, Call call, JsonNode likeness) {
        return new BatchKind(
                call.service().key(),
                call.wish(),
                call.path(),
                request.query(),
                likeness,
                apart(request.headers()));
    }

    private static List<String> apart(MultiMap headers) {
        TreeSet<String> told = new TreeSet<>();
        headers.forEach((name, value) -> {
            String small = name.toLowerCase(Locale.ROOT);
            if (!APART.contains(small)) {
                told.add(small + ": " + value);
            }
        });
        return List.copyOf(told);
    }

    /// What the predictor gets of the headers of all of them.
    ///
    /// @param first of the requests
    static MultiMap together(MultiMap first, int length) {
        MultiMap headers = HttpHeaders.headers();
        first.forEach((name, value) -> {
            String small = name.toLowerCase(Locale.ROOT);
            if (!APART.contains(small)) {
                headers.add(name, value);
            }
        });
        headers.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(length));
        return headers;
    }
}
