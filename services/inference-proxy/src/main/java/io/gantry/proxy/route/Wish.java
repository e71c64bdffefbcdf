package io.gantry.proxy.route;

import java.util.List;
import java.util.function.IntUnaryOperator;

/// Which of a service's revisions a request is for, as far as it says so itself.
public sealed interface Wish {

    /// What it draws revisions with.
    ///
    /// @param dice gives a number from 0 to below its argument
    default IntUnaryOperator dice(IntUnaryOperator dice) {
        return dice;
    }

    /// It does not say.
    record Any() implements Wish {

        public static final Any REVISION = new Any();
    }

    /// This one, whatever share of the others' requests it has.
    record One(String revision) implements Wish {}

    /// Always the same one for as long as the shares stay the same; and whoever has the canary
    /// keeps it when its share grows.
    ///
    /// @param at where it stands among all, from 0 to below 1
    record Share(double at) implements Wish {

        @Override
        public IntUnaryOperator dice(IntUnaryOperator dice) {
            return bound -> (int) (at * bound);
        }
    }

    /// One that there is not.
    ///
    /// @param known the tags that there are
    record Unknown(String tag, List<String> known) implements Wish {
        public Unknown {
            known = List.copyOf(known);
        }
    }
}
