package io.gantry.runtime.onnx.oip;

import io.gantry.runtime.onnx.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/// A V2 infer request.
///
/// @param binaryOutputs whether outputs that do not say otherwise are wanted in binary form
record InferRequest(
        Optional<String> id, List<Tensor> inputs, List<Output> outputs, boolean binaryOutputs) {

    /// A named output and, where the request says so, whether it is wanted in binary form.
    record Output(String name, Optional<Boolean> binary) {}

    List<String> wanted() {
        return outputs.stream().map(Output::name).toList();
    }

    boolean isBinary(String output) {
        return outputs.stream()
                .filter(wanted -> wanted.name().equals(output))
                .findFirst()
                .flatMap(Output::binary)
                .orElse(binaryOutputs);
    }

    /// Rows of the first input.
    int rows() {
        return inputs.isEmpty() || inputs.getFirst().shape().rank() == 0
                ? 1
                : Math.toIntExact(inputs.getFirst().shape().dimension(0));
    }
}
