package io.gantry.runtime.onnx.text;

import static io.gantry.runtime.server.refusal.RefusedException.badInput;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.runtime.onnx.model.ModelFiles;
import io.gantry.runtime.onnx.model.OnnxModel;
import io.gantry.runtime.onnx.model.UnusableModelException;
import io.gantry.runtime.onnx.tensor.Shape;
import io.gantry.runtime.onnx.tensor.Tensor;
import io.gantry.runtime.onnx.tensor.TensorSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A model that reads text, with its tokenizer. It owns the tokenizer, not the ONNX model.
public final class TextModel implements AutoCloseable {

    private final OnnxModel onnx;
    private final TextTokenizer tokenizer;
    private final TextRule rule;
    private final TokenInputs inputs;
    private final Optional<Embedder> embedder;
    private final TextOptions.BatchLimits limits;

    private TextModel(
            OnnxModel onnx,
            TextTokenizer tokenizer,
            TextRule rule,
            TextOptions.BatchLimits limits) {
        this.onnx = onnx;
        this.tokenizer = tokenizer;
        this.rule = rule;
        this.inputs = new TokenInputs(onnx.inputs(), rule.padding());
        this.embedder = Embedder.of(onnx.outputs(), rule);
        this.limits =
                inputs.fixedTexts() > 0
                        ? new TextOptions.BatchLimits(
                                Math.toIntExact(inputs.fixedTexts()), Integer.MAX_VALUE)
                        : limits;
    }

    /// Whether a model takes tokens, so that it needs a tokenizer to be of use to people.
    public static boolean takesTokens(OnnxModel onnx) {
        return TokenInputs.fit(onnx.inputs());
    }

    public static TextModel load(
            OnnxModel onnx, ModelFiles files, Path tokenizer, TextOptions options)
            throws UnusableModelException {
        TextRule rule = TextRule.read(files, tokenizer, options, new ObjectMapper());
        return new TextModel(onnx, TextTokenizer.load(tokenizer), rule, options.batch());
    }

    /// The most tokens of one text.
    public int maxTokens() {
        long fixed = inputs.fixedLength();
        return fixed > 0 ? Math.toIntExact(Math.min(fixed, rule.maxTokens())) : rule.maxTokens();
    }

    public boolean isMatryoshka() {
        return rule.matryoshka();
    }

    public boolean hasEmbeddings() {
        return embedder.isPresent();
    }

    /// The declared size of an embedding, if the model fixes it.
    public OptionalInt dimensions() {
        long declared = embedder.map(Embedder::dimensions).orElse(-1L);
        return declared > 0 ? OptionalInt.of(Math.toIntExact(declared)) : OptionalInt.empty();
    }

    public List<TensorSpec> outputs() {
        return onnx.outputs();
    }

    /// All tokens of each text; longer than [#maxTokens()] when the text is.
    public List<Tokens> tokenize(List<String> texts) {
        return texts.isEmpty() ? List.of() : tokenizer.encode(texts);
    }

    /// An embedding a text, in the order of the texts, which are truncated where they are too long.
    public Embeddings embed(List<Tokens> texts) {
        Embedder embedding = embedder.orElseThrow();
        List<Tokens> fitting = fitting(texts);
        float[][] vectors = new float[texts.size()][];
        for (List<Integer> batch : Batches.split(fitting, limits)) {
            List<Tokens> members = batch.stream().map(fitting::get).toList();
            Tensor.Numeric result = run(members, List.of(embedding.output().name())).getFirst();
            for (int row = 0; row < members.size(); row++) {
                vectors[batch.get(row)] = embedding.embedding(result, row, members.get(row));
            }
        }
        return new Embeddings(Arrays.asList(vectors));
    }

    /// The model's own outputs for texts that go through it in one pass.
    public List<Tensor> raw(List<Tokens> texts, List<String> outputs) {
        return run(fitting(texts), outputs).stream()
                .<Tensor>map(output -> withoutFiller(output, texts.size()))
                .toList();
    }

    /// How many texts [#raw] takes at once.
    public int maxTexts() {
        return limits.texts();
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private List<Tokens> fitting(List<Tokens> texts) {
        if (texts.stream().anyMatch(tokens -> tokens.length() == 0)) {
            throw badInput("A text without any token has no meaning to the model: give it words.");
        }
        return texts.stream().map(tokens -> tokens.truncated(maxTokens())).toList();
    }

    private List<Tensor.Numeric> run(List<Tokens> texts, List<String> outputs) {
        return onnx.run(inputs.tensors(texts), outputs).stream()
                .map(Tensor.Numeric.class::cast)
                .toList();
    }

    /// The rows of the texts, without those that only filled a batch of fixed size.
    private static Tensor.Numeric withoutFiller(Tensor.Numeric output, int texts) {
        Shape shape = output.shape();
        if (shape.rank() == 0 || shape.dimension(0) <= texts) {
            return output;
        }
        List<Long> dimensions = new ArrayList<>(shape.dimensions());
        dimensions.set(0, (long) texts);
        int bytes = Math.toIntExact(output.values().limit() / shape.dimension(0) * texts);
        return new Tensor.Numeric(
                output.name(),
                output.datatype(),
                new Shape(dimensions),
                output.values().slice(0, bytes));
    }
}
