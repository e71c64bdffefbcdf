package io.gantry.runtime.onnx.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.gantry.runtime.onnx.tensor.DataType;
import io.gantry.runtime.onnx.tensor.Shape;
import io.gantry.runtime.onnx.tensor.TensorSpec;
import java.util.Optional;

/// The datatypes that ONNX Runtime's Java binding can carry, both ways.
final class OnnxTypes {

    private OnnxTypes() {}

    /// The declaration of an input or output; empty when it is no tensor (scikit-learn's maps), or
    /// of a datatype that the binding has no form for.
    static Optional<TensorSpec> spec(NodeInfo node) {
        return node.getInfo() instanceof TensorInfo tensor
                ? datatype(tensor)
                        .map(type ->
                                new TensorSpec(node.getName(), type, Shape.of(tensor.getShape())))
                : Optional.empty();
    }

    static Optional<DataType> datatype(TensorInfo tensor) {
        return switch (tensor.onnxType) {
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> Optional.of(DataType.BOOL);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> Optional.of(DataType.UINT8);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> Optional.of(DataType.INT8);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> Optional.of(DataType.INT16);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> Optional.of(DataType.INT32);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> Optional.of(DataType.INT64);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> Optional.of(DataType.FP16);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> Optional.of(DataType.BF16);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> Optional.of(DataType.FP32);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> Optional.of(DataType.FP64);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING -> Optional.of(DataType.BYTES);
            case null, default -> Optional.empty();
        };
    }

    /// How the binding names a numeric datatype. Only asked for those of [#datatype(TensorInfo)].
    static OnnxJavaType javaType(DataType datatype) {
        return switch (datatype) {
            case BOOL -> OnnxJavaType.BOOL;
            case UINT8 -> OnnxJavaType.UINT8;
            case INT8 -> OnnxJavaType.INT8;
            case INT16 -> OnnxJavaType.INT16;
            case INT32 -> OnnxJavaType.INT32;
            case INT64 -> OnnxJavaType.INT64;
            case FP16 -> OnnxJavaType.FLOAT16;
            case BF16 -> OnnxJavaType.BFLOAT16;
            case FP32 -> OnnxJavaType.FLOAT;
            case FP64 -> OnnxJavaType.DOUBLE;
            case UINT16, UINT32, UINT64, BYTES ->
                    throw new IllegalArgumentException(datatype + " has no numeric Java form");
        };
    }
}
