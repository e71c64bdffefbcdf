package io.gantry.proxy.world;

import io.gantry.events.Endpoint;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// A replica of a predictor: an HTTP server on a free port.
public final class Predictor implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private Predictor(Handler<HttpServerRequest> handler, int port) {
        this.server =
                await(
                        vertx.createHttpServer()
                                .requestHandler(request -> {
                                    requests.add(request.method() + " " + request.uri());
                                    handler.handle(request);
                                })
                                .listen(port, "127.0.0.1"));
    }

    public static Predictor answering(Handler<HttpServerRequest> handler) {
        return new Predictor(handler, 0);
    }

    public static Predictor answeringOn(int port, Handler<HttpServerRequest> handler) {
        return new Predictor(handler, port);
    }

    /// One that tells its name in each answer.
    public static Predictor named(String name) {
        return answering(request ->
                request.body()
                        .onSuccess(body ->
                                request.response().putHeader("x-predictor", name).end(name)));
    }

    public int port() {
        return server.actualPort();
    }

    /// Method and URI of each request so far.
    public List<String> requests() {
        return requests;
    }

    public Endpoint endpoint() {
        return new Endpoint("replica-" + port(), "127.0.0.1", port(), "local", true, 10L);
    }

    public Vertx vertx() {
        return vertx;
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
