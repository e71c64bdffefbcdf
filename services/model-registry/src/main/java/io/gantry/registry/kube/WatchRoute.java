package io.gantry.registry.kube;

import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.watch.ChangeFeed;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Answers requests with `watch=true`, which do not end, before JAX-RS would answer them as lists:
/// as a body that goes on or, where the client asks for one, through a WebSocket.
@ApplicationScoped
class WatchRoute {

    private static final int PRIORITY = 100;
    private static final Duration BOOKMARKS = Duration.ofMinutes(1);

    private final ChangeFeed feed;
    private final Vertx vertx;
    private final Set<WatchStream> open = ConcurrentHashMap.newKeySet();

    WatchRoute(ChangeFeed feed, Vertx vertx) {
        this.feed = feed;
        this.vertx = vertx;
    }

    void register(@Observes Filters filters) {
        filters.register(this::route, PRIORITY);
    }

    /// Clients come back to another instance, or to this one when it is back.
    void stop(@Observes ShutdownEvent event) {
        open.forEach(WatchStream::end);
    }

    private void route(RoutingContext routing) {
        String path = routing.normalizedPath();
        boolean watch =
                routing.request().method().equals(HttpMethod.GET)
                        && path.startsWith(KubeResource.BASE)
                        && WatchRequest.wanted(routing.queryParams());
        if (!watch) {
            routing.next();
            return;
        }
        try {
            begin(routing, request(path, routing));
        } catch (StatusException e) {
            routing.response()
                    .setStatusCode(e.status().code())
                    .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON)
                    .end(KServeJson.toJson(e.status()));
        }
    }

    private static WatchRequest request(String path, RoutingContext routing) {
        String rest = path.substring(KubeResource.BASE.length());
        int slash = rest.indexOf('/');
        return RequestPath.of(rest.substring(0, Math.max(slash, 0)), rest.substring(slash + 1))
                .map(found ->
                        WatchRequest.of(
                                found,
                                routing.queryParams(),
                                routing.request().getHeader(HttpHeaders.ACCEPT)))
                .orElseThrow(() -> Failures.noSuchPath(path));
    }

    private void begin(RoutingContext routing, WatchRequest request) {
        HttpServerRequest http = routing.request();
        if (http.headers().contains(HttpHeaders.UPGRADE, "websocket", true)) {
            http.toWebSocket()
                    .onSuccess(socket -> {
                        Runnable after = begin(request, new WatchSink.OfSocket(socket));
                        socket.closeHandler(_ -> after.run());
                    })
                    .onFailure(routing::fail);
            return;
        }
        routing.response()
                .setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON)
                .writeHead();
        Runnable after = begin(request, WatchSink.OfResponse.of(http));
        routing.addEndHandler(_ -> after.run());
    }

    /// @return what is to be done when it is over
    private Runnable begin(WatchRequest request, WatchSink sink) {
        WatchStream stream = new WatchStream(request, sink, vertx.getOrCreateContext());
        open.add(stream);
        long bookmarks =
                vertx.setPeriodic(BOOKMARKS.toMillis(), _ -> stream.bookmark(feed.position()));
        long end = vertx.setTimer(request.timeout().toMillis(), _ -> stream.end());
        feed.subscribe(stream);
        return () -> {
            vertx.cancelTimer(bookmarks);
            vertx.cancelTimer(end);
            feed.unsubscribe(stream);
            open.remove(stream);
        };
    }
}
