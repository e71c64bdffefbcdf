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
        List<ServiceRoute> models =
                table.services().stream()
                        .filter(service -> isListed(table, service, namespace))
                        .sorted(Comparator.comparing(ServiceRoute::name))
                        .toList();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode names = answer.putArray("models");
        models.forEach(model -> names.add(model.name()));
        if (protocol != Protocol.V2) {
            answer.put("object", "list");
            ArrayNode data = answer.putArray("data");
            models.forEach(model -> describe(model, data.addObject()));
        }
        answers.json(request, 200, Buffer.buffer(answer.toString()));
        return 200;
    }

    /// Tells of one model what the list tells of it.
    ///
    /// @return the status that was answered
    int model(HttpServerRequest request, ServiceRoute model) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        describe(model, answer);
        answers.json(request, 200, Buffer.buffer(answer.toString()));
        return 200;
    }

    private static void describe(ServiceRoute model, ObjectNode as) {
        as.put("id", model.name())
                .put("object", "model")
                .put("created", model.createdSeconds())
                .put("owned_by", model.namespace());
    }

    private static boolean isListed(
            RoutingTable table, ServiceRoute service, @Nullable String namespace) {
        return namespace == null
                ? table.find(null, service.name()) instanceof Lookup.Found(ServiceRoute found)
                        && found.equals(service)
                : namespace.equals(service.namespace());
    }
}
