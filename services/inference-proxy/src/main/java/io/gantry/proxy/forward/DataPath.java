package io.gantry.proxy.forward;

import io.gantry.events.Endpoint;
import io.gantry.proxy.admit.Gate;
import io.gantry.proxy.admit.Gates;
import io.gantry.proxy.graph.GraphRoute;
import io.gantry.proxy.route.HostNames;
import io.gantry.proxy.route.Lookup;
import io.gantry.proxy.route.ModelFinder;
import io.gantry.proxy.route.Protocol;
import io.gantry.proxy.route.RequestPath;
import io.gantry.proxy.route.ServiceRoute;
import io.gantry.proxy.route.Target;
import io.gantry.proxy.route.Wish;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Takes every request off Quarkus' router, before anything else sees it, and finds out what it
/// wants.
@Singleton
class DataPath {

    /// In front of all of Quarkus' own routes but those that it wants first of all.
    private static final int ORDER = Integer.MIN_VALUE + 1;

    private final Gates gates;
    private final OwnAnswers own;
    private final Surroundings around;
    private final Loops loops;
    private final Drain drain;
    private final GraphEntry graphs;
    private final CallEntry calls;
    private final HostNames hosts;
    private final BodyModel.Limits limits;

    DataPath(
            Gates gates,
            OwnAnswers own,
            Surroundings around,
            Loops loops,
            Drain drain,
            GraphEntry graphs,
            CallEntry calls) {
        this.gates = gates;
        this.own = own;
        this.around = around;
        this.loops = loops;
        this.drain = drain;
        this.graphs = graphs;
        this.calls = calls;
        this.hosts = new HostNames(around.config().route().domains().orElseGet(List::of));
        this.limits =
                new BodyModel.Limits(
                        around.config().forward().maxInspectedBody().asLongValue(),
                        around.config().admit().requestTimeout(),
                        around.config().admit().retryAfter());
    }

    void register(@Observes Router router) {
        router.route().order(ORDER).handler(this::handle);
    }

    private void handle(RoutingContext routing) {
        HttpServerRequest request =
                drain.begun() ? drain.last(routing.request()) : routing.request();
        if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING) && refuseCoding(request)) {
            return;
        }
        HostAndPort host = request.authority();
        String label = host == null ? null : hosts.labelOf(host.host());
        if (host != null && label != null) {
            byHost(request, host.host(), label);
        } else {
            byPath(routing, request);
        }
    }

    /// Where a body that is coded otherwise ends, the next reader may see elsewhere.
    ///
    /// @return false when the coding is as it has to be
    private boolean refuseCoding(HttpServerRequest request) {
        String coding = String.join(", ", request.headers().getAll(HttpHeaders.TRANSFER_ENCODING));
        if (coding.equalsIgnoreCase("chunked") && request.version() != HttpVersion.HTTP_1_0) {
            return false;
        }
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        request.response().endHandler(_ -> request.connection().close());
        refuse(request, RequestPath.protocolOf(pathOf(request)), Fault.unknownCoding(coding));
        return true;
    }

    private void byPath(RoutingContext routing, HttpServerRequest request) {
        Target target = RequestPath.parse(request.method().name(), pathOf(request));
        if (target.protocol() == Protocol.GRPC && !Grpc.isCall(request)) {
            refuse(request, Protocol.OTHER, Fault.noCall(pathOf(request)));
            return;
        }
        switch (target) {
            case Target.Internal _ -> routing.next();
            case Target.Model model -> forward(request, model, Buffer.buffer());
            case Target.InBody inBody -> find(request, inBody);
            case Target.Kept(Protocol protocol, String id) ->
                    byHeader(request, protocol, () -> Fault.kept(id));
            case Target.Models(Protocol protocol) ->
                    count(protocol, own.models(request, protocol, namespaceOf(request)));
            case Target.Listed(Protocol protocol, String name) -> tell(request, protocol, name);
            case Target.Server(Protocol protocol, Target.Question question) ->
                    count(protocol, own.server(request, protocol, question));
            case Target.NotAllowed wrong ->
                    refuse(
                            request,
                            wrong.protocol(),
                            Fault.notAllowed(
                                    request.method().name(), pathOf(request), wrong.allowed()));
            case Target.Unknown(Protocol protocol) ->
                    byHeader(request, protocol, () -> nothingAt(request, protocol));
        }
    }

    /// Everything at a model's own host is the model's.
    private void byHost(HttpServerRequest request, String host, String label) {
        String path = pathOf(request);
        Lookup found = gates.table().findByHost(label);
        String tag = null;
        if (found instanceof Lookup.Unknown) {
            Optional<Wishes.Tagged> tagged = Wishes.tagged(label);
            if (tagged.isPresent()) {
                found = gates.table().findByHost(tagged.get().label());
                tag = tagged.get().tag();
            }
        }
        switch (found) {
            case Lookup.Found(ServiceRoute service) ->
                    pass(
                            request,
                            atHost(service, path),
                            service,
                            Wishes.of(request, service, tag),
                            Buffer.buffer());
            case Lookup.OfPredictor(ServiceRoute service) ->
                    pass(
                            request,
                            atHost(service, path),
                            service,
                            Wishes.of(request, service, tag),
                            null,
                            Buffer.buffer());
            case Lookup.Ambiguous(List<String> services) ->
                    refuse(
                            request,
                            RequestPath.protocolOf(path),
                            Fault.ambiguousHost(host, services));
            case Lookup.Unknown _ -> byGraphsHost(request, host, label);
        }
    }

    private static Target.Model atHost(ServiceRoute service, String path) {
        return RequestPath.ofModel(
                service.namespace(), service.name(), path.isEmpty() ? "/" : path);
    }

    private void byGraphsHost(HttpServerRequest request, String host, String label) {
        List<GraphRoute> found = graphs.findByHost(label);
        if (found.size() == 1) {
            graphs.enter(request, found.getFirst());
        } else {
            Fault fault =
                    found.isEmpty()
                            ? Fault.unknownHost(host)
                            : Fault.ambiguousHost(
                                    host, found.stream().map(GraphRoute::key).sorted().toList());
            refuse(request, RequestPath.protocolOf(pathOf(request)), fault);
        }
    }

    /// A path that only the model may know; the header has to say which.
    private void byHeader(HttpServerRequest request, Protocol protocol, Supplier<Fault> unnamed) {
        String name = request.getHeader(RequestHeaders.MODEL);
        if (name == null) {
            refuse(request, protocol, unnamed.get());
        } else {
            forward(
                    request,
                    named(protocol, Target.Use.WORK, name, pathOf(request)),
                    Buffer.buffer());
        }
    }

    private static Fault nothingAt(HttpServerRequest request, Protocol protocol) {
        String path = pathOf(request);
        return spoken(request, protocol) == Protocol.GRPC
                ? Fault.unknownCall(path)
                : Fault.notFound(path);
    }

    private void find(HttpServerRequest request, Target.InBody target) {
        String name = request.getHeader(RequestHeaders.MODEL);
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (name != null) {
            forward(request, named(target, name), Buffer.buffer());
        } else if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            refuse(request, target.protocol(), Fault.encodedBody(encoding));
        } else {
            finder(request, target.protocol())
                    .ifPresentOrElse(
                            finder -> find(request, target, finder),
                            () ->
                                    refuse(
                                            request,
                                            target.protocol(),
                                            Fault.brokenBody(
                                                    "its Content-Type multipart/form-data names no boundary")));
        }
    }

    private void find(HttpServerRequest request, Target.InBody target, ModelFinder finder) {
        ModelFound result = new ModelFound(request, target);
        new BodyModel(request, loops.current(), finder, limits, result).read();
    }

    private static Optional<ModelFinder> finder(HttpServerRequest request, Protocol protocol) {
        return protocol == Protocol.GRPC
                ? Optional.of(ModelFinder.ofCall())
                : ModelFinder.of(request.getHeader(HttpHeaders.CONTENT_TYPE));
    }

    private static Target.Model named(Target.InBody target, String name) {
        return named(target.protocol(), target.use(), name, target.path());
    }

    private static Target.Model named(Protocol protocol, Target.Use use, String name, String path) {
        return new Target.Model(protocol, use, null, name, path);
    }

    /// Any model may have calls of its own, at paths that the proxy does not know.
    private static Protocol spoken(HttpServerRequest request, Protocol protocol) {
        if (protocol != Protocol.OTHER && protocol != Protocol.GRPC) {
            return protocol;
        }
        return Grpc.isCall(request) ? Protocol.GRPC : Protocol.OTHER;
    }

    private void forward(HttpServerRequest request, Target.Model target, Buffer head) {
        String namespace = target.namespace() == null ? namespaceOf(request) : target.namespace();
        switch (gates.find(namespace, target.name())) {
            // Of a name that the body does not say, the server sees nothing.
            case Lookup.Found(ServiceRoute service)
                    when head.length() > 0 && !service.answersTo(target.name()) ->
                    refuse(request, target.protocol(), Fault.otherModels(service));
            case Lookup.Found(ServiceRoute service) ->
                    pass(request, target, service, Wishes.of(request, service, null), head);
            case Lookup lost ->
                    graphOf(target)
                            .ifPresentOrElse(
                                    graph -> graphs.enter(request, graph),
                                    () ->
                                            refuse(
                                                    request,
                                                    target.protocol(),
                                                    fault(lost, namespace, target.name())));
        }
    }

    /// Graphs have only paths that say their namespaces.
    private Optional<GraphRoute> graphOf(Target.Model target) {
        return target.namespace() == null
                ? Optional.empty()
                : graphs.find(target.namespace(), target.name());
    }

    private void pass(
            HttpServerRequest request,
            Target.Model target,
            ServiceRoute service,
            Wish wish,
            Buffer head) {
        pass(request, target, service, wish, service.components().entry(target.path()), head);
    }

    private void pass(
            HttpServerRequest request,
            Target.Model target,
            ServiceRoute service,
            Wish wish,
            @Nullable Endpoint entry,
            Buffer head) {
        if (wish instanceof Wish.Unknown(String tag, List<String> known)) {
            refuse(request, target.protocol(), Fault.unknownTag(service.name(), tag, known));
            return;
        }
        Optional<Gate> gate = gates.gateOf(service);
        if (gate.isEmpty()) {
            refuse(
                    request,
                    target.protocol(),
                    Fault.unknownModel(service.namespace(), service.name()));
            return;
        }
        Protocol protocol = spoken(request, target.protocol());
        String requestId = RequestHeaders.requestId(request);
        request.response().putHeader(RequestHeaders.REQUEST_ID, requestId);
        Call call =
                new Call(
                        requestId,
                        protocol,
                        target.use(),
                        service,
                        gate.get(),
                        wish,
                        entry,
                        target.path(),
                        request.headers(),
                        head);
        calls.enter(request, call);
    }

    private void tell(HttpServerRequest request, Protocol protocol, String name) {
        String namespace = namespaceOf(request);
        switch (gates.find(namespace, name)) {
            case Lookup.Found(ServiceRoute service) when !service.answersTo(name) ->
                    refuse(request, protocol, Fault.otherModels(service));
            case Lookup.Found(ServiceRoute service) ->
                    count(protocol, own.model(request, name, service));
            case Lookup lost -> refuse(request, protocol, fault(lost, namespace, name));
        }
    }

    private static Fault fault(Lookup lost, @Nullable String namespace, String name) {
        if (lost instanceof Lookup.Ambiguous(List<String> services)) {
            return Fault.ambiguous(name, services);
        }
        return namespace == null ? Fault.unknownModel(name) : Fault.unknownModel(namespace, name);
    }

    private static @Nullable String namespaceOf(HttpServerRequest request) {
        return request.getHeader(RequestHeaders.NAMESPACE);
    }

    /// Empty where the request has none, as in `OPTIONS *`.
    private static String pathOf(HttpServerRequest request) {
        String path = request.path();
        return path == null ? "" : path;
    }

    private void count(Protocol protocol, int status) {
        around.meters().unrouted(protocol, status);
    }

    private void refuse(HttpServerRequest request, Protocol protocol, Fault fault) {
        Protocol spoken = spoken(request, protocol);
        count(spoken, fault.status());
        around.answers().fault(request, spoken, fault);
    }

    /// Goes on when the body has said which model it is for.
    private final class ModelFound implements BodyModel.Result {

        private final HttpServerRequest request;
        private final Target.InBody target;

        ModelFound(HttpServerRequest request, Target.InBody target) {
            this.request = request;
            this.target = target;
        }

        @Override
        public void found(String model, Buffer head) {
            forward(request, named(target, model), head);
        }

        @Override
        public void refused(Fault fault) {
            refuse(request, target.protocol(), fault);
        }
    }
}
