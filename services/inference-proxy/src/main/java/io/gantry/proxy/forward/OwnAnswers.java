package io.gantry.proxy.forward;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.bus.CatchUp;
import io.gantry.proxy.admit.Gates;
import io.gantry.proxy.route.Lookup;
import io.gantry.proxy.route.Protocol;
import io.gantry.proxy.route.RoutingTable;
import io.gantry.proxy.route.ServiceRoute;
import io.gantry.proxy.route.Target;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/// What the proxy says about itself and about which models there are.
@Singleton
class OwnAnswers {

    private static final String NAME = "gantry";

    private final Gates gates;
    private final CatchUp catchUp;
    private final Drain drain;
    private final Answers answers;
    private final String version;

    OwnAnswers(Gates gates, CatchUp catchUp, Drain drain, Answers answers, Config config) {
        this.gates = gates;
        this.catchUp = catchUp;
        this.drain = drain;
        this.answers = answers;
        this.version =
                config.getOptionalValue("quarkus.application.version", String.class).orElse("");
    }

    /// @return the status that was answered
    int server(HttpServerRequest request, Protocol protocol, Target.Question question) {
        if (protocol == Protocol.GRPC) {
            answers.message(request, message(question));
            return 200;
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        int status = 200;
        switch (question) {
            case LIVE -> answer.put("live", true);
            case READY -> {
                status = ready() ? 200 : 503;
                answer.put("ready", status == 200);
            }
            case METADATA ->
                    answer.put("name", NAME).put("version", version).putArray("extensions");
        }
        answers.json(request, status, Buffer.buffer(answer.toString()));
        return status;
    }

    private Buffer message(Target.Question question) {
        return switch (question) {
            case LIVE -> Grpc.bool(1, true);
            case READY -> Grpc.bool(1, ready());
            case METADATA -> Grpc.text(1, NAME).appendBuffer(Grpc.text(2, version));
        };
    }

    private boolean ready() {
        return catchUp.reached() && !drain.begun();
    }

    /// Lists the models that can be asked for by their bare names.
    ///
    /// @return the status that was answered
    int models(HttpServerRequest request, Protocol protocol, @Nullable String namespace) {
        RoutingTable table = gates.table();
        List<Model> models =
                table.services().stream()
                        .flatMap(service ->
                                service.models().stream().map(name -> new Model(name, service)))
                        .filter(model -> isListed(table, model, namespace))
                        .sorted(Comparator.comparing(Model::name))
                        .toList();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode names = answer.putArray("models");
        models.forEach(model -> names.add(model.name()));
        if (protocol != Protocol.V2) {
            answer.put("object", "list");
            ArrayNode data = answer.putArray("data");
            models.forEach(model -> model.describe(data.addObject()));
        }
        answers.json(request, 200, Buffer.buffer(answer.toString()));
        return 200;
    }

    /// Tells of one model what the list tells of it.
    ///
    /// @return the status that was answered
    int model(HttpServerRequest request, String name, ServiceRoute service) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        new Model(name, service).describe(answer);
        answers.json(request, 200, Buffer.buffer(answer.toString()));
        return 200;
    }

    /// A name that leads elsewhere, or to nobody knows which, is none to ask for.
    private static boolean isListed(RoutingTable table, Model model, @Nullable String namespace) {
        return (namespace == null || namespace.equals(model.service().namespace()))
                && table.find(namespace, model.name()) instanceof Lookup.Found(ServiceRoute found)
                && found.equals(model.service());
    }

    /// One name of a service to ask for.
    private record Model(String name, ServiceRoute service) {

        void describe(ObjectNode as) {
            as.put("id", name)
                    .put("object", "model")
                    .put("created", service.createdSeconds())
                    .put("owned_by", service.namespace());
        }
    }
}
