package io.gantry.runtime.onnx.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The dimensions of a tensor. In a model's declaration -1 stands for any size.
public record Shape(List<Long> dimensions) {

    public Shape {
        dimensions = List.copyOf(dimensions);
    }

    public static Shape of(long... dimensions) {
        return new Shape(Arrays.stream(dimensions).boxed().toList());
    }

    public int rank() {
        return dimensions.size();
    }

    public long dimension(int index) {
        return dimensions.get(index);
    }

    /// The number of values; a dimension below 0 or a product beyond a Java array is an
    /// [ArithmeticException].
    public int elements() {
        int product = 1;
        for (long dimension : dimensions) {
            if (dimension < 0) {
                throw new ArithmeticException("dimension " + dimension + " is negative");
            }
            product = Math.multiplyExact(product, Math.toIntExact(dimension));
        }
        return product;
    }

    /// Whether a tensor of this declared shape may have the actual one.
    public boolean accepts(Shape actual) {
        if (actual.rank() != rank()) {
            return false;
        }
        for (int i = 0; i < rank(); i++) {
            if (dimension(i) >= 0 && dimension(i) != actual.dimension(i)) {
                return false;
            }
        }
        return true;
    }

    public long[] toArray() {
        return dimensions.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public String toString() {
        return dimensions.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
}
