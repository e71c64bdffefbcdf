package io.gantry.runtime.onnx.model;

import static io.gantry.runtime.server.refusal.RefusedException.badInput;

import io.gantry.runtime.onnx.tensor.Tensor;
import io.gantry.runtime.onnx.tensor.TensorSpec;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Holds a request's tensors against what a model declares.
public final class Inputs {

    private Inputs() {}

    /// Refuses inputs that are unknown, missing, twice there, or of the wrong datatype or shape.
    public static void check(List<TensorSpec> declared, Collection<Tensor> given) {
        Set<String> seen = new HashSet<>();
        for (Tensor tensor : given) {
            TensorSpec spec =
                    find(declared, tensor.name())
                            .orElseThrow(() ->
                                    badInput(
                                            "The model has no input \"%s\": it takes %s."
                                                    .formatted(tensor.name(), describe(declared))));
            if (!seen.add(tensor.name())) {
                throw badInput("Input \"%s\" is there twice.".formatted(tensor.name()));
            }
            check(spec, tensor);
        }
        for (TensorSpec spec : declared) {
            if (!seen.contains(spec.name())) {
                throw badInput(
                        "Input \"%s\" is missing: the model takes %s."
                                .formatted(spec.name(), describe(declared)));
            }
        }
    }

    public static Optional<TensorSpec> find(List<TensorSpec> specs, String name) {
        return specs.stream().filter(spec -> spec.name().equals(name)).findFirst();
    }

    public static String describe(List<TensorSpec> specs) {
        return specs.stream()
                .map(spec -> "%s %s".formatted(spec.name(), spec.describe()))
                .collect(Collectors.joining(", "));
    }

    private static void check(TensorSpec spec, Tensor tensor) {
        if (spec.datatype() != tensor.datatype()) {
            throw badInput(
                    "Input \"%s\" has the datatype %s: the model takes %s."
                            .formatted(spec.name(), tensor.datatype(), spec.describe()));
        }
        if (!spec.shape().accepts(tensor.shape())) {
            throw badInput(
                    "Input \"%s\" has the shape %s: the model takes %s."
                            .formatted(spec.name(), tensor.shape(), spec.describe()));
        }
    }
}
