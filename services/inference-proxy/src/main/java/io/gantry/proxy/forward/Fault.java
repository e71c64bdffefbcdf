package io.gantry.proxy.forward;

import io.gantry.events.Failure;
import io.gantry.proxy.route.ServiceRoute;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why the proxy itself answers a request with an error, before it is put into a protocol's words.
///
/// @param slug last part of the problem type, and OpenAI's `code` with underscores
/// @param detail what was found, and what to do
/// @param param the field at fault, for OpenAI's `param`
/// @param retryAfter when the client should come again
/// @param allowed the methods that would be right
record Fault(
        int status,
        String slug,
        String title,
        String detail,
        @Nullable String param,
        @Nullable Duration retryAfter,
        List<String> allowed) {

    Fault {
        allowed = List.copyOf(allowed);
    }

    static Fault of(int status, String slug, String title, String detail) {
        return new Fault(status, slug, title, detail, null, null, List.of());
    }

    private Fault about(String field) {
        return new Fault(status, slug, title, detail, field, retryAfter, allowed);
    }

    private Fault again(Duration after) {
        return new Fault(status, slug, title, detail, param, after, allowed);
    }

    static Fault unknownModel(String name) {
        return of(
                        404,
                        "model-not-found",
                        "Model not found",
                        "Model '%s' does not exist; GET /v1/models lists those that do"
                                .formatted(name))
                .about("model");
    }

    static Fault unknownModel(String namespace, String name) {
        return of(
                        404,
                        "model-not-found",
                        "Model not found",
                        "Model '%s' does not exist in namespace '%s'".formatted(name, namespace))
                .about("model");
    }

    /// @param services `namespace/name` of each
    static Fault ambiguous(String name, List<String> services) {
        return of(
                        409,
                        "model-ambiguous",
                        "Model name is ambiguous",
                        "Model '%s' may be of any of the services %s; say which with the path /serving/{service}/…, or with the header %s where their namespaces differ"
                                .formatted(
                                        name,
                                        String.join(", ", services),
                                        RequestHeaders.NAMESPACE))
                .about("model");
    }

    /// The name is the service's, and its server would not know it.
    static Fault otherModels(ServiceRoute service) {
        return of(
                        404,
                        "model-not-found",
                        "Model not found",
                        "The server of '%s' has its models under other names: ask for %s"
                                .formatted(service.name(), String.join(", ", service.models())))
                .about("model");
    }

    static Fault unknownTag(String name, String tag, List<String> known) {
        return of(
                404,
                "revision-not-found",
                "Revision not found",
                known.isEmpty()
                        ? "Model '%s' has no tags, so none '%s'; the annotation serving.kserve.io/enable-tag-routing gives it some"
                                .formatted(name, tag)
                        : "Model '%s' has no revision tagged '%s'; its tags are %s"
                                .formatted(name, tag, String.join(", ", known)));
    }

    static Fault unknownHost(String host) {
        return of(
                404,
                "model-not-found",
                "Model not found",
                "The host '%s' is no model's, which are called {model}-{namespace}; names right below gantry.proxy.route.domains lead to models only"
                        .formatted(host));
    }

    /// @param services `namespace/name` of each
    static Fault ambiguousHost(String host, List<String> services) {
        return of(
                409,
                "model-ambiguous",
                "Host name is ambiguous",
                "The host '%s' may be that of any of %s; say which with the path /serving/{namespace}/{name}/…"
                        .formatted(host, String.join(", ", services)));
    }

    static Fault kept(String id) {
        return of(
                        404,
                        "response-not-kept",
                        "Response not kept",
                        "The proxy keeps no responses: the replica that gave '%s' has it, and its id does not say which that is; send what belongs before in 'input', or name a model with one replica in the header %s"
                                .formatted(id, RequestHeaders.MODEL))
                .about("response_id");
    }

    static Fault notFound(String path) {
        return of(
                404,
                "path-not-found",
                "Path not found",
                "There is nothing at '%s'; /q/openapi describes the paths there are"
                        .formatted(path));
    }

    static Fault unknownCall(String path) {
        return of(
                501,
                "call-not-implemented",
                "Call not implemented",
                "The proxy knows no call '%s'; those of the Open Inference Protocol that load and unload models are left to deploying them, and others reach a model that is named in the metadata x-gateway-model-name"
                        .formatted(path));
    }

    static Fault noCall(String path) {
        return of(
                415,
                "grpc-expected",
                "gRPC expected",
                "'%s' is a gRPC call: it takes HTTP/2 and Content-Type %s"
                        .formatted(path, Grpc.MEDIA_TYPE));
    }

    static Fault notAllowed(String method, String path, List<String> allowed) {
        return new Fault(
                405,
                "method-not-allowed",
                "Method not allowed",
                "'%s' takes %s, found %s".formatted(path, String.join(", ", allowed), method),
                null,
                null,
                allowed);
    }

    static Fault brokenBody(String reason) {
        return of(
                400,
                "invalid-body",
                "Body cannot be read",
                "The body does not tell its 'model': " + reason);
    }

    static Fault modelMissing() {
        return of(
                        400,
                        "model-missing",
                        "Model missing",
                        "The body names no 'model'; add it, or send the header "
                                + RequestHeaders.MODEL)
                .about("model");
    }

    static Fault encodedBody(String encoding) {
        return of(
                415,
                "encoding-not-supported",
                "Encoding not supported",
                "The model cannot be found in a body with Content-Encoding '%s'; name it in the header %s"
                        .formatted(encoding, RequestHeaders.MODEL));
    }

    static Fault bodyTooLarge(long limit) {
        return of(
                413,
                "body-too-large",
                "Body too large",
                "The body names no 'model' within its first %d bytes; put 'model' first, send the header %s, or raise gantry.proxy.forward.max-inspected-body"
                        .formatted(limit, RequestHeaders.MODEL));
    }

    /// Of the proxy's memory.
    static Fault noRoom(Duration after) {
        return of(
                        503,
                        "no-room-for-body",
                        "No room for the body",
                        "The bodies that the proxy holds take all of the memory they may; try again later, name the model in the header %s, or raise gantry.proxy.forward.max-held-bodies"
                                .formatted(RequestHeaders.MODEL))
                .again(after);
    }

    static Fault bodyTooSlow(Duration limit) {
        return of(
                408,
                "body-too-slow",
                "Body too slow",
                "The body did not name its 'model' within " + seconds(limit));
    }

    static Fault requestTooSlow(Duration limit) {
        return of(
                408,
                "request-too-slow",
                "Request too slow",
                "The request's body was not whole within " + seconds(limit));
    }

    static Fault unknownCoding(String coding) {
        return of(
                501,
                "transfer-encoding-not-supported",
                "Transfer-Encoding not supported",
                "Transfer-Encoding has to be 'chunked' and nothing else, found '%s'"
                        .formatted(coding));
    }

    static Fault queueFull(String name, int limit, Duration after) {
        return of(
                        503,
                        "queue-full",
                        "Too many requests wait",
                        "Model '%s' is not able to take more requests now and %d wait already; try again later, or raise gantry.proxy.admit.max-queued-per-revision"
                                .formatted(name, limit))
                .again(after);
    }

    static Fault broken(String name, Failure failure, Duration after) {
        return of(
                        503,
                        "model-failed",
                        "Model failed",
                        "Model '%s' cannot serve: %s (%s). %s"
                                .formatted(
                                        name,
                                        failure.message(),
                                        failure.reason(),
                                        failure.remedy()))
                .again(after);
    }

    static Fault notReady(String name, Duration after) {
        return of(
                        503,
                        "model-not-ready",
                        "Model not ready",
                        "Model with name %s is not ready.".formatted(name))
                .again(after);
    }

    static Fault waitedTooLong(String name, Duration limit) {
        return of(
                504,
                "model-timeout",
                "No replica in time",
                "No replica of model '%s' took the request within %s"
                        .formatted(name, seconds(limit)));
    }

    static Fault answeredTooLate(String name, Duration limit) {
        return of(
                504,
                "model-timeout",
                "No answer in time",
                "Model '%s' did not begin to answer within %s; the predictor's 'timeout' sets how long it may take"
                        .formatted(name, seconds(limit)));
    }

    static Fault deadlineExceeded(String name, Duration limit) {
        return of(
                504,
                "deadline-exceeded",
                "Deadline exceeded",
                "Model '%s' was not done within the %s that grpc-timeout gave it"
                        .formatted(name, seconds(limit)));
    }

    static Fault speaksNoGrpc(String name) {
        return of(
                501,
                "grpc-not-spoken",
                "Model speaks no gRPC",
                "The replica of model '%s' speaks no gRPC where it was asked; name the port of its container that does 'h2c' or 'grpc'"
                        .formatted(name));
    }

    static Fault unreachable(String name, Duration after) {
        return of(
                        503,
                        "model-unreachable",
                        "Replicas cannot be reached",
                        "No replica of model '%s' accepts connections; it may be starting again"
                                .formatted(name))
                .again(after);
    }

    static Fault noStream(String name, int status) {
        return of(
                status < 400 ? 502 : status,
                "no-event-stream",
                "No stream of events",
                "Model '%s' answered with status %d and no stream of events; send the request without X-Gantry-Keep-Alive to get that answer"
                        .formatted(name, status));
    }

    static Fault lost(String name) {
        return of(
                502,
                "model-lost",
                "Replica lost",
                "The replica of model '%s' closed the connection before it answered; whether it did the work is not known"
                        .formatted(name));
    }

    static Fault proxyLost(String name) {
        return of(
                502,
                "proxy-lost",
                "Proxy lost",
                "The proxy that admits the requests of model '%s' was lost before its answer was whole; whether the replica did the work is not known"
                        .formatted(name));
    }

    /// A second, for another proxy can take the request at once and this one soon.
    static Fault shuttingDown() {
        return of(
                        503,
                        "shutting-down",
                        "Proxy is shutting down",
                        "The proxy is shutting down and cannot wait for this request any longer; send it again, or raise gantry.proxy.drain.timeout")
                .again(Duration.ofSeconds(1));
    }

    static Fault brokeOff(String name) {
        return of(
                502,
                "answer-broken-off",
                "Answer broken off",
                "The replica of model '%s' ended in the middle of its answer".formatted(name));
    }

    private static String seconds(Duration duration) {
        return "%s s".formatted(duration.toMillis() / 1000.0);
    }
}
