package io.gantry.cli.demo;

/// How alike two embeddings are.
final class Similarity {

    private Similarity() {}

    /// Cosine of the angle between two vectors, from -1 to 1.
    ///
    /// @throws IllegalArgumentException when their lengths differ or one is all zeros
    static double cosine(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    "Vectors of %d and %d numbers cannot be compared"
                            .formatted(a.length, b.length));
        }
        double dot = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            squareA += a[i] * a[i];
            squareB += b[i] * b[i];
        }
        if (squareA == 0 || squareB == 0) {
            throw new IllegalArgumentException("A vector of zeros points nowhere");
        }
        return dot / Math.sqrt(squareA * squareB);
    }
}
