package io.gantry.proxy.forward;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import org.jspecify.annotations.Nullable;

/// What the proxy asks a service in a client's name: a request like the client's own, that has been
/// read to its end.
final class StepRequest extends HttpServerRequestWrapper {

    private final String path;
    private final @Nullable String query;
    private final MultiMap headers;
    private final HttpServerResponse response;

    /// @param client whose connection and address it is
    StepRequest(
            HttpServerRequest client,
            String path,
            @Nullable String query,
            MultiMap headers,
            HttpServerResponse response) {
        super((HttpServerRequestInternal) client);
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.response = response;
    }

    @Override
    public HttpMethod method() {
        return HttpMethod.POST;
    }

    @Override
    public String uri() {
        return path;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public @Nullable String query() {
        return query;
    }

    @Override
    public MultiMap headers() {
        return headers;
    }

    @Override
    public @Nullable String getHeader(String name) {
        return headers.get(name);
    }

    @Override
    public @Nullable String getHeader(CharSequence name) {
        return headers.get(name);
    }

    @Override
    public HttpServerResponse response() {
        return response;
    }

    @Override
    public boolean isEnded() {
        return true;
    }

    @Override
    public HttpServerRequest handler(@Nullable Handler<Buffer> handler) {
        return this;
    }

    @Override
    public HttpServerRequest endHandler(@Nullable Handler<Void> handler) {
        return this;
    }

    @Override
    public HttpServerRequest exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public HttpServerRequest pause() {
        return this;
    }

    @Override
    public HttpServerRequest resume() {
        return this;
    }

    @Override
    public HttpServerRequest fetch(long amount) {
        return this;
    }
}
