package io.gantry.runtime.onnx.tensor;

/// An input or output as a model declares it.
public record TensorSpec(String name, DataType datatype, Shape shape) {

    /// The datatype and shape as messages show them.
    public String describe() {
        return datatype.name() + shape;
    }
}
