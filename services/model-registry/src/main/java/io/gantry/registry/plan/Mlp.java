package io.gantry.registry.plan;

import java.util.ArrayList;
import java.util.List;

/// The feed-forward layers of a model, all together.
///
/// @param linear weights of their matrices
/// @param other biases, routers and gates
/// @param widths each width that occurs
/// @param activeWidth the widest that a token goes through
record Mlp(long linear, long other, List<Long> widths, long activeWidth) {

    /// Gate, up and down.
    static final int GATED = 3;

    Mlp {
        widths = List.copyOf(widths);
    }

    static Mlp dense(long layers, long hidden, long width) {
        return new Mlp(
                Exact.product(layers, GATED, hidden, width),
                0,
                layers == 0 ? List.of() : List.of(width),
                layers == 0 ? 0 : width);
    }

    /// @param otherOfLayer router, gates and biases of one layer
    static Mlp experts(long layers, long hidden, Mixture mixture, long otherOfLayer) {
        if (layers == 0) {
            return dense(0, hidden, 0);
        }
        long widthOfAll =
                Exact.sum(Exact.product(mixture.experts(), mixture.width()), mixture.sharedWidth());
        List<Long> widths = new ArrayList<>(List.of(mixture.width()));
        if (mixture.sharedWidth() > 0) {
            widths.add(mixture.sharedWidth());
        }
        return new Mlp(
                Exact.product(layers, GATED, hidden, widthOfAll),
                Exact.product(layers, otherOfLayer),
                widths,
                Exact.sum(Exact.product(mixture.active(), mixture.width()), mixture.sharedWidth()));
    }

    Mlp and(Mlp more) {
        List<Long> all = new ArrayList<>(widths);
        all.addAll(more.widths);
        return new Mlp(
                Exact.sum(linear, more.linear),
                Exact.sum(other, more.other),
                all,
                Math.max(activeWidth, more.activeWidth));
    }

    /// A layer's experts.
    ///
    /// @param active how many a token goes through
    /// @param sharedWidth width of those that all tokens go through; 0 for none
    record Mixture(long experts, long active, long width, long sharedWidth) {}
}
