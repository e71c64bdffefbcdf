package io.gantry.runtime.onnx.oip;

import io.gantry.runtime.onnx.serve.ServedModel;
import io.gantry.runtime.onnx.tensor.TensorSpec;
import java.util.List;

/// What V2 tells of a model.
record ModelMetadata(
        String name,
        List<String> versions,
        String platform,
        List<TensorMetadata> inputs,
        List<TensorMetadata> outputs) {

    /// A declared input or output; -1 in its shape is any size.
    record TensorMetadata(String name, String datatype, List<Long> shape) {

        static TensorMetadata of(TensorSpec spec) {
            return new TensorMetadata(
                    spec.name(), spec.datatype().name(), spec.shape().dimensions());
        }
    }

    static ModelMetadata of(ServedModel model) {
        return new ModelMetadata(
                model.name(),
                List.of(model.version()),
                "onnxruntime_onnx",
                model.inputs().stream().map(TensorMetadata::of).toList(),
                model.outputs().stream().map(TensorMetadata::of).toList());
    }
}
