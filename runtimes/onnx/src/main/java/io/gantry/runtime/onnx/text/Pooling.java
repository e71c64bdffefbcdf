package io.gantry.runtime.onnx.text;

/// How the vectors of a text's tokens become the vector of the text.
public enum Pooling {
    /// The average of all tokens.
    MEAN,
    /// The first token, which BERT calls CLS.
    CLS,
    /// The largest value of each dimension.
    MAX,
    /// The last token, as decoders have it.
    LAST;

    /// Pools the rows `from` to `from + length` (a text's tokens, without padding).
    float[] pool(FloatRows tokens, int from, int length) {
        return switch (this) {
            case CLS -> tokens.row(from);
            case LAST -> tokens.row(from + length - 1);
            case MEAN -> mean(tokens, from, length);
            case MAX -> max(tokens, from, length);
        };
    }

    private static float[] mean(FloatRows tokens, int from, int length) {
        double[] sum = new double[tokens.width()];
        for (int row = from; row < from + length; row++) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += tokens.get(row, i);
            }
        }
        float[] mean = new float[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] / length);
        }
        return mean;
    }

    private static float[] max(FloatRows tokens, int from, int length) {
        float[] max = tokens.row(from);
        for (int row = from + 1; row < from + length; row++) {
            for (int i = 0; i < max.length; i++) {
                max[i] = Math.max(max[i], tokens.get(row, i));
            }
        }
        return max;
    }

    /// Scales a vector to length 1, in place. The zero vector stays what it is.
    static float[] normalize(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        double length = Math.sqrt(squares);
        for (int i = 0; length > 0 && i < vector.length; i++) {
            vector[i] = (float) (vector[i] / length);
        }
        return vector;
    }
}
