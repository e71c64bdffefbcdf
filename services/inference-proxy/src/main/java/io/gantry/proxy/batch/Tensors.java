package io.gantry.proxy.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A request of the Open Inference Protocol: tensors whose first dimension is the same, each row of
/// which has its own result.
///
/// @param likeness the request without its id, and without what differs from row to row
record Tensors(ObjectNode request, List<Tensor> inputs, JsonNode likeness) implements Batchable {

    private static final String ID = "id";
    private static final String INPUTS = "inputs";
    private static final String OUTPUTS = "outputs";
    private static final String SHAPE = "shape";
    private static final String DATA = "data";

    Tensors {
        inputs = List.copyOf(inputs);
    }

    static Optional<Batchable> of(ObjectNode request) {
        if (!(request.get(INPUTS) instanceof ArrayNode inputs) || inputs.isEmpty()) {
            return Optional.empty();
        }
        List<Tensor> read = new ArrayList<>();
        ArrayNode alike = inputs.arrayNode();
        for (JsonNode input : inputs) {
            Optional<Tensor> tensor = Tensor.of(input);
            if (tensor.isEmpty()
                    || (!read.isEmpty() && tensor.get().rows() != read.getFirst().rows())) {
                return Optional.empty();
            }
            read.add(tensor.get());
            ObjectNode kind = ((ObjectNode) input).deepCopy();
            kind.remove(DATA);
            ((ArrayNode) kind.get(SHAPE)).remove(0);
            alike.add(kind.put("nested", tensor.get().nested()));
        }
        ObjectNode likeness = request.deepCopy();
        likeness.remove(ID);
        likeness.set(INPUTS, alike);
        return Optional.of(new Tensors(request, read, likeness));
    }

    @Override
    public int rows() {
        return inputs.getFirst().rows();
    }

    @Override
    public ObjectNode together(List<Batchable> others) {
        ObjectNode all = request.deepCopy();
        all.remove(ID);
        int rows = others.stream().mapToInt(Batchable::rows).sum();
        for (int i = 0; i < inputs.size(); i++) {
            ObjectNode input = (ObjectNode) all.get(INPUTS).get(i);
            ((ArrayNode) input.get(SHAPE)).set(0, rows);
            ArrayNode data = input.putArray(DATA);
            for (Batchable each : others) {
                data.addAll(((Tensors) each).inputs().get(i).data());
            }
        }
        return all;
    }

    @Override
    public Optional<ObjectNode> part(ObjectNode answer, int before, int all) {
        if (!(answer.get(OUTPUTS) instanceof ArrayNode outputs)) {
            return Optional.empty();
        }
        ObjectNode part = answer.deepCopy();
        ArrayNode own = part.putArray(OUTPUTS);
        for (JsonNode output : outputs) {
            Optional<Tensor> tensor = Tensor.of(output);
            if (tensor.isEmpty() || tensor.get().rows() != all) {
                return Optional.empty();
            }
            ObjectNode cut = ((ObjectNode) output).deepCopy();
            ((ArrayNode) cut.get(SHAPE)).set(0, rows());
            cut.set(DATA, tensor.get().part(before, rows()));
            own.add(cut);
        }
        part.remove(ID);
        if (request.has(ID)) {
            part.set(ID, request.get(ID));
        }
        return Optional.of(part);
    }

    /// One tensor of a request or an answer.
    ///
    /// @param rows its first dimension
    /// @param nested whether each row is an element of its data, or its elements all are in one
    ///   list
    record Tensor(int rows, ArrayNode data, boolean nested) {

        /// Empty where the data is not as the shape says, or elsewhere.
        static Optional<Tensor> of(JsonNode tensor) {
            if (!(tensor.get(SHAPE) instanceof ArrayNode shape)
                    || !(tensor.get(DATA) instanceof ArrayNode data)
                    || shape.isEmpty()
                    || data.isEmpty()) {
                return Optional.empty();
            }
            long elements = 1;
            for (JsonNode dimension : shape) {
                if (!dimension.canConvertToInt()
                        || !dimension.isIntegralNumber()
                        || dimension.intValue() < 1) {
                    return Optional.empty();
                }
                elements *= dimension.intValue();
                if (elements > Integer.MAX_VALUE) {
                    return Optional.empty();
                }
            }
            int rows = shape.get(0).intValue();
            boolean nested = data.get(0).isArray();
            return data.size() == (nested ? rows : elements)
                    ? Optional.of(new Tensor(rows, data, nested))
                    : Optional.empty();
        }

        ArrayNode part(int before, int count) {
            int each = data.size() / rows;
            return Rows.of(data, before * each, count * each);
        }
    }
}
