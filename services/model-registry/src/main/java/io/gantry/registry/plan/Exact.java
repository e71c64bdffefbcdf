package io.gantry.registry.plan;

/// Arithmetic that fails when a result is beyond a `long`, which no model is that exists.
///
/// All methods throw ArithmeticException then.
final class Exact {

    private Exact() {}

    static long product(long... factors) {
        long product = 1;
        for (long factor : factors) {
            product = Math.multiplyExact(product, factor);
        }
        return product;
    }

    static long sum(long... parts) {
        long sum = 0;
        for (long part : parts) {
            sum = Math.addExact(sum, part);
        }
        return sum;
    }
}
