package io.gantry.proxy.forward;

import io.gantry.proxy.ProxyConfig;
import io.gantry.proxy.admit.Gate;
import io.gantry.proxy.admit.Gates;
import io.gantry.proxy.graph.GraphRoute;
import io.gantry.proxy.graph.Graphs;
import io.gantry.proxy.meter.GraphMeters;
import io.gantry.proxy.route.Lookup;
import io.gantry.proxy.route.Patterns;
import io.gantry.proxy.route.Protocol;
import io.gantry.proxy.route.RequestPath;
import io.gantry.proxy.route.ServiceRoute;
import io.gantry.proxy.route.Target;
import io.gantry.proxy.route.Wish;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Where requests to graphs come in, which is when no model has the name; and what they share.
@Singleton
class GraphEntry {

    private final Graphs graphs;
    private final Gates gates;
    private final Surroundings around;
    private final Loops loops;
    private final CallEntry calls;
    private final GraphMeters meters;
    private final ProxyConfig.Graph config;
    private final Pattern urls;
    private final Pattern passedHeaders;

    GraphEntry(
            Graphs graphs,
            Gates gates,
            Surroundings around,
            Loops loops,
            CallEntry calls,
            GraphMeters meters) {
        this.graphs = graphs;
        this.gates = gates;
        this.around = around;
        this.loops = loops;
        this.calls = calls;
        this.meters = meters;
        this.config = around.config().graph();
        this.urls = Patterns.anyOf(config.urls());
        this.passedHeaders = Patterns.anyOf(config.propagatedHeaders().orElseGet(List::of));
    }

    Optional<GraphRoute> find(String namespace, String name) {
        return graphs.find(namespace, name);
    }

    List<GraphRoute> findByHost(String label) {
        return graphs.findByHost(label);
    }

    void enter(HttpServerRequest request, GraphRoute graph) {
        if (HttpMethod.POST.equals(request.method())) {
            new GraphExchange(this, loops.current(), request, graph).start();
        } else {
            count(graph, 405, 0);
            String path = request.path() == null ? "" : request.path();
            around.answers()
                    .fault(
                            request,
                            RequestPath.protocolOf(path),
                            Fault.notAllowed(request.method().name(), path, List.of("POST")));
        }
    }

    /// Has a service answer a request of a step as it answers a client's: it waits, wakes the model
    /// and is counted and logged like any other, by the proxy that admits it.
    ///
    /// @param stepTo the request to the service's path
    void ask(String namespace, String name, Function<String, StepRequest> stepTo, Buffer body) {
        if (gates.find(namespace, name) instanceof Lookup.Found(ServiceRoute service)) {
            Optional<Gate> gate = gates.gateOf(service);
            if (gate.isPresent()) {
                String path = service.predictPath();
                StepRequest request = stepTo.apply(path);
                Wish wish = Wishes.of(request, service, null);
                if (wish instanceof Wish.Unknown(String tag, List<String> known)) {
                    around.answers()
                            .fault(request, Protocol.V1, Fault.unknownTag(name, tag, known));
                    return;
                }
                Call call =
                        new Call(
                                RequestHeaders.requestId(request),
                                RequestPath.protocolOf(path),
                                Target.Use.WORK,
                                service,
                                gate.get(),
                                wish,
                                service.components().entry(path),
                                path,
                                request.headers(),
                                body);
                calls.step(request, call);
                return;
            }
        }
        StepRequest lost = stepTo.apply("/");
        around.answers().fault(lost, Protocol.V1, Fault.unknownModel(namespace, name));
    }

    boolean allows(URI url) {
        return urls.matcher(url.getHost()).matches();
    }

    Pattern passedHeaders() {
        return passedHeaders;
    }

    long maxBody() {
        return config.maxBody().asLongValue();
    }

    Duration requestTimeout() {
        return around.config().admit().requestTimeout();
    }

    Duration retryAfter() {
        return around.config().admit().retryAfter();
    }

    Duration streamIdleTimeout() {
        return around.config().forward().streamIdleTimeout();
    }

    Answers answers() {
        return around.answers();
    }

    void count(GraphRoute graph, int status, long nanos) {
        meters.count(graph.namespace(), graph.name(), status, nanos);
    }
}
