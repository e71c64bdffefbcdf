package io.gantry.proxy.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// A request of KServe's first protocol: a list of instances, of which each has its prediction.
///
/// @param rest what else the request says
record Instances(ArrayNode instances, ObjectNode rest) implements Batchable {

    private static final String INSTANCES = "instances";
    private static final String PREDICTIONS = "predictions";

    static Optional<Batchable> of(ObjectNode request) {
        ObjectNode rest = request.deepCopy();
        return rest.remove(INSTANCES) instanceof ArrayNode instances && !instances.isEmpty()
                ? Optional.of(new Instances(instances, rest))
                : Optional.empty();
    }

    @Override
    public int rows() {
        return instances.size();
    }

    @Override
    public JsonNode likeness() {
        return rest;
    }

    @Override
    public ObjectNode together(List<Batchable> others) {
        ObjectNode all = rest.deepCopy();
        ArrayNode list = all.putArray(INSTANCES);
        others.forEach(each -> list.addAll(((Instances) each).instances()));
        return all;
    }

    @Override
    public Optional<ObjectNode> part(ObjectNode answer, int before, int all) {
        if (!(answer.get(PREDICTIONS) instanceof ArrayNode predictions)
                || predictions.size() != all) {
            return Optional.empty();
        }
        ObjectNode part = answer.objectNode();
        answer.properties().forEach(field -> part.set(field.getKey(), field.getValue()));
        part.set(PREDICTIONS, Rows.of(predictions, before, rows()));
        return Optional.of(part);
    }
}
