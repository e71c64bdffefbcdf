package io.gantry.runtime.onnx.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtUtil;
import io.gantry.runtime.onnx.tensor.Shape;
import io.gantry.runtime.onnx.tensor.Tensor;
import io.gantry.runtime.onnx.tensor.TensorSpec;
import io.gantry.runtime.server.refusal.Reason;
import io.gantry.runtime.server.refusal.RefusedException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A loaded model. Any number of threads may run it at once; who closes it makes sure that none
/// does.
public final class OnnxModel implements AutoCloseable {

    /// What ONNX Runtime aligns its own tensors to.
    private static final long ALIGNMENT = 64;

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;

    private OnnxModel(OrtEnvironment environment, OrtSession session)
            throws OrtException, UnusableModelException {
        this.environment = environment;
        this.session = session;
        this.inputs = inputs(session.getInputInfo().values());
        // An output that is no tensor can still be left out, unlike an input.
        this.outputs =
                session.getOutputInfo().values().stream()
                        .map(OnnxTypes::spec)
                        .flatMap(Optional::stream)
                        .toList();
    }

    /// Reads a model into memory. `threads` is how many work on one request together.
    public static OnnxModel load(Path file, int threads) throws UnusableModelException {
        ModelCheck.sniff(file);
        OrtEnvironment environment =
                OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            // Idle threads would otherwise spin, which costs a whole core beside other predictors.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            return new OnnxModel(environment, environment.createSession(file.toString(), options));
        } catch (OrtException failure) {
            throw ModelCheck.explain(file, failure);
        }
    }

    public List<TensorSpec> inputs() {
        return inputs;
    }

    public List<TensorSpec> outputs() {
        return outputs;
    }

    /// Computes the named outputs, in that order, from inputs that fit the model's declaration.
    public List<Tensor> run(Collection<Tensor> given, List<String> wanted) {
        Map<String, OnnxTensor> feeds = new HashMap<>();
        // Freed with the request; a direct buffer would wait for the garbage collector.
        Arena memory = Arena.ofConfined();
        try {
            for (Tensor tensor : given) {
                feeds.put(tensor.name(), toOnnx(tensor, memory));
            }
            try (OrtSession.Result result = session.run(feeds, Set.copyOf(wanted))) {
                List<Tensor> results = new ArrayList<>();
                for (String name : wanted) {
                    results.add(fromOnnx(name, result.get(name).orElseThrow()));
                }
                return results;
            }
        } catch (OrtException failure) {
            throw refusal(given, failure);
        } finally {
            feeds.values().forEach(OnnxTensor::close);
            memory.close();
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }

    private OnnxTensor toOnnx(Tensor tensor, Arena memory) throws OrtException {
        long[] shape = tensor.shape().toArray();
        return switch (tensor) {
            case Tensor.Text text ->
                    OnnxTensor.createTensor(
                            environment, text.values().toArray(String[]::new), shape);
            case Tensor.Numeric numeric ->
                    OnnxTensor.createTensor(
                            environment,
                            direct(numeric.values(), memory),
                            shape,
                            OnnxTypes.javaType(numeric.datatype()));
        };
    }

    private static ByteBuffer direct(ByteBuffer values, Arena memory) {
        ByteBuffer copy =
                memory.allocate(values.limit(), ALIGNMENT)
                        .asByteBuffer()
                        .order(ByteOrder.LITTLE_ENDIAN);
        return copy.put(values.duplicate()).flip();
    }

    private static Tensor fromOnnx(String name, OnnxValue value) throws OrtException {
        if (!(value instanceof OnnxTensor tensor)) {
            throw new IllegalStateException("output " + name + " is no tensor");
        }
        Shape shape = Shape.of(tensor.getInfo().getShape());
        if (tensor.getInfo().type == OnnxJavaType.STRING) {
            return new Tensor.Text(name, shape, strings(tensor.getValue()));
        }
        return new Tensor.Numeric(
                name,
                OnnxTypes.datatype(tensor.getInfo()).orElseThrow(),
                shape,
                tensor.getByteBuffer());
    }

    private static List<String> strings(Object value) {
        return value instanceof Object[] nested
                ? List.of(OrtUtil.flattenString(nested))
                : List.of(String.valueOf(value));
    }

    private static List<TensorSpec> inputs(Collection<NodeInfo> nodes)
            throws UnusableModelException {
        List<TensorSpec> specs = new ArrayList<>();
        for (NodeInfo node : nodes) {
            specs.add(
                    OnnxTypes.spec(node)
                            .orElseThrow(() ->
                                    new UnusableModelException(
                                            "The model's input \"%s\" is %s, which cannot be served: export it with tensors of another datatype."
                                                    .formatted(node.getName(), node.getInfo()))));
        }
        return specs;
    }

    /// A model that fails on inputs of the right type and shape was given values it cannot work on
    /// (an index out of range, axes that do not match): that is the request's fault.
    private static RefusedException refusal(Collection<Tensor> given, OrtException failure) {
        String shapes =
                given.stream()
                        .map(t -> "%s %s%s".formatted(t.name(), t.datatype(), t.shape()))
                        .collect(Collectors.joining(", "));
        return new RefusedException(
                Reason.BAD_INPUT,
                "The model could not compute its outputs from %s: %s."
                        .formatted(shapes, ModelCheck.firstLine(failure)),
                failure);
    }
}
