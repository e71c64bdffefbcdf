package io.gantry.runtime.onnx.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.gantry.runtime.onnx.model.UnusableModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A model's own tokenizer. It neither truncates nor pads, so that what it returns is all of the
/// text.
final class TextTokenizer implements AutoCloseable {

    private final HuggingFaceTokenizer tokenizer;

    private TextTokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    static TextTokenizer load(Path file) throws UnusableModelException {
        try {
            return new TextTokenizer(
                    HuggingFaceTokenizer.newInstance(
                            file, Map.of("truncation", "false", "padding", "false")));
        } catch (IOException | RuntimeException broken) {
            throw new UnusableModelException(
                    "%s is not a tokenizer (%s): give the tokenizer.json that belongs to the model."
                            .formatted(
                                    file,
                                    String.valueOf(broken.getMessage())
                                            .lines()
                                            .findFirst()
                                            .orElse("")),
                    broken);
        }
    }

    List<Tokens> encode(List<String> texts) {
        return Arrays.stream(tokenizer.batchEncode(texts)).map(TextTokenizer::tokens).toList();
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private static Tokens tokens(Encoding encoding) {
        long[] special = encoding.getSpecialTokenMask();
        int closing = 0;
        while (closing < special.length && special[special.length - 1 - closing] == 1) {
            closing++;
        }
        return Tokens.of(encoding.getIds(), encoding.getTypeIds(), closing);
    }
}
