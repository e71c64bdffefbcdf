package io.gantry.proxy.world;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A client of gRPC calls that knows only HTTP/2: it watches no deadline and understands no status.
public final class RawCalls implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http =
            vertx.createHttpClient(
                    new HttpClientOptions()
                            .setProtocolVersion(HttpVersion.HTTP_2)
                            .setHttp2ClearTextUpgrade(false));
    private final int port;

    public RawCalls(int port) {
        this.port = port;
    }

    /// Sends one message and takes the headers of the answer.
    public MultiMap send(String path, byte[] message, Map<String, String> headers)
            throws Exception {
        Buffer framed =
                Buffer.buffer().appendByte((byte) 0).appendInt(message.length).appendBytes(message);
        return http.request(HttpMethod.POST, port, "127.0.0.1", path)
                .compose(request -> {
                    request.headers().addAll(headers).set("content-type", "application/grpc");
                    return request.send(framed);
                })
                .map(answer -> answer.headers())
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
