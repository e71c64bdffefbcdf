package io.gantry.proxy.forward;

import io.gantry.proxy.admit.Gate;
import io.gantry.proxy.admit.Gates;
import io.gantry.proxy.route.Lookup;
import io.gantry.proxy.route.Protocol;
import io.gantry.proxy.route.RequestPath;
import io.gantry.proxy.route.ServiceRoute;
import io.gantry.proxy.route.Target;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes every request off Quarkus' router, before anything else sees it, and finds out what it
/// wants.
@ApplicationScoped
class DataPath {

    /// In front of all of Quarkus' own routes but those that it wants first of all.
    private static final int ORDER = Integer.MIN_VALUE + 1;

    private final Gates gates;
    private final OwnAnswers own;
    private final Surroundings around;
    private final Loops loops;
    private final Drain drain;
    private final BodyModel.Limits limits;

    DataPath(Gates gates, OwnAnswers own, Surroundings around, Loops loops, Drain drain) {
        this.gates = gates;
        this.own = own;
        this.around = around;
        this.loops = loops;
        this.drain = drain;
        this.limits =
                new BodyModel.Limits(
                        around.config().forward().maxInspectedBody().asLongValue(),
                        around.config().admit().requestTimeout());
    }

    void register(@Observes Router router) {
        router.route().order(ORDER).handler(this::handle);
    }

    private void handle(RoutingContext routing) {
        HttpServerRequest request =
                drain.begun() ? drain.last(routing.request()) : routing.request();
        switch (RequestPath.parse(request.method().name(), pathOf(request))) {
            case Target.Internal _ -> routing.next();
            case Target.Model model -> forward(request, model, Buffer.buffer());
            case Target.InBody inBody -> find(request, inBody);
            case Target.Models(Protocol protocol) ->
                    around.meters()
                            .unrouted(
                                    protocol,
                                    own.models(
                                            request,
                                            protocol,
                                            request.getHeader(RequestHeaders.NAMESPACE)));
            case Target.Server(Protocol protocol, Target.Question question) ->
                    around.meters().unrouted(protocol, own.server(request, question));
            case Target.NotAllowed wrong ->
                    refuse(
                            request,
                            wrong.protocol(),
                            Fault.notAllowed(
                                    request.method().name(), pathOf(request), wrong.allowed()));
            case Target.Unknown(Protocol protocol) -> byHeader(request, protocol);
        }
    }

    /// A path that only the model may know; the header has to say which.
    private void byHeader(HttpServerRequest request, Protocol protocol) {
        String name = request.getHeader(RequestHeaders.MODEL);
        if (name == null) {
            refuse(request, protocol, Fault.notFound(pathOf(request)));
        } else {
            forward(request, named(protocol, name, pathOf(request)), Buffer.buffer());
        }
    }

    private void find(HttpServerRequest request, Target.InBody target) {
        String name = request.getHeader(RequestHeaders.MODEL);
        String encoding = request.getHeader("Content-Encoding");
        if (name != null) {
            forward(request, named(target.protocol(), name, target.path()), Buffer.buffer());
        } else if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            refuse(request, target.protocol(), Fault.encodedBody(encoding));
        } else {
            new BodyModel(request, loops.current(), limits, new ModelFound(request, target)).read();
        }
    }

    private static Target.Model named(Protocol protocol, String name, String path) {
        return new Target.Model(protocol, Target.Use.WORK, null, name, path);
    }

    private void forward(HttpServerRequest request, Target.Model target, Buffer head) {
        String namespace =
                target.namespace() == null
                        ? request.getHeader(RequestHeaders.NAMESPACE)
                        : target.namespace();
        switch (gates.find(namespace, target.name())) {
            case Lookup.Found(ServiceRoute service) -> {
                Optional<Gate> gate = gates.gateOf(service);
                if (gate.isPresent()) {
                    start(request, target, service, gate.get(), head);
                } else {
                    refuse(request, target.protocol(), unknown(namespace, target.name()));
                }
            }
            case Lookup.Ambiguous ambiguous ->
                    refuse(
                            request,
                            target.protocol(),
                            Fault.ambiguous(target.name(), ambiguous.namespaces()));
            case Lookup.Unknown _ ->
                    refuse(request, target.protocol(), unknown(namespace, target.name()));
        }
    }

    /// Empty where the request has none, as in `OPTIONS *`.
    private static String pathOf(HttpServerRequest request) {
        String path = request.path();
        return path == null ? "" : path;
    }

    private static Fault unknown(@Nullable String namespace, String name) {
        return namespace == null ? Fault.unknownModel(name) : Fault.unknownModel(namespace, name);
    }

    private void start(
            HttpServerRequest request,
            Target.Model target,
            ServiceRoute service,
            Gate gate,
            Buffer head) {
        Call call = new Call(target.protocol(), target.use(), service, gate, target.path(), head);
        new Exchange(around, loops.current(), request, call).start();
    }

    private void refuse(HttpServerRequest request, Protocol protocol, Fault fault) {
        around.meters().unrouted(protocol, fault.status());
        around.answers().fault(request, protocol, fault);
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
            forward(request, named(target.protocol(), model, target.path()), head);
        }

        @Override
        public void refused(Fault fault) {
            refuse(request, target.protocol(), fault);
        }
    }
}
