package io.gantry.runtime.onnx.serve;

import static io.gantry.runtime.server.refusal.RefusedException.badInput;

import io.gantry.runtime.onnx.model.Inputs;
import io.gantry.runtime.onnx.model.OnnxModel;
import io.gantry.runtime.onnx.tensor.DataType;
import io.gantry.runtime.onnx.tensor.Shape;
import io.gantry.runtime.onnx.tensor.Tensor;
import io.gantry.runtime.onnx.tensor.TensorSpec;
import io.gantry.runtime.onnx.text.TextModel;
import io.gantry.runtime.onnx.text.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A model that is ready, as clients see it: a model that reads text has an input `text` and an
/// output `embedding` beside its own.
public record ServedModel(
        String name,
        String version,
        OnnxModel onnx,
        Optional<TextModel> text,
        Instant loadedAt,
        Duration loadTime) {

    public static final String TEXT_INPUT = "text";
    public static final String EMBEDDING = "embedding";

    public List<TensorSpec> inputs() {
        return text.isPresent()
                ? List.of(new TensorSpec(TEXT_INPUT, DataType.BYTES, Shape.of(-1)))
                : onnx.inputs();
    }

    public List<TensorSpec> outputs() {
        List<TensorSpec> outputs = new ArrayList<>();
        text.filter(TextModel::hasEmbeddings)
                .ifPresent(model ->
                        outputs.add(
                                new TensorSpec(
                                        EMBEDDING,
                                        DataType.FP32,
                                        Shape.of(-1, model.dimensions().orElse(-1)))));
        outputs.addAll(onnx.outputs());
        return outputs;
    }

    /// Computes the wanted outputs, or those of [#defaultOutputs] when none are named.
    public List<Tensor> infer(List<Tensor> inputs, List<String> wanted) {
        Optional<Tensor.Text> texts = texts(inputs);
        if (texts.isPresent()) {
            return inferTexts(text.orElseThrow(), texts.get(), wanted);
        }
        Inputs.check(onnx.inputs(), inputs);
        checkOutputs(wanted, onnx.outputs());
        return onnx.run(inputs, wanted.isEmpty() ? names(onnx.outputs()) : wanted);
    }

    /// The texts that this request wants tokenised here: its only input is one of strings, and the
    /// model itself takes none.
    private Optional<Tensor.Text> texts(List<Tensor> inputs) {
        return text.isPresent()
                        && inputs.size() == 1
                        && inputs.getFirst() instanceof Tensor.Text texts
                ? Optional.of(texts)
                : Optional.empty();
    }

    private List<Tensor> inferTexts(TextModel model, Tensor.Text texts, List<String> wanted) {
        checkTexts(texts);
        checkOutputs(wanted, outputs());
        List<String> names = wanted.isEmpty() ? defaultOutputs(model) : wanted;
        List<String> own = names.stream().filter(name -> !isEmbedding(model, name)).toList();
        if (!own.isEmpty() && texts.size() > model.maxTexts()) {
            throw badInput(
                    "The outputs %s of %d texts were asked for: at most %d texts can have the model's own outputs in one request."
                            .formatted(own, texts.size(), model.maxTexts()));
        }
        List<Tokens> tokens = model.tokenize(texts.values());
        List<Tensor> raw = own.isEmpty() ? List.of() : model.raw(tokens, own);
        return names.stream()
                .map(name ->
                        isEmbedding(model, name)
                                ? model.embed(tokens).tensor(EMBEDDING)
                                : raw.get(own.indexOf(name)))
                .toList();
    }

    private List<String> defaultOutputs(TextModel model) {
        return model.hasEmbeddings() ? List.of(EMBEDDING) : names(onnx.outputs());
    }

    private static boolean isEmbedding(TextModel model, String output) {
        return model.hasEmbeddings() && output.equals(EMBEDDING);
    }

    private static void checkTexts(Tensor.Text texts) {
        Shape shape = texts.shape();
        boolean oneEach = shape.rank() == 1 || (shape.rank() == 2 && shape.dimension(1) == 1);
        if (!oneEach || texts.size() == 0) {
            throw badInput(
                    "Input \"%s\" has the shape %s: the model takes one text a row, [n] or [n,1] with n above 0."
                            .formatted(texts.name(), shape));
        }
    }

    private static void checkOutputs(List<String> wanted, List<TensorSpec> outputs) {
        for (String name : wanted) {
            if (Inputs.find(outputs, name).isEmpty()) {
                throw badInput(
                        "The model has no output \"%s\" for these inputs: it computes %s."
                                .formatted(name, Inputs.describe(outputs)));
            }
        }
    }

    private static List<String> names(List<TensorSpec> specs) {
        return specs.stream().map(TensorSpec::name).toList();
    }
}
