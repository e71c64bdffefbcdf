package io.gantry.proxy.forward;

import io.gantry.events.Endpoint;
import io.gantry.proxy.route.Protocol;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;

/// Opens the way to a replica, or to another proxy.
final class Upstream {

    private Upstream() {}

    /// @return the request, with nothing of it sent; failed when no connection could be made
    static Future<HttpClientRequest> open(
            Loop loop, HttpServerRequest request, Call call, Endpoint target) {
        Endpoint endpoint = call.entry() == null ? target : call.entry();
        boolean isCall = call.protocol() == Protocol.GRPC;
        HttpClient client = isCall ? loop.callClient() : loop.client();
        return client.request(
                new RequestOptions()
                        .setMethod(request.method())
                        .setHost(endpoint.host())
                        .setPort(isCall ? endpoint.portForGrpc() : endpoint.port())
                        .setURI(uri(request, call)));
    }

    private static String uri(HttpServerRequest request, Call call) {
        String query = request.query();
        if (query == null) {
            return call.path();
        }
        return call.path() + "?" + query;
    }
}
